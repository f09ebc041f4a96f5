// Whatever ends somebody's being in a room or in the house ends their seat and their media at once: from every session, held or not, and in the middle
// of anything that is under way.
import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../protocol/wire.ts';
import { createCallsHouse, garden, kitchen, type Person } from './calls.testing.ts';

type House = ReturnType<typeof createCallsHouse>;

/** Everything that takes somebody out, as it reaches the calls. */
const ENDS: Record<string, (house: House) => void> = {
  'leaving, being removed or banned': (house) => house.leaves('bob'),
  'being suspended, deleted or signed out everywhere': (house) =>
    house.bus.publishToAccount('bob' as AccountId, { kind: 'revoked', signInId: null }),
  'the end of the room': (house) => house.bus.publishToRoom(garden, { kind: 'closed' }),
};
const notInCall = { name: 'Refusal', code: 'not-in-call' };

/** Alice stays (unless the room goes), and hears Bob, who sits at his desk and with his phone. */
const openGarden = async () => {
  const house = createCallsHouse();
  const [alice, desk, phone] = [house.person('alice'), house.person('bob'), house.person('bob')];
  for (const person of [alice, desk, phone]) await person.join();
  const tracks = [await desk.publish('microphone'), await desk.publish('screen'), await phone.publish('camera')];
  await alice.subscribe(...tracks);
  return { house, alice, desk, phone, tracks };
};
const left = (house: House) =>
  house.calls.callOf(garden)
    ? { calls: 1, transports: 2, tracks: 0, subscriptions: 0 }
    : { calls: 0, transports: 0, tracks: 0, subscriptions: 0 };

describe.each(Object.entries(ENDS))('%s', (_name, end) => {
  it('M30: closes every seat and all media of theirs at once', async () => {
    const { house, desk, phone } = await openGarden();
    end(house);
    expect(house.sfu.count()).toEqual(left(house));
    expect(house.names()).not.toContain('bob');
    for (const person of [desk, phone]) {
      expect(house.calls.hasSeat(person.caller.sessionId)).toBe(false);
      await expect(person.publish('microphone')).rejects.toMatchObject(notInCall);
    }
  });

  it('M30: closes a seat that is held for a socket that was lost, and nobody takes it up', async () => {
    const { house, desk, phone } = await openGarden();
    desk.ends('lost');
    phone.ends('lost');
    end(house);
    expect(house.sfu.count()).toEqual(left(house));
    const again = house.person('bob');
    for (const { participantId } of [desk, phone]) {
      await expect(again.ask('calls.rejoin', { participantId })).rejects.toMatchObject(notInCall);
    }
    expect(house.sfu.count()).toEqual(left(house));
  });

  it('M30: in the middle of joining, publishing, turning on and receiving leaves nothing', async () => {
    const { house, alice, desk } = await openGarden();
    const hers = await alice.publish('camera');
    const tablet = house.person('bob');
    const release = house.sfu.hold();
    const { participantId } = desk;
    const ends = Promise.allSettled([
      tablet.join(),
      desk.publish('camera'),
      desk.subscribe(hers),
      desk.ask('calls.restart-ice', { participantId, direction: 'send' }),
    ]);
    await house.settle();
    end(house);
    release();
    for (const outcome of await ends) expect(outcome).toMatchObject({ status: 'rejected' });
    await house.settle();
    const { tracks, ...rest } = left(house);
    expect(house.sfu.count()).toEqual({ ...rest, tracks: house.calls.callOf(garden) ? tracks + 1 : 0 });
    expect(house.calls.hasSeat(tablet.caller.sessionId)).toBe(false);
  });
});

describe('the end of one sign-in', () => {
  const revoke = (house: House, { caller }: Person) =>
    house.bus.publishToAccount(caller.accountId, { kind: 'revoked', signInId: caller.signInId });

  it('M30: closes the seats of its sessions, a held one too, and leaves the others', async () => {
    const { house, desk, phone } = await openGarden();
    desk.ends('lost');
    revoke(house, desk);
    expect(house.calls.callOf(garden)!.participants.map(({ id }) => id)).not.toContain(desk.participantId);
    await phone.publish('microphone');
    revoke(house, phone);
    expect(house.names()).toEqual(['alice']);
    expect(house.sfu.count()).toMatchObject({ transports: 2, tracks: 0 });
  });

  it('M30: is the end of the seat that it took up from another, not of the one that it gave away', async () => {
    const { house, desk, phone } = await openGarden();
    await phone.leave();
    desk.ends('lost');
    await phone.ask('calls.rejoin', { participantId: desk.participantId });
    revoke(house, desk);
    expect(house.names()).toEqual(['alice', 'bob']);
    revoke(house, phone);
    expect(house.names()).toEqual(['alice']);
  });
});

describe('taking a seat up again', () => {
  it('M30: is not for somebody who is no member any more, whatever the call has heard', async () => {
    const { house, desk } = await openGarden();
    desk.ends('lost');
    house.strangers.add('bob');
    const again = house.person('bob');
    await expect(again.ask('calls.rejoin', { participantId: desk.participantId })).rejects.toMatchObject({ code: 'not-found' });
    expect(house.calls.hasSeat(again.caller.sessionId)).toBe(false);
  });

  it('M30: fails when the seat goes while it is asked', async () => {
    const { house, desk } = await openGarden();
    desk.ends('lost');
    const again = house.person('bob');
    await again.join(kitchen);
    house.afterMembership(async () => house.leaves('bob'));
    await expect(again.ask('calls.rejoin', { participantId: desk.participantId })).rejects.toMatchObject(notInCall);
    expect(house.names()).toEqual(['alice']);
    // The seat that they had is theirs as before.
    expect(house.calls.hasSeat(again.caller.sessionId)).toBe(true);
  });
});

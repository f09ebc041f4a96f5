// Whatever takes somebody out of a room, or out of the house, reaches the call that they are in: asked for as it really is, over real sockets.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL_ENDS, openStage, publish, sit, type CallStage } from './testing/call-ends.ts';
import { openHouse, type House, type Person } from './testing/house.ts';

let house: House;
let owner: Person;
beforeAll(async () => {
  house = await openHouse();
  owner = await house.signUp('Olga');
});
afterAll(() => house.close());

/** What is left when Olga is alone, or when nobody is. */
const left = (room: 'stays' | 'goes') =>
  room === 'stays' ? { calls: 1, transports: 2, tracks: 1, subscriptions: 0 } : { calls: 0, transports: 0, tracks: 0, subscriptions: 0 };
const isAway = ({ roomId }: CallStage) =>
  house.parlor.calls.callOf(roomId)?.participants.some((participant) => participant.isAway) === true;
/** Olga goes, so that the next one begins with nobody. */
const close = async ({ olga, desk, phone }: CallStage) => {
  await olga.page.ask('calls.leave', { participantId: olga.participantId }).catch(() => {});
  for (const { page } of [olga, desk, phone]) page.close();
};

describe.each(Object.entries(CALL_ENDS))('M30: whoever %s', (_name, { room, ask }) => {
  it('is out of the call, with all seats and media, before the asker is answered', async () => {
    const stage = await openStage(house, owner);
    expect(house.sfu.count()).toMatchObject({ transports: 6, tracks: 4 });
    await ask(stage);
    expect(house.sfu.count()).toEqual(left(room));
    const again = house.page(stage.victor);
    const hello = await again.connect().catch(() => null);
    for (const { participantId } of [stage.desk, stage.phone]) {
      await expect(again.ask('calls.rejoin', { participantId })).rejects.toThrow();
    }
    await expect(sit(again, stage.roomId)).rejects.toThrow();
    expect(hello?.rooms.map((summary) => summary.room.id) ?? []).not.toContain(stage.roomId);
    expect(house.sfu.count()).toEqual(left(room));
    await close(stage);
  });

  it('is out also with a seat that is held, and one that is being taken', async () => {
    const stage = await openStage(house, owner);
    stage.phone.page.cut();
    await stage.olga.page.when(() => isAway(stage));
    const tablet = house.page(await house.signIn(stage.victor));
    await tablet.connect();
    const release = house.sfu.hold();
    const joining = sit(tablet, stage.roomId);
    const publishing = publish(stage.desk, 'camera');
    const outcomes = Promise.allSettled([joining, publishing]);
    // Answered when what was asked before it is under way.
    await Promise.all([tablet, stage.desk.page].map((page) => page.ask('rooms.directory', {})));
    await ask(stage);
    release();
    for (const outcome of await outcomes) expect(outcome.status).toBe('rejected');
    expect(house.sfu.count()).toEqual(left(room));
    await close(stage);
  });
});

// What moderators do in a call: turning off, muting all, asking; by whom, to whom, and what the one concerned may still do.
import { describe, expect, it } from 'vitest';
import type { TrackSource } from '../../protocol/calls.ts';
import type { Role } from '../../protocol/rooms.ts';
import type { TrackId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { createCallsHouse, garden, kitchen, type Person } from './calls.testing.ts';
import { SEAT_HELD_MS } from './calls.ts';

type House = ReturnType<typeof createCallsHouse>;

/** Olga owns the garden, Mo is its moderator, Bob and Gwen sit there too. */
const openGarden = async () => {
  const house = createCallsHouse();
  const roles: Record<string, Role> = { olga: 'owner', mo: 'moderator', bob: 'member', gwen: 'guest' };
  for (const [name, role] of Object.entries(roles)) house.standings.set(name, { role, rights: { maySpeak: true, mayShare: true } });
  const [olga, mo, bob, gwen] = ['olga', 'mo', 'bob', 'gwen'].map((name) => house.person(name)) as [Person, Person, Person, Person];
  for (const person of [olga, mo, bob, gwen]) await person.join();
  return { house, olga, mo, bob, gwen };
};

const turnOff = (by: Person, { participantId }: Pick<Person, 'participantId'>, trackId: TrackId, roomId = garden) =>
  by.ask('calls.turn-off', { roomId, participantId, trackId });
const pause = ({ ask, participantId }: Person, trackId: TrackId, isPaused: boolean) =>
  ask('calls.pause', { participantId, trackId, isPaused });
const seen = (house: House, { participantId }: Person) =>
  house.calls.callOf(garden)!.participants.find(({ id }) => id === participantId)!.tracks;
const notAllowed = { name: 'Refusal', code: 'not-allowed' };
const notFound = { name: 'Refusal', code: 'not-found' };

describe('turning off', () => {
  it.each(['microphone', 'camera'] as const)('M26: a %s is off for all at once, and who sits there is told by whom', async (source) => {
    const { house, mo, bob } = await openGarden();
    const track = await bob.publish(source);
    await house.settle();
    const before = house.changes().length;
    await turnOff(mo, bob, track);
    await house.settle();
    const moderator = { id: 'mo', name: 'mo', kind: 'person', picture: null };
    expect(house.sfu.look(track)).toEqual({ isPaused: true });
    expect(seen(house, bob)).toEqual([{ id: track, source, isPaused: true, turnedOffBy: moderator }]);
    expect(house.changes().length).toBe(before + 1);
    expect(bob.told).toEqual([
      { event: 'calls.turned-off', body: { roomId: garden, participantId: bob.participantId, source, by: moderator } },
    ]);
    expect(mo.told).toEqual([]);
    expect(house.trail).toEqual([['mo', 'bob', { source }]]);
  });

  it('M26: is undone by the owner of the track alone', async () => {
    const { house, olga, mo, bob } = await openGarden();
    const track = await bob.publish('microphone');
    await turnOff(mo, bob, track);
    for (const other of [olga, mo]) await expect(pause(other, track, false)).rejects.toMatchObject(notFound);
    expect(house.sfu.look(track)).toEqual({ isPaused: true });
    await pause(bob, track, false);
    expect(house.sfu.look(track)).toEqual({ isPaused: false });
    expect(seen(house, bob)).toEqual([{ id: track, source: 'microphone', isPaused: false }]);
  });

  it('M26: a screen is gone, with its sound, and so are the subscriptions to it', async () => {
    const { house, mo, bob, gwen } = await openGarden();
    const [voice, screen, sound] = [await bob.publish('microphone'), await bob.publish('screen'), await bob.publish('screen-sound')];
    await gwen.subscribe(voice, screen, sound);
    await turnOff(mo, bob, screen);
    expect(seen(house, bob).map(({ source }) => source)).toEqual(['microphone']);
    expect([screen, sound].map((id) => house.sfu.look(id))).toEqual([undefined, undefined]);
    expect(house.sfu.count().subscriptions).toBe(1);
    expect(bob.told).toMatchObject([{ body: { source: 'screen' } }]);
    // Their page takes note, and later they share once more.
    await bob.ask('calls.unpublish', { participantId: bob.participantId, trackId: screen });
    await bob.publish('screen');
  });

  it('M26: the sound of a screen goes by itself', async () => {
    const { house, mo, bob } = await openGarden();
    const [screen, sound] = [await bob.publish('screen'), await bob.publish('screen-sound')];
    await turnOff(mo, bob, sound);
    expect(seen(house, bob).map(({ id }) => id)).toEqual([screen]);
  });

  it('M26: what is off already, or gone, is left as it is, and told to nobody', async () => {
    const { house, mo, bob } = await openGarden();
    const [track, screen] = [await bob.publish('microphone', true), await bob.publish('screen')];
    await turnOff(mo, bob, track);
    await bob.ask('calls.unpublish', { participantId: bob.participantId, trackId: screen });
    await turnOff(mo, bob, screen);
    expect(bob.told).toEqual([]);
    expect(house.trail).toEqual([]);
    expect(seen(house, bob)).toEqual([{ id: track, source: 'microphone', isPaused: true }]);
  });

  it('M26: works on somebody whose socket is lost', async () => {
    const { house, mo, bob } = await openGarden();
    const track = await bob.publish('microphone');
    bob.ends('lost');
    await turnOff(mo, bob, track);
    expect(house.sfu.look(track)).toEqual({ isPaused: true });
  });

  it('A3, A4, M26: is not for members and guests, and not to equals, to those above, or to oneself', async () => {
    const { house, olga, mo, bob, gwen } = await openGarden();
    house.standings.set('mia', { role: 'moderator', rights: { maySpeak: true, mayShare: true } });
    const mia = house.person('mia');
    await mia.join();
    const everybody = [olga, mo, mia, bob, gwen];
    const tracks = new Map<Person, TrackId>();
    for (const person of everybody) tracks.set(person, await person.publish('microphone'));
    const may = new Map<Person, Person[]>([
      [olga, [mo, mia, bob, gwen]],
      [mo, [bob, gwen]],
      [mia, [bob, gwen]],
      [bob, []],
      [gwen, []],
    ]);
    for (const by of everybody) {
      for (const whom of everybody) {
        const names = `${by.caller.accountId} turns ${whom.caller.accountId} off`;
        const work = turnOff(by, whom, tracks.get(whom)!);
        const ask = () => by.ask('calls.ask-on', { roomId: garden, participantId: whom.participantId, source: 'microphone' });
        if (may.get(by)!.includes(whom)) {
          await work;
          await ask();
          expect(house.sfu.look(tracks.get(whom)!), names).toEqual({ isPaused: true });
          await pause(whom, tracks.get(whom)!, false);
        } else {
          await expect(work, names).rejects.toMatchObject(notAllowed);
          await expect(ask(), names).rejects.toMatchObject(notAllowed);
          expect(house.sfu.look(tracks.get(whom)!), names).toEqual({ isPaused: false });
        }
      }
    }
    for (const by of [bob, gwen]) await expect(by.ask('calls.mute-all', { roomId: garden })).rejects.toMatchObject(notAllowed);
  });

  it('A3: follows a role that was taken away or given a moment ago', async () => {
    const { house, mo, bob, gwen } = await openGarden();
    const [hers, his, mos] = [await gwen.publish('microphone'), await bob.publish('microphone'), await mo.publish('microphone')];
    house.becomes('bob', 'moderator');
    await expect(turnOff(mo, bob, his)).rejects.toMatchObject(notAllowed);
    await turnOff(bob, gwen, hers);
    house.becomes('mo', 'member');
    await expect(turnOff(mo, gwen, hers)).rejects.toMatchObject(notAllowed);
    await turnOff(bob, mo, mos);
    expect(house.sfu.look(mos)).toEqual({ isPaused: true });
  });

  it('A16: ids of another room, of somebody else, or of nobody, turn nothing off', async () => {
    const { house, mo, bob, gwen } = await openGarden();
    const track = await gwen.publish('microphone');
    const stranger = house.person('stranger');
    house.standings.set('stranger', { role: 'guest', rights: { maySpeak: true, mayShare: true } });
    await stranger.join(kitchen);
    const theirs = await stranger.publish('microphone');
    const other = { participantId: newId() as Person['participantId'] };
    // A seat in the kitchen is none in the garden, and the other way round.
    await expect(turnOff(mo, stranger, theirs, garden)).rejects.toMatchObject(notFound);
    await expect(turnOff(mo, gwen, track, kitchen)).rejects.toMatchObject(notFound);
    await expect(turnOff(mo, other, track)).rejects.toMatchObject(notFound);
    await expect(turnOff(mo, bob, track)).rejects.toMatchObject(notFound);
    await turnOff(mo, gwen, theirs);
    await turnOff(mo, gwen, newId() as TrackId);
    house.strangers.add('mo');
    await expect(turnOff(mo, gwen, track)).rejects.toMatchObject(notFound);
    for (const id of [track, theirs]) expect(house.sfu.look(id)).toEqual({ isPaused: false });
    expect(house.trail).toEqual([]);
  });

  it('A5: says nothing of who asks, and takes no word for it', async () => {
    const { house, mo, bob, gwen } = await openGarden();
    const trackId = await gwen.publish('microphone');
    const body = { roomId: garden, participantId: gwen.participantId, trackId };
    for (const extra of [{ by: 'mo' }, { accountId: 'mo' }, { senderId: mo.participantId }, { role: 'moderator' }]) {
      await expect(bob.ask('calls.turn-off', { ...body, ...extra })).rejects.toThrow();
    }
    await expect(bob.ask('calls.turn-off', body)).rejects.toMatchObject(notAllowed);
    expect(house.sfu.look(trackId)).toEqual({ isPaused: false });
  });
});

describe('until the page has followed', () => {
  const publishAgain = (person: Person, source: TrackSource) => person.publish(source);

  it('M27: it says so on the track; once the page has spoken of the track, it does not', async () => {
    const { house, mo, bob } = await openGarden();
    const track = await bob.publish('microphone');
    await turnOff(mo, bob, track);
    expect(seen(house, bob)[0]!.turnedOffBy?.id).toBe('mo');
    bob.ends('lost');
    const again = house.person('bob');
    const { call } = await again.ask('calls.rejoin', { participantId: bob.participantId });
    expect(call.participants.find(({ id }) => id === bob.participantId)!.tracks[0]!.turnedOffBy?.id).toBe('mo');
    await again.ask('calls.pause', { participantId: bob.participantId, trackId: track, isPaused: true });
    expect(seen(house, bob)).toEqual([{ id: track, source: 'microphone', isPaused: true }]);
  });

  it.each(['the same seat', 'another seat'])('M27: a device that is published again from %s begins turned off, once', async (where) => {
    const { house, mo, bob } = await openGarden();
    await turnOff(mo, bob, await bob.publish('microphone'));
    let now = bob;
    if (where === 'another seat') {
      bob.ends('lost');
      house.clock.advance(SEAT_HELD_MS);
      now = house.person('bob');
      await now.join();
    }
    const track = await publishAgain(now, 'microphone');
    expect(house.sfu.look(track)).toEqual({ isPaused: true });
    expect(seen(house, now)).toMatchObject([{ id: track, isPaused: true, turnedOffBy: { id: 'mo' } }]);
    // Turned on by hand, and from then on as ever.
    await pause(now, track, false);
    expect(house.sfu.look(track)).toEqual({ isPaused: false });
    expect(house.sfu.look(await publishAgain(now, 'microphone'))).toEqual({ isPaused: false });
    // Other sources were never turned off.
    expect(house.sfu.look(await publishAgain(now, 'camera'))).toEqual({ isPaused: false });
  });

  it('M27: a screen that is shared again without having heard is refused, once', async () => {
    const { house, mo, bob } = await openGarden();
    await turnOff(mo, bob, await bob.publish('screen'));
    bob.ends('lost');
    house.clock.advance(SEAT_HELD_MS);
    const again = house.person('bob');
    await again.join();
    await expect(publishAgain(again, 'screen')).rejects.toMatchObject(notAllowed);
    expect(house.sfu.count().tracks).toBe(0);
    await publishAgain(again, 'screen');
  });

  it('M27: is forgotten with the call, and of others', async () => {
    const { house, olga, mo, bob, gwen } = await openGarden();
    await turnOff(mo, bob, await bob.publish('microphone'));
    expect(house.sfu.look(await publishAgain(gwen, 'microphone'))).toEqual({ isPaused: false });
    for (const person of [olga, mo, bob, gwen]) await person.leave();
    await bob.join();
    expect(house.sfu.look(await publishAgain(bob, 'microphone'))).toEqual({ isPaused: false });
  });
});

describe('muting all', () => {
  it('M28: turns off the microphones of all whose role is lower, and nothing else', async () => {
    const { house, olga, mo, bob, gwen } = await openGarden();
    const phone = house.person('mo');
    await phone.join();
    const tracks = new Map<string, TrackId>();
    for (const [name, person] of Object.entries({ olga, mo, phone, bob, gwen })) tracks.set(name, await person.publish('microphone'));
    const camera = await bob.publish('camera');
    await pause(gwen, tracks.get('gwen')!, true);
    await house.settle();
    const before = house.changes().length;
    await mo.ask('calls.mute-all', { roomId: garden });
    await mo.ask('calls.mute-all', { roomId: garden });
    await house.settle();
    const off = [...tracks].filter(([, id]) => house.sfu.look(id)!.isPaused).map(([name]) => name);
    expect(off).toEqual(['bob', 'gwen']);
    expect(house.sfu.look(camera)).toEqual({ isPaused: false });
    expect(house.changes().length).toBe(before + 1);
    expect(bob.told).toMatchObject([{ event: 'calls.turned-off', body: { source: 'microphone', by: { id: 'mo' } } }]);
    expect(gwen.told).toEqual([]);
    expect(house.trail).toEqual([['mo', null, { source: 'microphone' }]]);
  });

  it('M28: in a room without a call does nothing', async () => {
    const { house, mo } = await openGarden();
    await mo.ask('calls.mute-all', { roomId: kitchen });
    expect(house.trail).toEqual([]);
  });

  it('M28: goes on where somebody leaves in the middle of it', async () => {
    const { house, mo, bob, gwen } = await openGarden();
    const [his, hers] = [await bob.publish('microphone'), await gwen.publish('microphone')];
    const release = house.sfu.hold();
    const muting = mo.ask('calls.mute-all', { roomId: garden });
    await house.settle();
    bob.ends('left');
    release();
    await muting;
    expect([house.sfu.look(his), house.sfu.look(hers)]).toEqual([undefined, { isPaused: true }]);
  });
});

describe('asking', () => {
  it('M29: tells the one concerned, and turns nothing on', async () => {
    const { house, mo, bob } = await openGarden();
    const track = await bob.publish('microphone', true);
    const ask = (source: 'microphone' | 'camera') => mo.ask('calls.ask-on', { roomId: garden, participantId: bob.participantId, source });
    await ask('microphone');
    await ask('camera');
    const body = { roomId: garden, participantId: bob.participantId, by: expect.objectContaining({ id: 'mo' }) as object };
    expect(bob.told).toEqual([
      { event: 'calls.asked-on', body: { ...body, source: 'microphone' } },
      { event: 'calls.asked-on', body: { ...body, source: 'camera' } },
    ]);
    expect(house.sfu.look(track)).toEqual({ isPaused: true });
    expect(house.sfu.count().tracks).toBe(1);
    await pause(bob, track, false);
    await ask('microphone');
    expect(bob.told).toHaveLength(2);
    expect(house.trail).toEqual([]);
  });

  it('M29: is refused for what they may not send', async () => {
    const { house, mo, bob } = await openGarden();
    house.becomes('bob', 'member', { maySpeak: false, mayShare: true });
    const ask = mo.ask('calls.ask-on', { roomId: garden, participantId: bob.participantId, source: 'microphone' });
    await expect(ask).rejects.toMatchObject(notAllowed);
    expect(bob.told).toEqual([]);
  });
});

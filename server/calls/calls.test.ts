import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import type { TrackId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { audioCapabilities, camera, fingerprints, microphone } from '../media/rtp-samples.ts';
import { SfuUnavailable } from '../media/sfu.ts';
import { createCallsHouse, garden, kitchen } from './calls.testing.ts';
import { SEAT_HELD_MS } from './calls.ts';

const EMPTY = { calls: 0, transports: 0, tracks: 0, subscriptions: 0 };
const notInCall = { name: 'Refusal', code: 'not-in-call' };

describe('joining', () => {
  it('M1: is for members, and leaves nothing of a stranger', async () => {
    const house = createCallsHouse();
    house.strangers.add('mallory');
    const mallory = house.person('mallory');
    await expect(mallory.join()).rejects.toMatchObject({ code: 'not-found' });
    expect(house.sfu.count()).toEqual(EMPTY);
    expect(house.calls.hasSeat(mallory.caller.sessionId)).toBe(false);
  });

  it('M2: starts one call, however many come at once, and the last one to go ends it', async () => {
    const house = createCallsHouse();
    const people = ['alice', 'bob', 'carol'].map((name) => house.person(name));
    const joined = await Promise.all(people.map((person) => person.join()));
    expect(new Set(joined.map(({ call }) => call.id)).size).toBe(1);
    expect(house.sfu.count()).toEqual({ ...EMPTY, calls: 1, transports: 6 });
    expect(house.names()).toEqual(['alice', 'bob', 'carol']);
    for (const person of people) await person.leave();
    expect(house.calls.callOf(garden)).toBe(null);
    expect(house.sfu.count()).toEqual(EMPTY);
    const [alice] = people;
    expect((await alice!.join()).call.id).not.toBe(joined[0]!.call.id);
  });

  it('M2: keeps the calls of two rooms apart', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await alice.join(garden);
    await alice.publish('microphone');
    const { call, subscriptions } = await bob.join(kitchen);
    expect(call.participants).toHaveLength(1);
    expect(subscriptions).toEqual([]);
  });

  it('M3: answers with everything: transports, the call, and all that there is to receive, unpaused', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await alice.join();
    const [sound, picture] = [await alice.publish('microphone'), await alice.publish('camera')];
    house.clock.advance(1_000);
    const joined = await bob.join();
    expect(joined.send.id).not.toBe(joined.receive.id);
    expect(joined.call).toEqual(house.calls.callOf(garden));
    expect(joined.call.participants.map(({ account, joinedAt }) => [account.name, joinedAt])).toEqual([
      ['alice', house.clock.now() - 1_000],
      ['bob', house.clock.now()],
    ]);
    expect(joined.subscriptions).toMatchObject([
      { trackId: sound, participantId: alice.participantId, source: 'microphone', kind: 'audio', isPaused: false },
      { trackId: picture, participantId: alice.participantId, source: 'camera', kind: 'video', isPaused: false },
    ]);
  });

  it('M3: leaves out what the browser cannot receive', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob', audioCapabilities)];
    await alice.join();
    const sound = await alice.publish('microphone');
    await alice.publish('camera');
    expect((await bob.join()).subscriptions.map(({ trackId }) => trackId)).toEqual([sound]);
  });

  it.each(['open', 'admit', 'openTransport', 'secureTransport', 'subscribe'] as const)(
    'M4: leaves nothing behind when it fails at %s',
    async (operation) => {
      const house = createCallsHouse();
      const [alice, bob] = [house.person('alice'), house.person('bob')];
      if (operation !== 'open') {
        await alice.join();
        await alice.publish('microphone');
      }
      const [before, call] = [house.sfu.count(), house.calls.callOf(garden)];
      house.sfu.failNext(operation, new SfuUnavailable());
      await expect(bob.join()).rejects.toBeInstanceOf(SfuUnavailable);
      await house.settle();
      expect(house.sfu.count()).toEqual(before);
      expect(house.calls.callOf(garden)).toEqual(call);
      expect(house.calls.hasSeat(bob.caller.sessionId)).toBe(false);
      await bob.join();
      expect(house.names()).toContain('bob');
    },
  );

  it('M4: refuses fingerprints that are none, and ends the call that nobody else is in', async () => {
    const house = createCallsHouse();
    const alice = house.person('alice');
    const odd = [{ algorithm: 'sha-512' as const, value: fingerprints[0]!.value }];
    const body = { roomId: garden, rtpCapabilities: audioCapabilities, sendFingerprints: fingerprints, receiveFingerprints: odd };
    await expect(alice.ask('calls.join', body)).rejects.toMatchObject({ code: 'bad-request' });
    await house.settle();
    expect(house.sfu.count()).toEqual(EMPTY);
    expect(house.heard).toEqual([]);
  });

  it('M5: has an end: those who are joining count', async () => {
    const house = createCallsHouse();
    const all = Array.from({ length: LIMITS.participants }, (_, index) => house.person(`person ${index}`));
    const release = house.sfu.hold();
    const joining = all.map((person) => person.join());
    await house.settle();
    await expect(house.person('late').join()).rejects.toMatchObject({ code: 'full' });
    release();
    await Promise.all(joining);
    await expect(house.person('later').join()).rejects.toMatchObject({ code: 'full' });
    await all[0]!.leave();
    await house.person('lucky').join();
  });

  it('M6: gives a session one seat, and an account as many as it has sessions', async () => {
    const house = createCallsHouse();
    const [desk, phone] = [house.person('alice'), house.person('alice')];
    await Promise.all([desk.join(), phone.join()]);
    expect(house.names()).toEqual(['alice', 'alice']);
    const former = desk.participantId;
    await desk.join();
    expect(house.names()).toEqual(['alice', 'alice']);
    expect(house.calls.callOf(garden)!.participants.map(({ id }) => id)).not.toContain(former);
    await desk.join(kitchen);
    expect(house.names()).toEqual(['alice']);
    expect(house.sfu.count().transports).toBe(4);
  });

  it('M6: of two requests of one session the later one wins', async () => {
    const house = createCallsHouse();
    const alice = house.person('alice');
    for (const phase of ['membership', 'media']) {
      const release = phase === 'media' ? house.sfu.hold() : () => {};
      const first = alice.join();
      if (phase === 'media') await house.settle();
      const second = alice.join();
      const ends = Promise.allSettled([first, second]);
      await house.settle();
      release();
      expect(await ends).toMatchObject([{ status: 'rejected', reason: notInCall }, { status: 'fulfilled' }]);
      expect(house.names()).toEqual(['alice']);
      expect(house.sfu.count()).toEqual({ ...EMPTY, calls: 1, transports: 2 });
    }
  });

  it('M10: stops where it is when the session ends', async () => {
    const house = createCallsHouse();
    for (const how of ['left', 'lost'] as const) {
      const alice = house.person('alice');
      const early = alice.join();
      alice.ends(how);
      await expect(early).rejects.toMatchObject(notInCall);
      const bob = house.person('bob');
      const release = house.sfu.hold();
      const late = bob.join();
      await house.settle();
      expect(house.calls.hasSeat(bob.caller.sessionId)).toBe(true);
      bob.ends(how);
      release();
      await expect(late).rejects.toMatchObject(notInCall);
      await house.settle();
      expect(house.sfu.count()).toEqual(EMPTY);
    }
    expect(house.heard).toEqual([]);
  });
});

describe('the seat', () => {
  it('M7: is asked for by its own session alone', async () => {
    const house = createCallsHouse();
    const [alice, bob, phone] = [house.person('alice'), house.person('bob'), house.person('alice')];
    await Promise.all([alice.join(), bob.join(), phone.join()]);
    const track = await alice.publish('microphone');
    const { participantId } = alice;
    for (const other of [bob, phone, house.person('carol')]) {
      const asked = [
        other.ask('calls.leave', { participantId }),
        other.ask('calls.publish', { participantId, source: 'screen', rtpParameters: camera(), isPaused: false }),
        other.ask('calls.unpublish', { participantId, trackId: track }),
        other.ask('calls.pause', { participantId, trackId: track, isPaused: true }),
        other.ask('calls.subscribe', { participantId, trackIds: [track] }),
        other.ask('calls.adjust', { participantId, subscriptionId: newId(), isPaused: true }),
        other.ask('calls.unsubscribe', { participantId, subscriptionId: newId() }),
        other.ask('calls.restart-ice', { participantId, direction: 'send' }),
      ];
      for (const end of await Promise.allSettled(asked)) expect(end).toMatchObject({ status: 'rejected', reason: notInCall });
    }
    expect(house.sfu.look(track)).toEqual({ isPaused: false });
    await alice.leave();
    await expect(alice.leave()).rejects.toMatchObject(notInCall);
  });

  it('M8: is held, media and all, for a session that is lost, and then free', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await Promise.all([alice.join(), bob.join()]);
    const track = await alice.publish('microphone');
    alice.ends('lost');
    alice.ends('lost');
    const isAway = () => house.calls.callOf(garden)!.participants.map((participant) => participant.isAway);
    expect(isAway()).toEqual([true, false]);
    expect(house.calls.hasSeat(alice.caller.sessionId)).toBe(false);
    house.clock.advance(SEAT_HELD_MS - 1);
    expect(isAway()).toEqual([true, false]);
    expect(house.sfu.look(track)).toEqual({ isPaused: false });
    house.clock.advance(1);
    expect(house.names()).toEqual(['bob']);
    expect(house.sfu.look(track)).toBe(undefined);
  });

  it('M9: is taken up by another session of the same account, and by nobody else', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await Promise.all([alice.join(), bob.join()]);
    const track = await alice.publish('microphone');
    const { participantId } = alice;
    alice.ends('lost');
    const again = house.person('alice');
    await expect(bob.ask('calls.rejoin', { participantId })).rejects.toMatchObject(notInCall);
    const before = house.sfu.count();
    const { call } = await again.ask('calls.rejoin', { participantId });
    expect(call.participants[0]).toMatchObject({ id: participantId, isAway: false, tracks: [{ id: track }] });
    expect(house.sfu.count()).toEqual(before);
    house.clock.advance(SEAT_HELD_MS * 2);
    expect(house.names()).toEqual(['alice', 'bob']);
    await again.ask('calls.pause', { participantId, trackId: track, isPaused: true });
    await again.ask('calls.leave', { participantId });
    await expect(again.ask('calls.rejoin', { participantId })).rejects.toMatchObject(notInCall);
  });

  it('M9: is taken up from a socket that only looks alive, which then has no seat any more', async () => {
    const house = createCallsHouse();
    const [alice, again] = [house.person('alice'), house.person('alice')];
    await alice.join();
    await again.join(kitchen);
    const { participantId } = alice;
    await again.ask('calls.rejoin', { participantId });
    expect(house.calls.callOf(kitchen)).toBe(null);
    await expect(alice.leave()).rejects.toMatchObject(notInCall);
    alice.ends('left');
    expect(house.names()).toEqual(['alice']);
    again.ends('left');
    expect(house.names()).toEqual([]);
  });

  it('M10: is free at once when its session leaves', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await Promise.all([alice.join(), bob.join()]);
    alice.ends('left');
    expect(house.names()).toEqual(['bob']);
    bob.ends('lost');
    bob.ends('left');
    house.clock.advance(SEAT_HELD_MS);
    expect(house.sfu.count()).toEqual(EMPTY);
  });
});

describe('publishing', () => {
  it.each([
    ['microphone', camera()],
    ['screen-sound', camera()],
    ['camera', microphone()],
    ['screen', microphone()],
  ] as const)('M11: does not take another kind of media for a %s', async (source, rtpParameters) => {
    const house = createCallsHouse();
    const alice = house.person('alice');
    const { participantId } = await alice.join();
    const body = { participantId, source, rtpParameters, isPaused: false };
    await expect(alice.ask('calls.publish', body)).rejects.toMatchObject({ code: 'bad-request' });
    expect(house.sfu.count().tracks).toBe(0);
  });

  it('M12: has one track of a source: publishing again replaces it', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await Promise.all([alice.join(), bob.join()]);
    for (const source of ['camera', 'microphone', 'screen', 'screen-sound'] as const) await alice.publish(source);
    const former = house.calls.callOf(garden)!.participants[0]!.tracks[0]!.id;
    await bob.subscribe(former);
    const again = await alice.publish('camera', true);
    const { tracks } = house.calls.callOf(garden)!.participants[0]!;
    expect(tracks.map(({ source }) => source)).toEqual(['microphone', 'screen', 'screen-sound', 'camera']);
    expect(tracks.at(-1)).toEqual({ id: again, source: 'camera', isPaused: true });
    expect(house.sfu.count()).toMatchObject({ tracks: 4, subscriptions: 0 });
  });

  it('M13: ends for all who receive it, once and for all', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await Promise.all([alice.join(), bob.join()]);
    const { participantId } = alice;
    const track = await alice.publish('camera');
    const [subscription] = await bob.subscribe(track);
    await alice.ask('calls.unpublish', { participantId, trackId: track });
    await alice.ask('calls.unpublish', { participantId, trackId: track });
    expect(house.sfu.count()).toMatchObject({ tracks: 0, subscriptions: 0 });
    expect(await bob.subscribe(track)).toEqual([]);
    const adjust = { participantId: bob.participantId, subscriptionId: subscription!.id, isPaused: false };
    await expect(bob.ask('calls.adjust', adjust)).rejects.toMatchObject({ code: 'not-found' });
    const [sound] = [await alice.publish('microphone'), await alice.leave()];
    expect(await bob.subscribe(sound)).toEqual([]);
  });

  it('M14: is turned off and on by its owner, seen by all', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await Promise.all([alice.join(), bob.join()]);
    const track = await alice.publish('microphone', true);
    const isPaused = () => house.calls.callOf(garden)!.participants[0]!.tracks[0]!.isPaused;
    expect([isPaused(), house.sfu.look(track)]).toEqual([true, { isPaused: true }]);
    for (const wish of [false, true]) {
      await alice.ask('calls.pause', { participantId: alice.participantId, trackId: track, isPaused: wish });
      expect([isPaused(), house.sfu.look(track)]).toEqual([wish, { isPaused: wish }]);
    }
    const others = bob.ask('calls.pause', { participantId: bob.participantId, trackId: track, isPaused: false });
    await expect(others).rejects.toMatchObject({ code: 'not-found' });
    expect(isPaused()).toBe(true);
  });

  it('M23: refuses what makes no sense, and goes on', async () => {
    const house = createCallsHouse();
    const alice = house.person('alice');
    const { participantId } = await alice.join();
    const rtpParameters = { ...camera(), codecs: [{ ...camera().codecs[0]!, mimeType: 'video/H264' }] };
    const body = { participantId, source: 'camera' as const, rtpParameters, isPaused: false };
    await expect(alice.ask('calls.publish', body)).rejects.toMatchObject({ code: 'bad-request' });
    await alice.publish('camera');
  });
});

describe('receiving', () => {
  it('M15: answers for what there is, the same again, pictures paused', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await Promise.all([alice.join(), bob.join()]);
    const [sound, picture] = [await alice.publish('microphone'), await alice.publish('camera')];
    const own = await bob.publish('camera');
    const gone = newId() as TrackId;
    const asked = [sound, own, picture, gone, sound];
    const [first, second] = await Promise.all([bob.subscribe(...asked), bob.subscribe(...asked)]);
    expect(first).toMatchObject([
      { trackId: sound, participantId: alice.participantId, source: 'microphone', isPaused: false },
      { trackId: picture, participantId: alice.participantId, source: 'camera', isPaused: true },
    ]);
    expect(second).toEqual(first);
    expect(await bob.subscribe(picture, sound)).toEqual([...first].toReversed());
    expect(house.sfu.count().subscriptions).toBe(2);
  });

  it('M16: is turned on and off, and fitted to its tile, by the one who receives', async () => {
    const house = createCallsHouse();
    const [alice, bob, carol] = [house.person('alice'), house.person('bob'), house.person('carol')];
    await Promise.all([alice.join(), bob.join(), carol.join()]);
    const picture = await alice.publish('camera');
    const [subscription] = await bob.subscribe(picture);
    const subscriptionId = subscription!.id;
    const { participantId } = bob;
    await bob.ask('calls.adjust', { participantId, subscriptionId, isPaused: false, layer: 0 });
    expect(house.sfu.look(subscriptionId)).toEqual({ isPaused: false, layer: 0 });
    await bob.ask('calls.adjust', { participantId, subscriptionId, layer: 2 });
    expect(house.sfu.look(subscriptionId)).toEqual({ isPaused: false, layer: 2 });
    expect(await bob.subscribe(picture)).toMatchObject([{ id: subscriptionId, isPaused: false }]);
    const others = carol.ask('calls.adjust', { participantId: carol.participantId, subscriptionId, isPaused: true });
    await expect(others).rejects.toMatchObject({ code: 'not-found' });
  });

  it('M17: ends when it is no longer wanted, and begins anew when it is', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await Promise.all([alice.join(), bob.join()]);
    const picture = await alice.publish('camera');
    const { participantId } = bob;
    const [subscription] = await bob.subscribe(picture);
    for (let round = 0; round < 2; round++) await bob.ask('calls.unsubscribe', { participantId, subscriptionId: subscription!.id });
    expect(house.sfu.count().subscriptions).toBe(0);
    expect((await bob.subscribe(picture))[0]!.id).not.toBe(subscription!.id);
  });

  it('M18: survives a change of network', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    const { send } = await alice.join();
    await bob.join();
    await bob.subscribe(await alice.publish('camera'));
    const before = house.sfu.count();
    const { iceParameters } = await alice.ask('calls.restart-ice', { participantId: alice.participantId, direction: 'send' });
    expect(iceParameters.usernameFragment).not.toBe(send.iceParameters.usernameFragment);
    expect(house.sfu.count()).toEqual(before);
  });

  it('says what can be routed before anybody joins', async () => {
    const house = createCallsHouse();
    expect(await house.person('alice').ask('calls.prepare', {})).toEqual({ rtpCapabilities: house.sfu.rtpCapabilities });
  });
});

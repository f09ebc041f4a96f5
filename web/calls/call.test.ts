import { atom } from 'nanostores';
import { describe, expect, test } from 'vitest';
import type { Call, Track } from '../../protocol/calls.ts';
import type { RefusalCode } from '../../protocol/errors.ts';
import { accountOf } from '../../protocol/samples.testing.ts';
import type { TrackId } from '../../protocol/wire.ts';
import { createFakeClock } from '../connection/clock.ts';
import { Refused } from '../connection/connection.ts';
import { createCall } from './call.ts';
import {
  callOf,
  createFakeConnection,
  createFakeEngine,
  createFakeWishes,
  fakeTrack,
  GARDEN,
  joinedAs,
  person,
  settle,
  subscriptionTo,
  track,
  type Joined,
} from './calls.testing.ts';
import { Unsupported } from './engine.ts';
import { createShownPictures } from './shown.ts';

const voice = track('bob-voice', 'microphone');
const face = track('bob-face', 'camera');
const bob = person('bob', [voice, face]);
const own = (id = 'own-1') => person('alice', [], id);

/** Alice's page and a server with Bob in the garden's call. */
const createBench = () => {
  const clock = createFakeClock();
  const engine = createFakeEngine();
  const shown = createShownPictures();
  const wishes = createFakeWishes();
  const $roomCall = atom<Call | null | undefined>(callOf(bob));
  const errors: unknown[] = [];
  const turnedOff: string[] = [];
  const sent: Track[] = [];
  let seats = 0;
  const connection = createFakeConnection({
    'calls.join': () => {
      const id = `own-${++seats}`;
      return joinedAs(id, callOf(bob, own(id)), [subscriptionTo(voice), subscriptionTo(face)]);
    },
    'calls.rejoin': () => ({ call: callOf(bob, person('alice', sent, 'own-1')) }),
    'calls.leave': () => ({}),
    'calls.adjust': () => ({}),
    'calls.pause': () => ({}),
    'calls.publish': ({ source }) => {
      sent.push(track(`own-${source}`, source));
      return { trackId: `own-${source}` as TrackId };
    },
    'calls.subscribe': ({ trackIds }) => ({
      subscriptions: [voice, face, ...newcomers].filter(({ id }) => trackIds.includes(id)).map((each) => subscriptionTo(each, true)),
    }),
    'calls.restart-ice': () => ({ iceParameters: { usernameFragment: 'u', password: 'p' } }),
  });
  const newcomers = [track('carol-voice', 'microphone')];
  const bench = {
    clock,
    engine,
    shown,
    wishes,
    $roomCall,
    errors,
    turnedOff,
    connection,
    prepared: 0,
    prepareFails: null as Error | null,
    start: () =>
      createCall({
        roomId: GARDEN,
        connection,
        $roomCall,
        prepare: async () => {
          bench.prepared++;
          if (bench.prepareFails !== null) throw bench.prepareFails;
          return engine;
        },
        sendWishes: wishes.sendWishes,
        onTurnedOff: (source, by) => {
          turnedOff.push(`${source} by ${by?.name ?? 'nobody known'}`);
          wishes[source].set(source === 'screen' ? { kind: 'nothing' } : { kind: 'paused', track: null });
        },
        shown,
        clock,
        onError: (error) => void errors.push(error),
      }),
    refuse: (name: 'calls.join' | 'calls.rejoin', code: RefusalCode | null, retryAfterMs?: number) => {
      const answer = connection.answers[name];
      connection.answers[name] = () => {
        throw new Refused(code ?? 'internal', 'no', retryAfterMs);
      };
      return () => {
        connection.answers[name] = answer as never;
      };
    },
  };
  return bench;
};

const joined = async () => {
  const bench = createBench();
  const call = bench.start();
  await settle();
  return { ...bench, call };
};

describe('joining', () => {
  test('is one question; the others are heard and seen from its answer', async () => {
    const { call, connection, engine, errors } = await joined();
    expect(call.$phase.get()).toEqual({ kind: 'live' });
    expect(connection.names()).toEqual(['calls.join']);
    expect(engine.latest().received).toEqual(['sub-bob-voice', 'sub-bob-face']);
    expect([...call.$tracks.get().keys()]).toEqual(['bob-voice', 'bob-face']);
    expect(call.$faces.get().map(({ participant }) => participant.account.name)).toEqual(['bob']);
    expect(errors).toEqual([]);
  });

  test('sends what is on, the voice first', async () => {
    const bench = createBench();
    bench.wishes.camera.set({ kind: 'live', track: fakeTrack('video') });
    bench.wishes.microphone.set({ kind: 'live', track: fakeTrack('audio') });
    bench.start();
    await settle();
    expect(bench.connection.bodies('calls.publish').map(({ source }) => source)).toEqual(['microphone', 'camera']);
  });

  test('waits for the connection', async () => {
    const bench = createBench();
    bench.connection.lose();
    const call = bench.start();
    await settle();
    expect(bench.connection.names()).toEqual([]);
    bench.connection.comeBack();
    await settle();
    expect(call.$phase.get().kind).toBe('live');
  });

  test.each([
    ['full', 'full'],
    ['not-found', 'not-found'],
    ['not-allowed', 'not-found'],
    ['bad-request', 'unavailable'],
  ] as const)('refused as %s is given up as %s, until the person tries again', async (code, problem) => {
    const bench = createBench();
    const allow = bench.refuse('calls.join', code);
    const call = bench.start();
    await settle();
    expect(call.$phase.get()).toEqual({ kind: 'failed', problem, wasLive: false });
    allow();
    call.tryAgain();
    await settle();
    expect(call.$phase.get().kind).toBe('live');
  });

  test('a browser that cannot is told so', async () => {
    const bench = createBench();
    bench.prepareFails = new Unsupported();
    const call = bench.start();
    await settle();
    expect(call.$phase.get()).toMatchObject({ kind: 'failed', problem: 'unsupported' });
  });

  test('a seat that this browser cannot sit in is given back', async () => {
    const bench = createBench();
    bench.engine.connect = () => {
      throw new Error('no transport');
    };
    const call = bench.start();
    await settle();
    expect(call.$phase.get().kind).toBe('failed');
    expect(bench.connection.names()).toEqual(['calls.join', 'calls.leave']);
    expect(bench.errors).toHaveLength(1);
  });

  test('refused for now is tried again, less and less often, five times', async () => {
    const bench = createBench();
    bench.refuse('calls.join', 'unavailable');
    const call = bench.start();
    const triesAfter = async (ms: number) => {
      bench.clock.advance(ms);
      await settle();
      return bench.connection.bodies('calls.join').length;
    };
    expect(await triesAfter(0)).toBe(1);
    expect(await triesAfter(499)).toBe(1);
    expect(await triesAfter(1)).toBe(2);
    expect(await triesAfter(1_000)).toBe(3);
    expect(await triesAfter(2_000)).toBe(4);
    expect(call.$phase.get().kind).toBe('joining');
    expect(await triesAfter(4_000)).toBe(5);
    expect(call.$phase.get()).toMatchObject({ kind: 'failed', problem: 'unavailable' });
    expect(await triesAfter(60_000)).toBe(5);
  });
});

describe('a socket that is lost and comes back', () => {
  test('finds the same seat, its media untouched', async () => {
    const { call, connection, engine } = await joined();
    connection.lose();
    await settle();
    expect(call.$phase.get().kind).toBe('reconnecting');
    expect(engine.latest().isClosed).toBe(false);
    expect(call.$faces.get()).toHaveLength(1);
    connection.comeBack();
    await settle();
    expect(call.$phase.get().kind).toBe('live');
    expect(connection.names()).toEqual(['calls.join', 'calls.rejoin']);
    expect(engine.medias).toHaveLength(1);
  });

  test('asks for nothing in the name of the seat before it is taken up again', async () => {
    const { connection, wishes } = await joined();
    wishes.microphone.set({ kind: 'live', track: fakeTrack('audio') });
    await settle();
    connection.lose();
    wishes.microphone.set({ kind: 'paused', track: null });
    await settle();
    expect(connection.names().filter((name) => name === 'calls.pause')).toHaveLength(0);
    connection.comeBack();
    await settle();
    expect(connection.names().slice(-2)).toEqual(['calls.rejoin', 'calls.pause']);
  });

  test('a seat that is gone is taken anew with the same wishes; the tiles stay', async () => {
    const { call, connection, engine, wishes, refuse, clock } = await joined();
    clock.advance(31_000);
    const microphone = fakeTrack('audio');
    wishes.microphone.set({ kind: 'live', track: microphone });
    await settle();
    refuse('calls.rejoin', 'not-in-call');
    connection.lose();
    await settle();
    const faces = call.$faces.get();
    connection.comeBack();
    await settle();
    expect(call.$phase.get().kind).toBe('live');
    expect(call.$ownId.get()).toBe('own-2');
    expect(engine.medias.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(engine.latest().published.map((each) => [each.source, each.track])).toEqual([['microphone', microphone]]);
    expect(call.$faces.get().map(({ key }) => key)).toEqual(faces.map(({ key }) => key));
  });

  test('a new seat asks for what is in the new call, not for what was in the old one', async () => {
    const { connection, refuse, clock, engine } = await joined();
    clock.advance(31_000);
    refuse('calls.rejoin', 'not-in-call');
    const newVoice = track('new-voice', 'microphone');
    const newFace = track('new-face', 'camera');
    connection.answers['calls.join'] = () =>
      joinedAs('own-2', callOf(person('bob', [newVoice, newFace], 'bob-2'), own('own-2')), [
        subscriptionTo(newVoice),
        subscriptionTo(newFace),
      ]);
    connection.lose();
    connection.comeBack();
    await settle();
    expect(connection.bodies('calls.subscribe')).toEqual([]);
    expect(engine.latest().stopped).toEqual([]);
    expect(engine.latest().received).toEqual(['sub-new-voice', 'sub-new-face']);
  });

  test('lost again while the seat is being taken up, it is taken up once more', async () => {
    const { call, connection } = await joined();
    const answer = connection.answers['calls.rejoin'];
    delete connection.answers['calls.rejoin'];
    connection.lose();
    connection.comeBack();
    await settle();
    connection.lose();
    connection.answers['calls.rejoin'] = answer!;
    connection.comeBack();
    await settle();
    expect(call.$phase.get().kind).toBe('live');
    expect(connection.bodies('calls.rejoin')).toHaveLength(2);
  });
});

describe('a seat that vanishes', () => {
  test('from the call while the socket holds is taken anew', async () => {
    const { call, $roomCall, connection } = await joined();
    $roomCall.set(callOf(bob, own()));
    $roomCall.set(null);
    expect(call.$phase.get().kind).toBe('reconnecting');
    await settle();
    expect(connection.bodies('calls.join')).toHaveLength(2);
    expect(call.$phase.get().kind).toBe('live');
  });

  test('is not missed before the call was seen with it', async () => {
    const bench = createBench();
    bench.connection.answers['calls.join'] = () => joinedAs('own-1', callOf(bob));
    const call = bench.start();
    await settle();
    bench.$roomCall.set(callOf(person('carol')));
    await settle();
    expect(bench.connection.bodies('calls.join')).toHaveLength(1);
    expect(call.$phase.get().kind).toBe('live');
  });

  test.each([
    { heldMs: 1_000, joins: 5, ends: 'failed' },
    { heldMs: 31_000, joins: 9, ends: 'live' },
  ])('again and again after $heldMs ms ends $ends', async ({ heldMs, joins, ends }) => {
    const { call, $roomCall, clock, connection } = await joined();
    for (let times = 0; times < 8; times++) {
      clock.advance(heldMs);
      $roomCall.set(callOf(own(call.$ownId.get() ?? '')));
      $roomCall.set(null);
      await settle();
      clock.advance(8_000);
      await settle();
    }
    expect(connection.bodies('calls.join')).toHaveLength(joins);
    expect(call.$phase.get().kind).toBe(ends);
  });

  test('those who have not come back yet are shown as away for a while', async () => {
    const { call, $roomCall, connection, clock } = await joined();
    connection.answers['calls.join'] = () => joinedAs('own-2', callOf(own('own-2')));
    $roomCall.set(null);
    await settle();
    clock.advance(500);
    await settle();
    expect(call.$faces.get().map(({ key, isAway }) => [key, isAway])).toEqual([['account-bob 0', true]]);
    $roomCall.set(callOf(own('own-2'), person('bob', [voice], 'bob-2')));
    expect(call.$faces.get().map(({ participant, isAway }) => [participant.id, isAway])).toEqual([['bob-2', false]]);
    $roomCall.set(callOf(own('own-2')));
    clock.advance(8_000);
    expect(call.$faces.get()).toEqual([]);
  });
});

describe('what a moderator turns off', () => {
  const mo = accountOf('mo', 'Mo');
  const voiceOf = (id: string, ...tracks: Track[]) => callOf(bob, person('alice', tracks, id));
  const on = track('own-microphone', 'microphone');
  const off: Track = { ...on, isPaused: true, turnedOffBy: mo };
  const talking = async () => {
    const bench = await joined();
    bench.wishes.microphone.set({ kind: 'live', track: fakeTrack('audio') });
    await settle();
    bench.$roomCall.set(voiceOf('own-1', on));
    return bench;
  };

  test('M32: is off in the page as soon as the call says so', async () => {
    const { $roomCall, turnedOff, connection } = await talking();
    $roomCall.set(voiceOf('own-1', off));
    await settle();
    expect(turnedOff).toEqual(['microphone by Mo']);
    expect(connection.bodies('calls.pause')).toMatchObject([{ trackId: 'own-microphone', isPaused: true }]);
  });

  test('M32: while the socket was lost is off when the seat is taken up again, and is not turned on', async () => {
    const { turnedOff, connection } = await talking();
    connection.lose();
    await settle();
    connection.answers['calls.rejoin'] = () => ({ call: voiceOf('own-1', off) });
    connection.comeBack();
    await settle();
    expect(turnedOff).toEqual(['microphone by Mo']);
    expect(connection.bodies('calls.pause').map(({ isPaused }) => isPaused)).toEqual([true]);
  });

  test('M32: while the socket was lost, and the track is gone: nothing is published in its place', async () => {
    const { turnedOff, connection, wishes, $roomCall } = await talking();
    wishes.screen.set({ kind: 'live', track: fakeTrack('video') });
    await settle();
    $roomCall.set(voiceOf('own-1', on, track('own-screen', 'screen')));
    connection.lose();
    await settle();
    connection.answers['calls.rejoin'] = () => ({ call: voiceOf('own-1', on) });
    connection.answers['calls.unpublish'] = () => ({});
    connection.comeBack();
    await settle();
    expect(turnedOff).toEqual(['screen by nobody known']);
    expect(connection.bodies('calls.publish').map(({ source }) => source)).toEqual(['microphone', 'screen']);
    expect(connection.bodies('calls.unpublish')).toMatchObject([{ trackId: 'own-screen' }]);
  });

  test('M32: also what the call had not told of before the socket was lost', async () => {
    const { turnedOff, connection, wishes } = await talking();
    connection.answers['calls.unpublish'] = () => ({});
    wishes.screen.set({ kind: 'live', track: fakeTrack('video') });
    await settle();
    connection.lose();
    await settle();
    connection.answers['calls.rejoin'] = () => ({ call: voiceOf('own-1', on) });
    connection.comeBack();
    await settle();
    expect(turnedOff).toEqual(['screen by nobody known']);
  });

  test('M32: stays off in the next seat, when this one is lost', async () => {
    const { $roomCall, connection, refuse, engine, clock } = await talking();
    $roomCall.set(voiceOf('own-1', off));
    await settle();
    clock.advance(31_000);
    refuse('calls.rejoin', 'not-in-call');
    connection.lose();
    connection.comeBack();
    await settle();
    expect(engine.medias).toHaveLength(2);
    expect(engine.latest().published).toEqual([]);
  });

  test('M32: what the next seat publishes, and finds turned off by the server, goes off', async () => {
    const { $roomCall, connection, refuse, turnedOff, clock } = await talking();
    clock.advance(31_000);
    refuse('calls.rejoin', 'not-in-call');
    connection.lose();
    connection.comeBack();
    await settle();
    expect(turnedOff).toEqual([]);
    $roomCall.set(voiceOf('own-2', off));
    await settle();
    expect(turnedOff).toEqual(['microphone by Mo']);
    expect(connection.bodies('calls.pause')).toMatchObject([{ participantId: 'own-2', isPaused: true }]);
  });
});

describe('while in the call', () => {
  test('a newcomer is heard', async () => {
    const { call, $roomCall, connection } = await joined();
    $roomCall.set(callOf(bob, own(), person('carol', [track('carol-voice', 'microphone')])));
    await settle();
    expect(connection.bodies('calls.subscribe').map(({ trackIds }) => trackIds)).toEqual([['carol-voice']]);
    expect(call.$tracks.get().has('carol-voice' as TrackId)).toBe(true);
    expect(call.$faces.get()).toHaveLength(2);
  });

  test('ICE is restarted when a transport fails', async () => {
    const { connection, engine } = await joined();
    engine.latest().link('connected');
    engine.latest().link('failed');
    await settle();
    expect(connection.bodies('calls.restart-ice').map(({ direction }) => direction)).toEqual(['send', 'receive']);
    expect(engine.latest().restarts).toEqual(['send', 'receive']);
  });
});

describe('leaving', () => {
  test('is at once, and told to the server', async () => {
    const { call, connection, engine } = await joined();
    call.leave();
    call.leave();
    expect(call.$phase.get().kind).toBe('left');
    expect(engine.latest().isClosed).toBe(true);
    expect(connection.names()).toEqual(['calls.join', 'calls.leave']);
  });

  test('while joining gives the seat back when it comes', async () => {
    const bench = createBench();
    const answer = Promise.withResolvers<Joined>();
    bench.connection.answers['calls.join'] = () => answer.promise;
    const call = bench.start();
    await settle();
    call.leave();
    answer.resolve(joinedAs('own-1', callOf(bob, own())));
    await settle();
    expect(bench.connection.names()).toEqual(['calls.join', 'calls.leave']);
    expect(bench.engine.medias).toHaveLength(0);
  });

  test('before anything was asked asks for nothing', async () => {
    const bench = createBench();
    const call = bench.start();
    call.leave();
    await settle();
    expect(bench.connection.names()).toEqual([]);
  });

  test('nothing is asked for any more', async () => {
    const { call, connection, $roomCall, clock } = await joined();
    call.leave();
    connection.lose();
    connection.comeBack();
    $roomCall.set(callOf(bob));
    clock.advance(100_000);
    await settle();
    expect(connection.names()).toEqual(['calls.join', 'calls.leave']);
  });
});

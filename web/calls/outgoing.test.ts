import { atom } from 'nanostores';
import { describe, expect, test } from 'vitest';
import type { Track } from '../../protocol/calls.ts';
import { accountOf } from '../../protocol/samples.testing.ts';
import type { ParticipantId, TrackId } from '../../protocol/wire.ts';
import type { CaptureState, CaptureWish } from '../devices/capture.ts';
import { Lost, Refused } from '../connection/connection.ts';
import { createFakeConnection, createFakeContext, fakeTrack, settle, track } from './calls.testing.ts';
import { createSender, type SendWish } from './outgoing.ts';
import { captureWish } from './own-media.ts';

const createBench = (first: SendWish = { kind: 'paused', track: null }, offAs: SendWish = { kind: 'paused', track: null }) => {
  const context = createFakeContext();
  const $wish = atom<SendWish>(first);
  /** In the order it happened, here and at the server. */
  const story: string[] = [];
  const connection = createFakeConnection({
    'calls.pause': ({ isPaused }) => {
      story.push(isPaused ? 'told off' : 'told on');
      return {};
    },
    'calls.unpublish': () => {
      story.push('told gone');
      return {};
    },
  });
  const sender = createSender({
    ...context,
    source: 'camera',
    participantId: 'own' as ParticipantId,
    ask: connection.ask,
    $wish,
    // As the page does: the wish is off from then on.
    onTurnedOff: (source, by) => {
      story.push(`${source} turned off by ${by?.name ?? 'nobody known'}`);
      $wish.set(offAs);
    },
    media: {
      publish: async (_, track) => {
        story.push(`publish ${track.id}`);
        if (track.id === 'forbidden') throw new Refused('not-allowed', 'no');
        return {
          trackId: 'published' as TrackId,
          replace: async (next) => void story.push(`send ${next?.id ?? 'nothing'}`),
          close: () => void story.push('close'),
        };
      },
    },
  });
  const wish = async (next: SendWish) => {
    $wish.set(next);
    await settle();
  };
  /** What the call says that this participant sends. */
  const told = async (tracks: Track[], isSure = false) => {
    sender.follow(tracks, isSure);
    await settle();
  };
  return { ...context, $wish, sender, connection, story, wish, told };
};

const named = (id: string): MediaStreamTrack => Object.assign(fakeTrack('video'), { id });
const live = (id: string): SendWish => ({ kind: 'live', track: named(id) });
const paused: SendWish = { kind: 'paused', track: null };

describe('a sender', () => {
  test('publishes nothing before it was on once', async () => {
    const { story } = createBench();
    await settle();
    expect(story).toEqual([]);
  });

  test('turned off sends nothing at once and tells after; turned on it is heard of when it sends', async () => {
    const { story, wish } = createBench();
    await wish(live('a'));
    await wish(paused);
    await wish(live('b'));
    expect(story).toEqual(['publish a', 'send nothing', 'told off', 'send b', 'told on']);
  });

  test.each([1, 2, 3, 4, 9, 10])('toggled %i times in a row ends where it was left, told at most twice', async (toggles) => {
    const { story, $wish } = createBench(live('a'));
    await settle();
    for (let index = 0; index < toggles; index++) $wish.set(index % 2 === 0 ? { kind: 'paused', track: named('a') } : live('a'));
    await settle();
    const told = story.filter((line) => line.startsWith('told'));
    expect(told.at(-1) ?? 'told on').toBe(toggles % 2 === 1 ? 'told off' : 'told on');
    expect(told.length).toBeLessThanOrEqual(2);
  });

  test('another device is sent in place of the first; the others are told nothing', async () => {
    const { story, wish } = createBench(live('a'));
    await settle();
    await wish(live('b'));
    expect(story).toEqual(['publish a', 'send b']);
  });

  test('what is no longer there is gone for the others too', async () => {
    const { story, wish } = createBench(live('a'));
    await settle();
    await wish({ kind: 'nothing' });
    await wish(live('b'));
    expect(story).toEqual(['publish a', 'told gone', 'close', 'publish b']);
  });

  test('a telling that is lost is told again', async () => {
    const { story, wish, connection, clock } = createBench(live('a'));
    await settle();
    const answer = connection.answers['calls.pause'];
    connection.answers['calls.pause'] = () => {
      throw new Lost();
    };
    await wish(paused);
    connection.answers['calls.pause'] = answer!;
    clock.advance(2_000);
    await settle();
    expect(story.at(-1)).toBe('told off');
  });
});

describe('a sender whose track is turned off by a moderator', () => {
  const on = track('published', 'camera');
  const off: Track = { ...on, isPaused: true, turnedOffBy: accountOf('mo', 'Mo') };
  const byMo = 'camera turned off by Mo';

  test('M32: follows, and says so to the server, once', async () => {
    const { story, told } = createBench(live('a'));
    await settle();
    await told([on]);
    await told([off]);
    await told([off]);
    await told([{ ...on, isPaused: true }]);
    expect(story).toEqual(['publish a', byMo, 'send nothing', 'told off']);
  });

  test('M32: follows also when it finds out after it was away, before anything else is asked', async () => {
    const { story, told } = createBench(live('a'));
    await settle();
    await told([off], true);
    expect(story).toEqual(['publish a', byMo, 'send nothing', 'told off']);
  });

  test('M32: follows also what was turned off before the server had answered', async () => {
    const { story, told } = createBench(live('a'));
    // The call tells of the track sooner than its publishing is answered.
    await told([off]);
    expect(story).toEqual(['publish a', byMo, 'send nothing', 'told off']);
  });

  test('is turned on again by the person, while the call still says that it is off', async () => {
    const { story, told, wish } = createBench(live('a'));
    await settle();
    await told([off]);
    await wish(live('a'));
    await told([off]);
    expect(story.slice(4)).toEqual(['send a', 'told on']);
    await told([on]);
    await told([off]);
    expect(story.slice(6)).toEqual([byMo, 'send nothing', 'told off']);
  });

  test('M32: a track that the server has ended is given up, and the wish is off', async () => {
    const { story, told, wish } = createBench(live('a'), { kind: 'nothing' });
    await settle();
    // Not told of yet: the call is older than the answer.
    await told([]);
    expect(story).toEqual(['publish a']);
    await told([on]);
    await told([]);
    expect(story).toEqual(['publish a', 'camera turned off by nobody known', 'told gone', 'close']);
    await wish(live('b'));
    expect(story.at(-1)).toBe('publish b');
  });

  test('M32: a track that is not in the call that the seat was taken up in is gone, whether it was told of before or not', async () => {
    const { story, told } = createBench(live('a'));
    await settle();
    await told([], true);
    expect(story).toEqual(['publish a', 'camera turned off by nobody known', 'told gone', 'close']);
  });

  test('own unpublishing is nobody’s turning off', async () => {
    const { story, told, wish, connection } = createBench(live('a'));
    await settle();
    await told([on]);
    const reply = Promise.withResolvers<Record<string, never>>();
    connection.answers['calls.unpublish'] = () => reply.promise;
    await wish({ kind: 'nothing' });
    const before = story.length;
    reply.resolve({});
    await settle();
    await told([]);
    expect(story.slice(before)).toEqual(['close']);
  });

  test('M32: what is not allowed is not tried again', async () => {
    const { story, errors, clock, wish } = createBench(live('forbidden'));
    await settle();
    clock.advance(60_000);
    await settle();
    expect(story).toEqual(['publish forbidden', 'camera turned off by nobody known']);
    expect(errors).toEqual([]);
    await wish(live('a'));
    expect(story.at(-1)).toBe('publish a');
  });
});

describe('what a capture wishes to send', () => {
  const createCapture = () => {
    const $wish = atom<CaptureWish>({ isOn: true, deviceId: null });
    const $state = atom<CaptureState>({ kind: 'closed' });
    const seen: string[] = [];
    captureWish({ $wish, $state }).subscribe((wish) => void seen.push(wish.kind === 'live' ? `live ${wish.track.id}` : wish.kind));
    return { $wish, $state, seen };
  };

  test('is live while on, and paused with its device open while off', () => {
    const { $wish, $state, seen } = createCapture();
    $state.set({ kind: 'ready', track: named('a'), deviceId: 'a' });
    $wish.set({ isOn: false, deviceId: null });
    $wish.set({ isOn: true, deviceId: null });
    expect(seen).toEqual(['paused', 'live a', 'paused', 'live a']);
  });

  test('stays as it was while another device is opened', () => {
    const { $state, seen } = createCapture();
    $state.set({ kind: 'ready', track: named('a'), deviceId: 'a' });
    $state.set({ kind: 'asking' });
    $state.set({ kind: 'ready', track: named('b'), deviceId: 'b' });
    expect(seen).toEqual(['paused', 'live a', 'live b']);
  });

  test('is paused when the device cannot be had', () => {
    const { $state, seen } = createCapture();
    $state.set({ kind: 'ready', track: named('a'), deviceId: 'a' });
    $state.set({ kind: 'busy' });
    expect(seen).toEqual(['paused', 'live a', 'paused']);
  });
});

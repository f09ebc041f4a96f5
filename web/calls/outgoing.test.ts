import { atom } from 'nanostores';
import { describe, expect, test } from 'vitest';
import type { ParticipantId, TrackId } from '../../protocol/wire.ts';
import type { CaptureState, CaptureWish } from '../devices/capture.ts';
import { Lost } from '../connection/connection.ts';
import { createFakeConnection, createFakeContext, fakeTrack, settle } from './calls.testing.ts';
import { createSender, type SendWish } from './outgoing.ts';
import { captureWish } from './own-media.ts';

const createBench = (first: SendWish = { kind: 'paused', track: null }) => {
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
    media: {
      publish: async (_, track) => {
        story.push(`publish ${track.id}`);
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
  return { ...context, $wish, sender, connection, story, wish };
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

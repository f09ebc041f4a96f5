import { describe, expect, test } from 'vitest';
import type { Subscription } from '../../protocol/calls.ts';
import type { ParticipantId, SubscriptionId, TrackId } from '../../protocol/wire.ts';
import { Lost, Refused } from '../connection/connection.ts';
import { createFakeConnection, createFakeContext, fakeTrack, settle, subscriptionTo, track } from './calls.testing.ts';
import { createSubscriptions, type TrackWish } from './subscriptions.ts';

const on: TrackWish = { isPaused: false, layer: null };
const off: TrackWish = { isPaused: true, layer: null };
const sized = (layer: 0 | 1 | 2): TrackWish => ({ isPaused: false, layer });
const wishes = (entries: Record<string, TrackWish>) => new Map(Object.entries(entries) as Array<[TrackId, TrackWish]>);

const voice = track('voice', 'microphone');
const face = track('face', 'camera');

const createBench = (first: Subscription[] = []) => {
  const context = createFakeContext();
  const received: SubscriptionId[] = [];
  const stopped: SubscriptionId[] = [];
  const unplayable = new Set<TrackId>();
  const connection = createFakeConnection({
    'calls.subscribe': ({ trackIds }) => ({
      subscriptions: [voice, face].filter(({ id }) => trackIds.includes(id)).map((each) => subscriptionTo(each, each.source === 'camera')),
    }),
    'calls.adjust': () => ({}),
    'calls.unsubscribe': () => ({}),
  });
  const subscriptions = createSubscriptions({
    ...context,
    participantId: 'own' as ParticipantId,
    ask: connection.ask,
    media: {
      receive: async ({ id, kind, trackId }) => {
        if (unplayable.has(trackId)) throw new Error('cannot be played');
        received.push(id);
        return fakeTrack(kind);
      },
      stopReceiving: (id) => void stopped.push(id),
    },
    first,
  });
  const want = async (wanted: Record<string, TrackWish>) => {
    subscriptions.want(wishes(wanted));
    await settle();
  };
  return { ...context, connection, subscriptions, received, stopped, unplayable, want };
};

describe('subscriptions', () => {
  test('ask for what is new in one batch, and turn pictures on once they are there', async () => {
    const { connection, want, received } = createBench();
    await want({ voice: on, face: sized(1) });
    expect(connection.bodies('calls.subscribe').map(({ trackIds }) => trackIds)).toEqual([['voice', 'face']]);
    expect(received).toEqual(['sub-voice', 'sub-face']);
    expect(connection.bodies('calls.adjust')).toEqual([{ participantId: 'own', subscriptionId: 'sub-face', isPaused: false, layer: 1 }]);
  });

  test('what joining brought is received without asking', async () => {
    const { connection, want, received } = createBench([subscriptionTo(voice), subscriptionTo(face)]);
    await want({ voice: on, face: on });
    expect(received).toEqual(['sub-voice', 'sub-face']);
    expect(connection.names()).toEqual([]);
  });

  test('a picture goes off the screen and comes back: paused, not given up; its size is told with it', async () => {
    const { connection, want, stopped } = createBench([subscriptionTo(face)]);
    await want({ face: sized(2) });
    await want({ face: off });
    await want({ face: sized(0) });
    expect(connection.bodies('calls.adjust').map(({ isPaused, layer }) => [isPaused, layer])).toEqual([
      [undefined, 2],
      [true, undefined],
      [false, 0],
    ]);
    expect(stopped).toEqual([]);
  });

  test('a size that changes many times while an answer is due ends at the last', async () => {
    const { connection, subscriptions } = createBench([subscriptionTo(face)]);
    for (const layer of [0, 1, 2, 1, 0, 2] as const) subscriptions.want(wishes({ face: sized(layer) }));
    await settle();
    expect(connection.bodies('calls.adjust').at(-1)).toMatchObject({ layer: 2 });
    expect(connection.bodies('calls.adjust').length).toBeLessThan(4);
  });

  test('a track that is gone is let go of, and nothing is asked', async () => {
    const { connection, subscriptions, want, stopped } = createBench([subscriptionTo(voice), subscriptionTo(face)]);
    await want({ voice: on });
    expect(stopped).toEqual(['sub-face']);
    expect([...subscriptions.$tracks.get().keys()]).toEqual(['voice']);
    expect(connection.names()).toEqual([]);
  });

  test('what the server leaves out is not asked for again', async () => {
    const { connection, want } = createBench();
    await want({ unknown: on });
    await want({ unknown: on, voice: on });
    expect(connection.bodies('calls.subscribe').map(({ trackIds }) => trackIds)).toEqual([['unknown'], ['voice']]);
  });

  test('what this browser cannot play is given back and reported', async () => {
    const { connection, want, unplayable, errors } = createBench();
    unplayable.add(face.id);
    await want({ face: sized(2), voice: on });
    await want({ face: sized(1), voice: on });
    expect(connection.bodies('calls.unsubscribe')).toHaveLength(1);
    expect(connection.bodies('calls.subscribe')).toHaveLength(1);
    expect(errors).toHaveLength(1);
  });

  test('more than fit into one question are asked for in several', async () => {
    const { connection, want } = createBench();
    await want(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`track-${index}`, on])));
    expect(connection.bodies('calls.subscribe').map(({ trackIds }) => (trackIds as string[]).length)).toEqual([64, 36]);
  });

  test('a question whose answer is lost is asked again', async () => {
    const { connection, want, clock, received } = createBench();
    const answer = connection.answers['calls.subscribe'];
    connection.answers['calls.subscribe'] = () => {
      throw new Lost();
    };
    await want({ voice: on });
    connection.answers['calls.subscribe'] = answer!;
    clock.advance(2_000);
    await settle();
    expect(received).toEqual(['sub-voice']);
  });

  test('a seat that the server does not know is doubted, not insisted on', async () => {
    const { connection, want, doubts, clock } = createBench();
    connection.answers['calls.subscribe'] = () => {
      throw new Refused('not-in-call', 'no');
    };
    await want({ voice: on });
    clock.advance(60_000);
    await settle();
    expect(doubts()).toBe(1);
    expect(connection.bodies('calls.subscribe')).toHaveLength(1);
  });
});

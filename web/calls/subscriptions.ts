// What one seat receives: the wish is a list of tracks, each on or paused and in a size; the fact is what the server was told and what
// the media engine plays. The loop subscribes in batches, then turns on, off and to size.
import { atom, type ReadableAtom } from 'nanostores';
import type { Subscription } from '../../protocol/calls.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { RtpParameters } from '../../protocol/media.ts';
import type { ParticipantId, SubscriptionId, TrackId } from '../../protocol/wire.ts';
import type { Connection } from '../connection/connection.ts';
import type { Step } from '../devices/reconcile.ts';
import type { Media } from './engine.ts';
import type { Layer } from './layers.ts';
import { createSeatLoop, type SeatContext } from './seat-loop.ts';

/** `layer` null: the track has one size only, or any will do. */
export type TrackWish = { isPaused: boolean; layer: Layer | null };
export type TrackWishes = ReadonlyMap<TrackId, TrackWish>;

export type Subscriptions = {
  readonly $tracks: ReadableAtom<ReadonlyMap<TrackId, MediaStreamTrack>>;
  /** Tracks that are no longer among the wishes are let go: their owner stopped them. */
  want(wishes: TrackWishes): void;
  wake(): void;
  settled(): Promise<void>;
  close(): void;
};

type Fact = { id: SubscriptionId; isPaused: boolean; layer: Layer | null };

export type SubscriptionsDeps = SeatContext & {
  participantId: ParticipantId;
  ask: Connection['ask'];
  media: Pick<Media, 'receive' | 'stopReceiving'>;
  /** What joining brought along. */
  first: readonly Subscription[];
};

/** As it comes from the wire, where a schema cannot say what is in `rtpParameters`. */
type Told = Omit<Subscription, 'rtpParameters'> & { rtpParameters?: unknown };
export const heard = (subscription: Told): Subscription => ({
  ...subscription,
  rtpParameters: subscription.rtpParameters as RtpParameters,
});

export const createSubscriptions = (deps: SubscriptionsDeps): Subscriptions => {
  const { participantId, ask, media } = deps;
  const $tracks = atom<ReadonlyMap<TrackId, MediaStreamTrack>>(new Map());
  const facts = new Map<TrackId, Fact>();
  /** The server left them out, or this browser cannot play them: not asked for again. */
  const unobtainable = new Set<TrackId>();
  let wishes: TrackWishes | null = null;
  let isClosed = false;

  const receive = async (subscription: Subscription): Promise<void> => {
    const { id, trackId, isPaused } = subscription;
    facts.set(trackId, { id, isPaused, layer: null });
    try {
      const track = await media.receive(subscription);
      if (facts.has(trackId)) $tracks.set(new Map($tracks.get()).set(trackId, track));
    } catch (error) {
      if (isClosed) return;
      facts.delete(trackId);
      unobtainable.add(trackId);
      deps.onError(error);
      await ask('calls.unsubscribe', { participantId, subscriptionId: id });
    }
  };

  const letGo = (wanted: TrackWishes): void => {
    const tracks = new Map($tracks.get());
    for (const [trackId, { id }] of facts) {
      if (wanted.has(trackId)) continue;
      facts.delete(trackId);
      tracks.delete(trackId);
      media.stopReceiving(id);
    }
    for (const trackId of unobtainable) if (!wanted.has(trackId)) unobtainable.delete(trackId);
    if (tracks.size !== $tracks.get().size) $tracks.set(tracks);
  };

  const subscribe = async (trackIds: TrackId[]): Promise<void> => {
    const { subscriptions } = await ask('calls.subscribe', { participantId, trackIds });
    const found = new Set(subscriptions.map(({ trackId }) => trackId));
    for (const trackId of trackIds) if (!found.has(trackId)) unobtainable.add(trackId);
    await Promise.all(subscriptions.map((told) => receive(heard(told))));
  };

  const adjust = async (trackId: TrackId, wish: TrackWish): Promise<boolean> => {
    const fact = facts.get(trackId);
    if (fact === undefined) return false;
    const change = {
      ...(wish.isPaused === fact.isPaused ? {} : { isPaused: wish.isPaused }),
      // A size is of no matter while nothing is sent.
      ...(wish.layer === null || wish.isPaused || wish.layer === fact.layer ? {} : { layer: wish.layer }),
    };
    if (Object.keys(change).length === 0) return false;
    await ask('calls.adjust', { participantId, subscriptionId: fact.id, ...change });
    Object.assign(fact, change);
    return true;
  };

  const step = async (): Promise<Step> => {
    if (wishes === null) return 'settled';
    const wanted = wishes;
    letGo(wanted);
    const missing = [...wanted.keys()].filter((trackId) => !facts.has(trackId) && !unobtainable.has(trackId));
    if (missing.length > 0) {
      await subscribe(missing.slice(0, LIMITS.subscribeAtOnce));
      return 'again';
    }
    const changes = await Promise.all([...wanted].map(([trackId, wish]) => adjust(trackId, wish)));
    return changes.includes(true) ? 'again' : 'settled';
  };
  const loop = createSeatLoop(deps, step);

  for (const subscription of deps.first) receive(subscription).catch(deps.onError);

  return {
    $tracks,
    want: (next) => {
      wishes = next;
      loop.wake();
    },
    wake: loop.wake,
    settled: loop.settled,
    close: () => {
      isClosed = true;
      loop.close();
    },
  };
};

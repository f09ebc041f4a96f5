// What one seat sends of one source: the wish is a live track, on or paused; the fact is what is published and what the others were told.
// Turning off is done here at once (nothing is sent any more) and told after.
import type { ReadableAtom } from 'nanostores';
import type { TrackSource } from '../../protocol/calls.ts';
import type { ParticipantId } from '../../protocol/wire.ts';
import type { Connection } from '../connection/connection.ts';
import type { Step } from '../devices/reconcile.ts';
import type { Media, Outgoing } from './engine.ts';
import { createSeatLoop, type SeatContext } from './seat-loop.ts';

export type SendWish =
  /** Nothing of this source, and the others see that it is gone: a screen that is no longer shared. */
  | { kind: 'nothing' }
  /** The source is there and turned off; nothing is published for it before it was on once. */
  | { kind: 'paused'; track: MediaStreamTrack | null }
  | { kind: 'live'; track: MediaStreamTrack };

export type Sender = { wake(): void; settled(): Promise<void>; close(): void };

export type SenderDeps = SeatContext & {
  source: TrackSource;
  participantId: ParticipantId;
  ask: Connection['ask'];
  media: Pick<Media, 'publish'>;
  $wish: ReadableAtom<SendWish>;
};

type Fact = { outgoing: Outgoing; track: MediaStreamTrack | null; isPaused: boolean };

export const createSender = (deps: SenderDeps): Sender => {
  const { source, participantId, ask, media, $wish } = deps;
  let fact: Fact | null = null;

  const publish = async (track: MediaStreamTrack): Promise<void> => {
    fact = { outgoing: await media.publish(source, track, false), track, isPaused: false };
  };

  const unpublish = async ({ outgoing }: Fact): Promise<void> => {
    await ask('calls.unpublish', { participantId, trackId: outgoing.trackId });
    outgoing.close();
    fact = null;
  };

  const step = async (): Promise<Step> => {
    const wish = $wish.get();
    if (fact === null) {
      // A track that has ended cannot be published; its owner is about to say so.
      if (wish.kind !== 'live' || wish.track.readyState === 'ended') return 'settled';
      await publish(wish.track);
      return 'again';
    }
    if (wish.kind === 'nothing') {
      await unpublish(fact);
      return 'again';
    }
    if (fact.track !== wish.track && wish.track?.readyState !== 'ended') {
      await fact.outgoing.replace(wish.track);
      fact.track = wish.track;
      return 'again';
    }
    const isPaused = wish.kind === 'paused';
    if (fact.isPaused !== isPaused) {
      await ask('calls.pause', { participantId, trackId: fact.outgoing.trackId, isPaused });
      fact.isPaused = isPaused;
      return 'again';
    }
    return 'settled';
  };
  const loop = createSeatLoop(deps, step);
  const stopFollowing = $wish.subscribe(() => loop.wake());

  return {
    wake: loop.wake,
    settled: loop.settled,
    close: () => {
      stopFollowing();
      loop.close();
    },
  };
};

// What one seat sends of one source: the wish is a live track, on or paused; the fact is what is published and what the others were told.
// Turning off is done here at once (nothing is sent any more) and told after. What a moderator turned off is found in the call itself, so that it is
// followed also by a page that was not there when it was told.
import type { ReadableAtom } from 'nanostores';
import type { Account } from '../../protocol/accounts.ts';
import type { Track, TrackSource } from '../../protocol/calls.ts';
import type { ParticipantId } from '../../protocol/wire.ts';
import { Refused, type Connection } from '../connection/connection.ts';
import type { Step } from '../devices/reconcile.ts';
import type { Media, Outgoing } from './engine.ts';
import { createSeatLoop, type SeatContext } from './seat-loop.ts';

export type SendWish =
  /** Nothing of this source, and the others see that it is gone: a screen that is no longer shared. */
  | { kind: 'nothing' }
  /** The source is there and turned off; nothing is published for it before it was on once. */
  | { kind: 'paused'; track: MediaStreamTrack | null }
  | { kind: 'live'; track: MediaStreamTrack };

export type Sender = {
  /** What the call says that this participant sends. `isSure`: it is newer than everything that was answered so far. */
  follow(own: readonly Track[], isSure: boolean): void;
  wake(): void;
  settled(): Promise<void>;
  close(): void;
};

export type SenderDeps = SeatContext & {
  source: TrackSource;
  participantId: ParticipantId;
  ask: Connection['ask'];
  media: Pick<Media, 'publish'>;
  $wish: ReadableAtom<SendWish>;
  /** Somebody else turned it off, or it may not be sent: the wish must be off from now on. `by` is null where the call does not say. */
  onTurnedOff(source: TrackSource, by: Account | null): void;
};

type Fact = {
  outgoing: Outgoing;
  track: MediaStreamTrack | null;
  isPaused: boolean;
  /** The call has told of it. */
  wasSeen: boolean;
  isTurnedOff: boolean;
  /** The server has ended it. */
  isGone: boolean;
};

export const createSender = (deps: SenderDeps): Sender => {
  const { source, participantId, ask, media, $wish, onTurnedOff } = deps;
  let fact: Fact | null = null;
  let told: readonly Track[] = [];

  const look = (isSure: boolean): void => {
    if (fact === null || fact.isGone) return;
    const { trackId } = fact.outgoing;
    const own = told.find(({ id }) => id === trackId);
    if (own === undefined) {
      // The call may tell of it later than the server answered.
      if (!fact.wasSeen && !isSure) return;
      fact.isGone = true;
      onTurnedOff(source, null);
      loop.wake();
      return;
    }
    fact.wasSeen = true;
    const wasTurnedOff = fact.isTurnedOff;
    fact.isTurnedOff = own.turnedOffBy !== undefined;
    // Once: the person may turn it on again before the call has heard of that.
    if (own.turnedOffBy !== undefined && !wasTurnedOff) onTurnedOff(source, own.turnedOffBy);
  };

  const publish = async (track: MediaStreamTrack): Promise<void> => {
    const outgoing = await media.publish(source, track, false);
    fact = { outgoing, track, isPaused: false, wasSeen: false, isTurnedOff: false, isGone: false };
    look(false);
  };

  const unpublish = async ({ outgoing }: Fact): Promise<void> => {
    await ask('calls.unpublish', { participantId, trackId: outgoing.trackId });
    outgoing.close();
    fact = null;
  };

  const advance = async (): Promise<Step> => {
    const wish = $wish.get();
    if (fact?.isGone === true) {
      // Says that this page has followed.
      await unpublish(fact);
      return 'again';
    }
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
  const step = async (): Promise<Step> => {
    try {
      return await advance();
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'not-allowed')) throw error;
      onTurnedOff(source, null);
      return 'settled';
    }
  };
  const loop = createSeatLoop(deps, step);
  const stopFollowing = $wish.subscribe(() => loop.wake());

  return {
    follow: (own, isSure) => {
      told = own;
      look(isSure);
    },
    wake: loop.wake,
    settled: loop.settled,
    close: () => {
      stopFollowing();
      loop.close();
    },
  };
};

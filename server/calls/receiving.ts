// What one participant receives: a subscription a track, the same one however often it is asked for. Whether the asker may is decided before.
import type { Subscription, Track } from '../../protocol/calls.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { ParticipantId, SubscriptionId, TrackId } from '../../protocol/wire.ts';
import type { ParticipantMedia } from '../media/sfu.ts';

/** Everything published in a call, and by whom. */
export type Published = Map<TrackId, { owner: ParticipantId; track: Track }>;

type Receiving = { answer: Promise<Subscription | null>; subscription: Subscription | null };

type Needs = {
  participantId: ParticipantId;
  published: Published;
  /** Throws once the seat is free. */
  media(): ParticipantMedia;
};

export const createReceiving = ({ participantId, published, media }: Needs) => {
  const byTrack = new Map<TrackId, Receiving>();
  const byId = new Map<SubscriptionId, Receiving>();

  const forget = (trackId: TrackId): void => {
    const receiving = byTrack.get(trackId);
    byTrack.delete(trackId);
    if (receiving?.subscription) byId.delete(receiving.subscription.id);
  };

  const ask = async (trackId: TrackId, isPaused: boolean): Promise<Subscription | null> => {
    const found = published.get(trackId);
    if (!found || found.owner === participantId) return null;
    const offer = await media().subscribe(trackId, isPaused);
    // The seat, or the track, may have gone meanwhile.
    media();
    if (!offer || !published.has(trackId)) return null;
    return { ...offer, participantId: found.owner, source: found.track.source };
  };

  const start = (trackId: TrackId, isPaused: boolean): Receiving => {
    const receiving: Receiving = { answer: ask(trackId, isPaused), subscription: null };
    byTrack.set(trackId, receiving);
    receiving.answer = receiving.answer.then(
      (subscription) => {
        const isWanted = byTrack.get(trackId) === receiving;
        if (!subscription) {
          if (isWanted) byTrack.delete(trackId);
          return null;
        }
        if (!isWanted) return null;
        receiving.subscription = subscription;
        byId.set(subscription.id, receiving);
        return subscription;
      },
      (error: unknown) => {
        if (byTrack.get(trackId) === receiving) byTrack.delete(trackId);
        throw error;
      },
    );
    return receiving;
  };

  return {
    /** Tracks that are gone, or the participant's own, are left out. */
    async subscribe(trackIds: Iterable<TrackId>, isPausedAtFirst: (trackId: TrackId) => boolean): Promise<Subscription[]> {
      const answers = [...new Set(trackIds)].map((trackId) => (byTrack.get(trackId) ?? start(trackId, isPausedAtFirst(trackId))).answer);
      return (await Promise.all(answers)).filter((subscription) => subscription !== null);
    },

    async adjust(id: SubscriptionId, wish: { isPaused?: boolean; layer?: 0 | 1 | 2 }): Promise<void> {
      const subscription = byId.get(id)?.subscription;
      if (!subscription) throw new Refusal('not-found', 'there is no such subscription');
      await media().adjust(id, wish);
      if (wish.isPaused !== undefined) subscription.isPaused = wish.isPaused;
    },

    unsubscribe(id: SubscriptionId): void {
      const subscription = byId.get(id)?.subscription;
      if (!subscription) return;
      forget(subscription.trackId);
      media().drop(id);
    },

    forget,
  };
};

// A place in a call: one participant's media, what they receive and what they send. Made from what joining answered; it goes when the
// server no longer knows it, and the next one starts from the same wishes.
import type { ReadableAtom } from 'nanostores';
import type { Call, TrackSource } from '../../protocol/calls.ts';
import type { RequestReply } from '../../protocol/protocol.ts';
import type { ParticipantId, TrackId } from '../../protocol/wire.ts';
import type { Connection } from '../connection/connection.ts';
import type { MediaEngine } from './engine.ts';
import { createSender, type SenderDeps, type SendWish } from './outgoing.ts';
import { createReachWatch, type Reach } from './reach.ts';
import type { SeatContext } from './seat-loop.ts';
import { createSubscriptions, heard, type TrackWishes } from './subscriptions.ts';
import { wishesOf, type ShownTracks } from './wishes.ts';

export type SendWishes = Record<TrackSource, ReadableAtom<SendWish>>;

export type Seat = {
  readonly participantId: ParticipantId;
  readonly $tracks: ReadableAtom<ReadonlyMap<TrackId, MediaStreamTrack>>;
  readonly $reach: ReadableAtom<Reach>;
  /** Where media goes to at the server; null if it offered nothing. */
  readonly mediaPort: number | null;
  /** The pictures that joining brought along. */
  readonly firstPictures: readonly TrackId[];
  /** Who is in the call, and what of it is on the screen. */
  follow(call: Call, shown: ShownTracks): void;
  networkChanged(): void;
  /** The seat was taken up again, in this call: go on with what had to wait. */
  takenUp(call: Call): void;
  settled(): Promise<void>;
  /** Nothing is told to the server. Idempotent. */
  close(): void;
};

export type SeatDeps = SeatContext & {
  ask: Connection['ask'];
  engine: MediaEngine;
  joined: RequestReply<'calls.join'>;
  sendWishes: SendWishes;
  /** See `SenderDeps`. */
  onTurnedOff: SenderDeps['onTurnedOff'];
};

/** Voices first: they are negotiated, and heard, before pictures. */
const SOURCES = ['microphone', 'camera', 'screen', 'screen-sound'] as const satisfies readonly TrackSource[];

export const openSeat = (deps: SeatDeps): Seat => {
  const { ask, engine, joined, sendWishes } = deps;
  const { participantId } = joined;

  const reach = createReachWatch({
    ...deps,
    restart: async (direction) => {
      const { iceParameters } = await ask('calls.restart-ice', { participantId, direction });
      await media.restartIce(direction, iceParameters);
    },
  });
  const media = engine.connect(joined, {
    publish: async (source, rtpParameters, isPaused) => {
      const { trackId } = await ask('calls.publish', { participantId, source, rtpParameters, isPaused });
      return trackId;
    },
    onLink: reach.onLink,
  });
  const first = joined.subscriptions.map(heard);
  const subscriptions = createSubscriptions({ ...deps, participantId, media, first });
  const senders = SOURCES.map((source) => createSender({ ...deps, source, participantId, media, $wish: sendWishes[source] }));
  let wishes: TrackWishes = new Map(first.map(({ trackId, isPaused }) => [trackId, { isPaused, layer: null }]));
  const parts = [reach, subscriptions, ...senders];

  const followOwn = (call: Call, isSure: boolean): void => {
    const own = call.participants.find(({ id }) => id === participantId);
    if (own !== undefined) for (const sender of senders) sender.follow(own.tracks, isSure);
  };

  return {
    participantId,
    $tracks: subscriptions.$tracks,
    $reach: reach.$reach,
    mediaPort: joined.receive.iceCandidates[0]?.port ?? null,
    firstPictures: first.filter(({ kind }) => kind === 'video').map(({ trackId }) => trackId),
    follow: (call, shown) => {
      wishes = wishesOf(call, participantId, shown, wishes);
      subscriptions.want(wishes);
      followOwn(call, false);
    },
    networkChanged: reach.networkChanged,
    takenUp: (call) => {
      followOwn(call, true);
      for (const part of parts) part.wake();
    },
    settled: async () => {
      await Promise.all(parts.map((part) => part.settled()));
    },
    close: () => {
      for (const part of parts) part.close();
      media.close();
    },
  };
};

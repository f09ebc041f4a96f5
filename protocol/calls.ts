// Calls: the live meeting in a room, at most one at a time. What it is made of lives in the server's memory, not in the database:
// it is told as a signal (only the latest matters) that carries the whole `Call`.
import * as z from 'zod';
import { Account } from './accounts.ts';
import { LIMITS } from './constants.ts';
import { Direction, Fingerprints, IceParameters, MediaKind, RtpCapabilities, RtpParameters, TransportOffer } from './media.ts';
import { CallId, Nothing, ParticipantId, request, RoomId, SubscriptionId, Timestamp, TrackId } from './wire.ts';

export const TrackSource = z.enum(['camera', 'microphone', 'screen', 'screen-sound']);
export type TrackSource = z.infer<typeof TrackSource>;

/**
 * One thing published. `isPaused`: it is there, but turned off (a muted microphone). `turnedOffBy`: by this moderator, and its owner's page has not
 * followed yet; a page that finds it on a track of its own turns its wish off, however it missed being told.
 */
export const Track = z.strictObject({ id: TrackId, source: TrackSource, isPaused: z.boolean(), turnedOffBy: Account.optional() });
export type Track = z.infer<typeof Track>;

/** `isAway`: the session's socket is lost and the seat is held for it to come back. */
export const Participant = z.strictObject({
  id: ParticipantId,
  account: Account,
  joinedAt: Timestamp,
  isAway: z.boolean(),
  tracks: z.array(Track),
});
export type Participant = z.infer<typeof Participant>;

/** `participants` in the order they joined. */
export const Call = z.strictObject({ id: CallId, startedAt: Timestamp, participants: z.array(Participant) });
export type Call = z.infer<typeof Call>;

/** What the page needs to receive a track. Video subscriptions start paused: `calls.adjust` turns them on when the page is ready. */
export const Subscription = z.strictObject({
  id: SubscriptionId,
  trackId: TrackId,
  participantId: ParticipantId,
  source: TrackSource,
  kind: MediaKind,
  rtpParameters: z.unknown(),
  isPaused: z.boolean(),
});
export type Subscription = Omit<z.infer<typeof Subscription>, 'rtpParameters'> & { rtpParameters: RtpParameters };

const InCall = z.strictObject({ participantId: ParticipantId });

export const callRequests = {
  /** What the server can route; the page loads its media engine with it before joining. */
  'calls.prepare': request(Nothing, z.strictObject({ rtpCapabilities: z.unknown() })),
  /**
   * Takes a seat in the room's call, starting the call if there is none. Both transports are open and secured with the page's
   * fingerprints when the reply comes, and everything that is published is subscribed to, unpaused.
   */
  'calls.join': request(
    z.strictObject({ roomId: RoomId, rtpCapabilities: RtpCapabilities, sendFingerprints: Fingerprints, receiveFingerprints: Fingerprints }),
    z.strictObject({
      participantId: ParticipantId,
      call: Call,
      send: TransportOffer,
      receive: TransportOffer,
      subscriptions: z.array(Subscription),
    }),
  ),
  /** The same seat from a new socket of the same account, media untouched. `not-in-call` once the seat is gone: join again. */
  'calls.rejoin': request(InCall, z.strictObject({ call: Call })),
  'calls.leave': request(InCall, Nothing),
  'calls.publish': request(
    z.strictObject({
      participantId: ParticipantId,
      source: TrackSource,
      rtpParameters: RtpParameters,
      isPaused: z.boolean(),
    }),
    z.strictObject({ trackId: TrackId }),
  ),
  'calls.unpublish': request(z.strictObject({ participantId: ParticipantId, trackId: TrackId }), Nothing),
  /** Turn an own track off or on. */
  'calls.pause': request(z.strictObject({ participantId: ParticipantId, trackId: TrackId, isPaused: z.boolean() }), Nothing),
  /** Tracks that are gone, or the caller's own, are left out of the reply. A repeat answers with the same subscription. */
  'calls.subscribe': request(
    z.strictObject({ participantId: ParticipantId, trackIds: z.array(TrackId).min(1).max(LIMITS.subscribeAtOnce) }),
    z.strictObject({ subscriptions: z.array(Subscription) }),
  ),
  /** Turn a subscription on or off; choose the simulcast layer (0 smallest, 2 largest) that fits its tile. */
  'calls.adjust': request(
    z.strictObject({
      participantId: ParticipantId,
      subscriptionId: SubscriptionId,
      isPaused: z.boolean().optional(),
      layer: z.int().min(0).max(2).optional(),
    }),
    Nothing,
  ),
  'calls.unsubscribe': request(z.strictObject({ participantId: ParticipantId, subscriptionId: SubscriptionId }), Nothing),
  /** A moderator's: one track of somebody else's is off, a shared screen gone. They may turn it on again; nobody can do that for them. */
  'calls.turn-off': request(z.strictObject({ roomId: RoomId, participantId: ParticipantId, trackId: TrackId }), Nothing),
  /** A moderator's: the microphones of all whose role is lower. */
  'calls.mute-all': request(z.strictObject({ roomId: RoomId }), Nothing),
  /** A moderator's: asks somebody to turn it on, which is theirs to do or not. */
  'calls.ask-on': request(
    z.strictObject({ roomId: RoomId, participantId: ParticipantId, source: z.enum(['microphone', 'camera']) }),
    Nothing,
  ),
  /** After a change of network: new ICE credentials for one transport, everything on it kept. */
  'calls.restart-ice': request(
    z.strictObject({ participantId: ParticipantId, direction: Direction }),
    z.strictObject({ iceParameters: IceParameters }),
  ),
};

/** To all sessions of the one concerned. `by` is the moderator. */
export const callAccountEvents = {
  'calls.turned-off': z.strictObject({ roomId: RoomId, participantId: ParticipantId, source: TrackSource, by: Account }),
  'calls.asked-on': z.strictObject({ roomId: RoomId, participantId: ParticipantId, source: TrackSource, by: Account }),
};

/** To everybody in the room. */
export const callSignals = {
  /** The whole call as it is now; null when it is over. */
  'calls.changed': z.strictObject({ call: Call.nullable() }),
  /** Who is speaking, loudest first. */
  'calls.speaking': z.strictObject({ participantIds: z.array(ParticipantId) }),
};

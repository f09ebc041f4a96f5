// The door to media: a selective forwarding unit in the product's own nouns. What a call needs of it and nothing more; whose track is
// whose and who may do what is decided in calls/. Two implementations, mediasoup.ts and fake.ts, keep the one contract in sfu.contract.ts.
import type {
  Direction,
  Fingerprints,
  IceParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
  TransportOffer,
} from '../../protocol/media.ts';
import type { CallId, SubscriptionId, TrackId } from '../../protocol/wire.ts';

export type WorkerHealth = { pid: number; isAlive: boolean };

export type Sfu = {
  /** What every call can route; the same for the life of the process. */
  readonly rtpCapabilities: RtpCapabilities;
  /** A place for one call, on a worker with room for it. `SfuUnavailable` when no worker lives. */
  open(callId: CallId, listener: CallListener): Promise<CallMedia>;
  /** One entry per worker that should be there. A dead one is replaced by itself, after it has been reported as lost. */
  health(): WorkerHealth[];
  /** Ends all calls' media and the workers. Idempotent. */
  close(): Promise<void>;
};

export type CallListener = {
  /** The audio tracks that are loud, loudest first; empty when it turns silent. A few times a second as long as there is sound. */
  onSpeaking(trackIds: TrackId[]): void;
  /** The worker died and everything of this call with it; the call's media is closed already. */
  onLost(): void;
};

export type CallMedia = {
  /** Makes room for a participant, whose browser can receive `rtpCapabilities`. */
  admit(rtpCapabilities: RtpCapabilities): Promise<ParticipantMedia>;
  /** Idempotent. */
  close(): void;
};

export type Publication = { kind: MediaKind; rtpParameters: RtpParameters; isPaused: boolean };

export type SubscriptionOffer = {
  id: SubscriptionId;
  trackId: TrackId;
  kind: MediaKind;
  rtpParameters: RtpParameters;
  isPaused: boolean;
};

/**
 * One participant's media. Wrong parameters are a `Refusal` (`bad-request`), never a dead worker. Once it is closed, or its call is, everything
 * that is asked or still under way ends in a `Refusal` (`not-in-call`) and leaves nothing open.
 */
export type ParticipantMedia = {
  /** One transport a direction; a second call for the same direction is a bug of the caller. */
  openTransport(direction: Direction): Promise<TransportOffer>;
  /** The browser is the DTLS client and has this certificate. */
  secureTransport(direction: Direction, fingerprints: Fingerprints): Promise<void>;
  restartIce(direction: Direction): Promise<IceParameters>;
  /** Needs a send transport. */
  publish(publication: Publication): Promise<TrackId>;
  /** Needs a receive transport. A track of this call; null when it is gone or this browser cannot receive it. */
  subscribe(trackId: TrackId, isPaused: boolean): Promise<SubscriptionOffer | null>;
  /** Turns an own track, or a subscription, off and on; `layer` (0 smallest .. 2 largest) is for subscriptions to simulcast video. Unknown ids: no effect. */
  adjust(id: TrackId | SubscriptionId, wish: { isPaused?: boolean; layer?: 0 | 1 | 2 }): Promise<void>;
  /** Closes an own track (and everybody's subscriptions to it) or a subscription. Idempotent. */
  drop(id: TrackId | SubscriptionId): void;
  /** Frees everything of this participant. Idempotent. */
  close(): void;
};

export class SfuUnavailable extends Error {
  constructor(options?: ErrorOptions) {
    super('no media worker is alive', options);
    this.name = 'SfuUnavailable';
  }
}

// The door to the browser's media engine: what a call needs of it, in the product's own nouns. `media-engine.ts` is behind it; tests
// stand a fake one there. Types only, so that importing it costs nothing.
import type { TrackSource, Subscription } from '../../protocol/calls.ts';
import type { Direction, Fingerprints, IceParameters, RtpCapabilities, RtpParameters, TransportOffer } from '../../protocol/media.ts';
import type { SubscriptionId, TrackId } from '../../protocol/wire.ts';

/** Ready to join: it knows what this browser can do, and has made the certificates that both transports will use. */
export type MediaEngine = {
  readonly rtpCapabilities: RtpCapabilities;
  readonly sendFingerprints: Fingerprints;
  readonly receiveFingerprints: Fingerprints;
  connect(offers: { send: TransportOffer; receive: TransportOffer }, events: MediaEvents): Media;
};

/** How one transport does; `new` until something is sent or received over it. */
export type Link = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed';

export type MediaEvents = {
  /** Asked while a track is being published; answers with the server's id for it. */
  publish(source: TrackSource, rtpParameters: RtpParameters, isPaused: boolean): Promise<TrackId>;
  onLink(direction: Direction, link: Link): void;
};

/** One seat's media. */
export type Media = {
  /** Asked in the same moment, several are negotiated at once. */
  receive(subscription: Subscription): Promise<MediaStreamTrack>;
  /** Idempotent. */
  stopReceiving(id: SubscriptionId): void;
  /** The track stays the caller's: it is never stopped here. */
  publish(source: TrackSource, track: MediaStreamTrack, isPaused: boolean): Promise<Outgoing>;
  restartIce(direction: Direction, iceParameters: IceParameters): Promise<void>;
  /** Idempotent. */
  close(): void;
};

export type Outgoing = {
  readonly trackId: TrackId;
  /** Sends another track of the same kind, or nothing. */
  replace(track: MediaStreamTrack | null): Promise<void>;
  /** Idempotent. */
  close(): void;
};

/** This browser has no WebRTC that we can talk to. */
export class Unsupported extends Error {
  constructor(options?: ErrorOptions) {
    super('this browser cannot take part in calls', options);
    this.name = 'Unsupported';
  }
}

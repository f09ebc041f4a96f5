// One participant's transports, producers and consumers. Everything that is awaited may come back after the seat is gone: then what was
// made is closed again and the answer is `not-in-call`, so that nothing is left in the worker that nobody owns.
import type {
  Consumer,
  Producer,
  Router,
  RtpCapabilities as WorkerCapabilities,
  RtpParameters as WorkerParameters,
  WebRtcTransport,
} from 'mediasoup/types';
import { Refusal } from '../../protocol/errors.ts';
import type { Direction, RtpCapabilities, RtpParameters, TransportOffer } from '../../protocol/media.ts';
import type { SubscriptionId, TrackId } from '../../protocol/wire.ts';
import { assert } from '../assert.ts';
import { checkFingerprints, checkPublication } from './codecs.ts';
import type { LiveWorker } from './mediasoup-worker.ts';
import type { ParticipantMedia } from './sfu.ts';

/** What a call lends to its participants. */
export type CallInside = {
  readonly router: Router;
  readonly on: LiveWorker;
  /** Everything published in the call. */
  readonly tracks: Map<TrackId, Producer>;
  /** Has its loudness watched. */
  listenTo(producer: Producer): void;
};

/** Camera in three layers (about 2.6 Mbit/s) and a screen at the same time. */
const MAX_INCOMING_BITRATE = 6_000_000;
const TRANSPORT = {
  enableUdp: true,
  enableTcp: true,
  preferUdp: true,
  // Chat goes over the WebSocket; what is not there cannot be abused.
  enableSctp: false,
  initialAvailableOutgoingBitrate: 1_000_000,
  // Seconds without an answer to STUN until the path counts as lost; the page restarts ICE long before.
  iceConsentTimeout: 12,
} as const;
/** Many who join at once ask for one key frame. */
const KEY_FRAME_REQUEST_DELAY_MS = 300;

const gone = (): Refusal => new Refusal('not-in-call', 'the seat is gone');
const refused = (error: unknown): Refusal => new Refusal('bad-request', `media: ${error instanceof Error ? error.message : 'refused'}`);

const offerOf = ({ id, iceParameters, iceCandidates, dtlsParameters }: WebRtcTransport): TransportOffer => ({
  id,
  iceParameters,
  iceCandidates: iceCandidates.map(({ foundation, priority, address, protocol, port, type, tcpType }) => ({
    foundation,
    priority,
    address,
    protocol,
    port,
    type,
    ...(tcpType ? { tcpType } : {}),
  })),
  dtlsParameters,
});

export const createMediasoupParticipant = (call: CallInside, rtpCapabilities: RtpCapabilities): ParticipantMedia => {
  const { router, on } = call;
  const capabilities = rtpCapabilities as WorkerCapabilities;
  const opened = new Set<Direction>();
  const transports = new Map<Direction, WebRtcTransport>();
  const producers = new Map<string, Producer>();
  const consumers = new Map<string, Consumer>();
  let isClosed = false;
  const isGone = () => isClosed || router.closed;

  const stay = (): void => {
    if (isGone()) throw gone();
  };
  const transportFor = (direction: Direction): WebRtcTransport => {
    stay();
    const transport = transports.get(direction);
    assert(transport, `there is no ${direction} transport`);
    return transport;
  };
  /** `onError` says what a failure means while the seat is still there. */
  const settle = async <Made>(making: Promise<Made>, undo: (made: Made) => void, onError: (error: unknown) => unknown): Promise<Made> => {
    let made: Made;
    try {
      made = await making;
    } catch (error) {
      throw isGone() ? gone() : onError(error);
    }
    if (!isGone()) return made;
    undo(made);
    throw gone();
  };
  const nothing = (): void => {};
  const asIs = (error: unknown): unknown => error;

  /** One stream more on this worker; the answer takes it off again. */
  const carry = (): (() => void) => {
    on.streams += 1;
    return () => (on.streams -= 1);
  };

  return {
    async openTransport(direction) {
      stay();
      assert(!opened.has(direction), `there is a ${direction} transport already`);
      opened.add(direction);
      const transport = await settle(router.createWebRtcTransport({ ...TRANSPORT, webRtcServer: on.server }), (made) => made.close(), asIs);
      transports.set(direction, transport);
      if (direction === 'send') await settle(transport.setMaxIncomingBitrate(MAX_INCOMING_BITRATE), nothing, asIs);
      return offerOf(transport);
    },

    async secureTransport(direction, fingerprints) {
      const transport = transportFor(direction);
      const dtlsParameters = { role: 'client', fingerprints: checkFingerprints(fingerprints) } as const;
      await settle(transport.connect({ dtlsParameters }), nothing, refused);
    },

    restartIce: async (direction) => settle(transportFor(direction).restartIce(), nothing, asIs),

    async publish(publication) {
      const transport = transportFor('send');
      checkPublication(publication);
      const { kind, isPaused } = publication;
      const producer = await settle(
        transport.produce({
          kind,
          rtpParameters: publication.rtpParameters as WorkerParameters,
          paused: isPaused,
          ...(kind === 'video' ? { keyFrameRequestDelay: KEY_FRAME_REQUEST_DELAY_MS } : {}),
        }),
        (made) => made.close(),
        refused,
      );
      const id = producer.id as TrackId;
      producers.set(id, producer);
      call.tracks.set(id, producer);
      producer.observer.once('close', carry());
      producer.observer.once('close', () => {
        producers.delete(id);
        call.tracks.delete(id);
      });
      if (kind === 'audio') call.listenTo(producer);
      return id;
    },

    async subscribe(trackId, isPaused) {
      const transport = transportFor('receive');
      const producer = call.tracks.get(trackId);
      if (!producer || !router.canConsume({ producerId: trackId, rtpCapabilities: capabilities })) return null;
      const consumer = await settle(
        transport
          // RTX for audio means NACK, where the browser is able.
          .consume({ producerId: trackId, rtpCapabilities: capabilities, paused: isPaused, enableRtx: true })
          .catch((error: unknown) => {
            if (producer.closed) return null;
            throw error;
          }),
        (made) => made?.close(),
        refused,
      );
      if (!consumer) return null;
      if (producer.closed) {
        consumer.close();
        return null;
      }
      consumers.set(consumer.id, consumer);
      consumer.observer.once('close', carry());
      consumer.observer.once('close', () => consumers.delete(consumer.id));
      return {
        id: consumer.id as SubscriptionId,
        trackId,
        kind: consumer.kind,
        rtpParameters: consumer.rtpParameters as RtpParameters,
        isPaused,
      };
    },

    async adjust(id, { isPaused, layer }) {
      stay();
      const consumer = consumers.get(id);
      const stream = consumer ?? producers.get(id);
      if (!stream) return;
      const changes: Promise<void>[] = [];
      // The layer first: a stream that is turned on asks for a key frame of the layer it then wants.
      if (layer !== undefined && consumer && consumer.type !== 'simple') changes.push(consumer.setPreferredLayers({ spatialLayer: layer }));
      if (isPaused !== undefined) changes.push(isPaused ? stream.pause() : stream.resume());
      try {
        await Promise.all(changes);
      } catch (error) {
        stay();
        // Closed in the meantime by the one who published it: as good as unknown.
        if (!stream.closed) throw refused(error);
      }
    },

    drop(id) {
      (consumers.get(id) ?? producers.get(id))?.close();
    },

    close() {
      isClosed = true;
      for (const transport of transports.values()) transport.close();
    },
  };
};

// The media engine on mediasoup-client, whose classes (producers, consumers) do not leave this file.
// The server has the fingerprints of our certificates since `calls.join`, so nothing is asked of it while transports connect.
import { detectDevice, Device, type types } from 'mediasoup-client';
import type { Subscription, TrackSource } from '../../protocol/calls.ts';
import type { Direction, RtpCapabilities, RtpParameters, TransportOffer } from '../../protocol/media.ts';
import type { SubscriptionId, TrackId } from '../../protocol/wire.ts';
import { makeCertificate, type Certificate } from './certificates.ts';
import { sendingOf } from './encodings.ts';
import { Unsupported, type Link, type Media, type MediaEngine, type MediaEvents, type Outgoing } from './engine.ts';

/** What a track carries through mediasoup-client while it is being published. */
type Publishing = { source: TrackSource; isPaused: boolean; answer: Promise<TrackId> | null };

export const createMediaEngine = async (routed: RtpCapabilities): Promise<MediaEngine> => {
  const [device, sendCertificate, receiveCertificate] = await Promise.all([loadDevice(routed), makeCertificate(), makeCertificate()]);
  return {
    rtpCapabilities: device.recvRtpCapabilities as RtpCapabilities,
    sendFingerprints: sendCertificate.fingerprints,
    receiveFingerprints: receiveCertificate.fingerprints,
    connect: (offers, events) => {
      const send = device.createSendTransport(optionsOf(offers.send, sendCertificate));
      const receive = device.createRecvTransport(optionsOf(offers.receive, receiveCertificate));
      return createMedia(device, send, receive, events);
    },
  };
};

const loadDevice = async (routed: RtpCapabilities): Promise<Device> => {
  try {
    // A browser that it does not know by name is taken for one that keeps to the standard; loading finds out.
    const device = new Device({ handlerName: detectDevice() ?? 'Chrome111' });
    await device.load({ routerRtpCapabilities: routed as types.RtpCapabilities });
    return device;
  } catch (error) {
    throw new Unsupported({ cause: error });
  }
};

// The offer's `dtlsParameters.role` is `auto` or `server`; either way mediasoup-client makes this page the DTLS client.
const optionsOf = (offer: TransportOffer, { certificate }: Certificate): types.TransportOptions => ({
  id: offer.id,
  iceParameters: offer.iceParameters as types.IceParameters,
  iceCandidates: offer.iceCandidates as types.IceCandidate[],
  dtlsParameters: offer.dtlsParameters as types.DtlsParameters,
  additionalSettings: { certificates: [certificate] },
});

const linkOf = (state: types.ConnectionState): Link => (state === 'closed' ? 'failed' : state);

const createMedia = (device: Device, send: types.Transport, receive: types.Transport, events: MediaEvents): Media => {
  const incoming = new Map<SubscriptionId, types.Consumer | 'stopped'>();
  let published = 0;

  const watch = (direction: Direction, transport: types.Transport): void => {
    transport.on('connect', (_, proceed) => proceed());
    transport.on('connectionstatechange', (state) => events.onLink(direction, linkOf(state)));
  };
  watch('send', send);
  watch('receive', receive);

  // Answered at once with an id of our own, so that the next track is negotiated while the server still answers for this one.
  send.on('produce', ({ rtpParameters, appData }, proceed) => {
    const publishing = appData as Publishing;
    publishing.answer = events.publish(publishing.source, wireParameters(rtpParameters), publishing.isPaused);
    publishing.answer.catch(() => {}); // Awaited below, after the negotiation.
    proceed({ id: `own-${++published}` });
  });

  const publish = async (source: TrackSource, track: MediaStreamTrack, isPaused: boolean): Promise<Outgoing> => {
    const publishing: Publishing = { source, isPaused, answer: null };
    const codec = track.kind === 'video' ? vp8Of(device) : undefined;
    const producer = await send.produce({
      track,
      ...sendingOf(source),
      ...(codec === undefined ? {} : { codec }),
      stopTracks: false,
      disableTrackOnPause: false,
      zeroRtpOnPause: false,
      appData: publishing,
    });
    try {
      if (publishing.answer === null) throw new Error('nothing was published');
      const trackId = await publishing.answer;
      return {
        trackId,
        replace: (next) => producer.replaceTrack({ track: next }),
        close: () => producer.close(),
      };
    } catch (error) {
      producer.close();
      throw error;
    }
  };

  const receiveOne = async (subscription: Subscription): Promise<MediaStreamTrack> => {
    const { id, trackId, kind, rtpParameters, source, participantId } = subscription;
    const consumer = await receive.consume({
      id,
      producerId: trackId,
      kind,
      rtpParameters: rtpParameters as types.RtpParameters,
      // One stream for each participant's camera and voice, another for their screen and its sound: browsers keep the two of one stream in step.
      streamId: `${participantId}-${source === 'camera' || source === 'microphone' ? 'person' : 'screen'}`,
    });
    if (incoming.get(id) === 'stopped') consumer.close();
    incoming.set(id, consumer);
    return consumer.track;
  };

  const stopReceiving = (id: SubscriptionId): void => {
    const consumer = incoming.get(id);
    if (consumer === undefined) incoming.set(id, 'stopped');
    else if (consumer !== 'stopped') {
      incoming.delete(id);
      consumer.close();
    }
  };

  return {
    receive: receiveOne,
    stopReceiving,
    publish,
    restartIce: (direction, iceParameters) =>
      (direction === 'send' ? send : receive).restartIce({ iceParameters: iceParameters as types.IceParameters }),
    close: () => {
      send.close();
      receive.close();
    },
  };
};

/** In several sizes at once a track has no SSRCs in Chrome's description, and so no CNAME: mediasoup-client reads an empty one. */
const wireParameters = ({ rtcp, ...rest }: types.RtpParameters): RtpParameters => {
  const { cname, ...feedback } = rtcp ?? {};
  return { ...rest, rtcp: cname ? { ...feedback, cname } : feedback } as RtpParameters;
};

/** VP8 is what every browser sends in several sizes at once; others only where the server routes no VP8. */
const vp8Of = (device: Device): types.RtpCodecCapability | undefined =>
  device.sendRtpCapabilities.codecs?.find(({ mimeType }) => mimeType.toLowerCase() === 'video/vp8');

// What a call can carry, and what a page may claim to send: the checks of parameters that hold for every implementation of the SFU.
// Shapes are checked by the schemas already; this is about sense. It knows nothing of the worker, whose own checks come on top.
import { Refusal } from '../../protocol/errors.ts';
import type { Fingerprints, RtpCapabilities } from '../../protocol/media.ts';
import type { Publication } from './sfu.ts';

type Codec = RtpCapabilities['codecs'][number];

/**
 * Opus everywhere, with in-band FEC (a lost packet is mended by the next) and DTX (a silent microphone sends 2.5 packets a second instead of
 * 50): a browser sends so because its counterpart's parameters ask for it. VP8, because every browser can send it in three simulcast layers.
 */
export const routedCodecs = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    preferredPayloadType: 111,
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 1 },
    rtcpFeedback: [{ type: 'nack' }, { type: 'transport-cc' }],
  },
  {
    kind: 'video',
    mimeType: 'video/VP8',
    preferredPayloadType: 96,
    clockRate: 90_000,
    rtcpFeedback: [
      { type: 'nack' },
      { type: 'nack', parameter: 'pli' },
      { type: 'ccm', parameter: 'fir' },
      { type: 'goog-remb' },
      { type: 'transport-cc' },
    ],
  },
] as const satisfies Codec[];

/** Low, middle, high. */
const LAYERS_MAX = 3;

const isRetransmission = (mimeType: string): boolean => mimeType.toLowerCase().endsWith('/rtx');

/** One codec that is routed (and its retransmissions), all of one kind; layers for video only. Throws `bad-request`. */
export const checkPublication = ({ kind, rtpParameters }: Publication): void => {
  const { codecs, encodings } = rtpParameters;
  const refuse = (reason: string): never => {
    throw new Refusal('bad-request', `rtpParameters: ${reason}`);
  };
  if (codecs.some(({ mimeType }) => !mimeType.startsWith(`${kind}/`))) refuse(`a codec is not ${kind}`);
  const sent = codecs.filter(({ mimeType }) => !isRetransmission(mimeType));
  if (sent.length !== 1 || codecs.length > 2) refuse('there must be one codec, and at most one more for its retransmissions');
  const routed = routedCodecs.find(({ mimeType }) => mimeType.toLowerCase() === sent[0]!.mimeType.toLowerCase());
  if (!routed || routed.clockRate !== sent[0]!.clockRate) refuse('the codec is not one of this house');
  if (encodings.length > (kind === 'video' ? LAYERS_MAX : 1)) refuse('there are too many encodings');
};

const BYTES_OF_HASH = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 } as const;

/** In the upper case that the worker compares with; a value of another length than its algorithm's would never match. */
export const checkFingerprints = (fingerprints: Fingerprints): Fingerprints =>
  fingerprints.map(({ algorithm, value }) => {
    if (value.length !== BYTES_OF_HASH[algorithm] * 3 - 1) throw new Refusal('bad-request', `fingerprints: this is no ${algorithm}`);
    return { algorithm, value: value.toUpperCase() };
  });

/** Whether a browser with these capabilities can receive this codec. */
export const canReceive = (rtpCapabilities: RtpCapabilities, codec: { mimeType: string; clockRate: number }): boolean =>
  rtpCapabilities.codecs.some(
    ({ mimeType, clockRate }) => mimeType.toLowerCase() === codec.mimeType.toLowerCase() && clockRate === codec.clockRate,
  );

// The shapes of WebRTC that cross the wire (mediasoup's RTP dictionaries, W3C ORTC names), bounded and strict: every array has an end,
// every string an alphabet, unknown keys are refused. They reach the media worker, and other people's browsers as SDP: all of it is hostile.
import * as z from 'zod';

const Token = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9._+-]+$/);
const MimeType = z
  .string()
  .max(64)
  .regex(/^(audio|video)\/[A-Za-z0-9._+-]{1,32}$/);
const PayloadType = z.int().min(0).max(127);
const Ssrc = z.int().min(0).max(0xffffffff);
const Mid = z
  .string()
  .min(1)
  .max(32)
  .regex(/^[A-Za-z0-9_-]+$/);
const HeaderUri = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9:/._#+-]+$/);
export const MediaKind = z.enum(['audio', 'video']);
export type MediaKind = z.infer<typeof MediaKind>;

const FormatParameters = z
  .record(
    Token,
    z.union([
      z
        .string()
        .max(128)
        .regex(/^[A-Za-z0-9._+,;:/=-]*$/),
      z.number().min(-0xffffffff).max(0xffffffff),
    ]),
  )
  .refine((record) => Object.keys(record).length <= 24, 'has too many parameters');
const Feedback = z.strictObject({
  type: z
    .string()
    .max(32)
    .regex(/^[a-z-]+$/),
  parameter: z
    .string()
    .max(32)
    .regex(/^[a-z-]*$/)
    .optional(),
});

export const RtpCapabilities = z.strictObject({
  codecs: z
    .array(
      z.strictObject({
        kind: MediaKind,
        mimeType: MimeType,
        preferredPayloadType: PayloadType.optional(),
        clockRate: z.int().min(1).max(1_000_000),
        channels: z.int().min(1).max(8).optional(),
        parameters: FormatParameters.optional(),
        rtcpFeedback: z.array(Feedback).max(16).optional(),
      }),
    )
    .max(20),
  headerExtensions: z
    .array(
      z.strictObject({
        kind: MediaKind,
        uri: HeaderUri,
        preferredId: z.int().min(1).max(255),
        preferredEncrypt: z.boolean().optional(),
        direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
      }),
    )
    .max(32),
});
export type RtpCapabilities = z.infer<typeof RtpCapabilities>;

export const RtpParameters = z.strictObject({
  mid: Mid.optional(),
  msid: z
    .string()
    .max(160)
    .regex(/^[A-Za-z0-9{}_ -]+$/)
    .optional(),
  codecs: z
    .array(
      z.strictObject({
        mimeType: MimeType,
        payloadType: PayloadType,
        clockRate: z.int().min(1).max(1_000_000),
        channels: z.int().min(1).max(8).optional(),
        parameters: FormatParameters.optional(),
        rtcpFeedback: z.array(Feedback).max(16).optional(),
      }),
    )
    .min(1)
    .max(20),
  headerExtensions: z
    .array(
      z.strictObject({
        uri: HeaderUri,
        id: z.int().min(1).max(255),
        encrypt: z.boolean().optional(),
        parameters: FormatParameters.optional(),
      }),
    )
    .max(32)
    .optional(),
  encodings: z
    .array(
      z.strictObject({
        ssrc: Ssrc.optional(),
        rid: z
          .string()
          .min(1)
          .max(16)
          .regex(/^[A-Za-z0-9]+$/)
          .optional(),
        codecPayloadType: PayloadType.optional(),
        rtx: z.strictObject({ ssrc: Ssrc }).optional(),
        dtx: z.boolean().optional(),
        active: z.boolean().optional(),
        scalabilityMode: z
          .string()
          .max(16)
          .regex(/^[LS][1-3]T[1-3](h|_KEY|_KEY_SHIFT)?$/)
          .optional(),
        scaleResolutionDownBy: z.number().min(1).max(64).optional(),
        maxBitrate: z.int().min(1).max(50_000_000).optional(),
        maxFramerate: z.number().min(1).max(240).optional(),
        adaptivePtime: z.boolean().optional(),
        priority: z.enum(['very-low', 'low', 'medium', 'high']).optional(),
        networkPriority: z.enum(['very-low', 'low', 'medium', 'high']).optional(),
      }),
    )
    .min(1)
    .max(4),
  rtcp: z
    .strictObject({
      cname: z
        .string()
        .min(1)
        .max(64)
        .regex(/^[A-Za-z0-9+/=._{}@-]+$/)
        .optional(),
      reducedSize: z.boolean().optional(),
    })
    .optional(),
});
export type RtpParameters = z.infer<typeof RtpParameters>;

/** The page always opens DTLS; it makes its certificate before it joins, so that `calls.join` can carry the fingerprints. */
export const Fingerprints = z
  .array(
    z.strictObject({
      algorithm: z.enum(['sha-256', 'sha-384', 'sha-512']),
      value: z
        .string()
        .max(200)
        .regex(/^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31,63}$/),
    }),
  )
  .min(1)
  .max(5);
export type Fingerprints = z.infer<typeof Fingerprints>;

export const IceParameters = z.strictObject({
  usernameFragment: z.string(),
  password: z.string(),
  iceLite: z.boolean().optional(),
});
export type IceParameters = z.infer<typeof IceParameters>;

/** What the page needs to make its side of one transport. */
export const TransportOffer = z.strictObject({
  id: z.string(),
  iceParameters: IceParameters,
  iceCandidates: z.array(
    z.strictObject({
      foundation: z.string(),
      priority: z.number(),
      address: z.string(),
      protocol: z.enum(['udp', 'tcp']),
      port: z.int(),
      type: z.literal('host'),
      tcpType: z.literal('passive').optional(),
    }),
  ),
  dtlsParameters: z.strictObject({
    role: z.enum(['auto', 'client', 'server']).optional(),
    fingerprints: z.array(z.strictObject({ algorithm: z.string(), value: z.string() })),
  }),
});
export type TransportOffer = z.infer<typeof TransportOffer>;

export const Direction = z.enum(['send', 'receive']);
export type Direction = z.infer<typeof Direction>;

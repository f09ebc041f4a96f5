// What browsers really say, for tests and for trying things out: Chromium's capabilities as mediasoup-client tells them, and the parameters
// of one microphone and one camera in three layers.
import type { Fingerprints, RtpCapabilities, RtpParameters } from '../../protocol/media.ts';

const MID = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const RID = 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id';
const RRID = 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id';
const SEND_TIME = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time';
const TRANSPORT_CC = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';
const LEVEL = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

const videoFeedback = [
  { type: 'goog-remb' },
  { type: 'transport-cc' },
  { type: 'ccm', parameter: 'fir' },
  { type: 'nack' },
  { type: 'nack', parameter: 'pli' },
];

export const audioCapabilities: RtpCapabilities = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 111,
      clockRate: 48_000,
      channels: 2,
      parameters: { minptime: 10, useinbandfec: 1 },
      rtcpFeedback: [{ type: 'transport-cc' }],
    },
  ],
  headerExtensions: [
    { kind: 'audio', uri: MID, preferredId: 1, preferredEncrypt: false, direction: 'sendrecv' },
    { kind: 'audio', uri: SEND_TIME, preferredId: 4, preferredEncrypt: false, direction: 'sendrecv' },
    { kind: 'audio', uri: LEVEL, preferredId: 6, preferredEncrypt: false, direction: 'sendrecv' },
  ],
};

export const browserCapabilities: RtpCapabilities = {
  codecs: [
    ...audioCapabilities.codecs,
    { kind: 'video', mimeType: 'video/VP8', preferredPayloadType: 96, clockRate: 90_000, parameters: {}, rtcpFeedback: videoFeedback },
    {
      kind: 'video',
      mimeType: 'video/rtx',
      preferredPayloadType: 100,
      clockRate: 90_000,
      parameters: { apt: 96 },
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [
    ...audioCapabilities.headerExtensions,
    { kind: 'video', uri: MID, preferredId: 1, preferredEncrypt: false, direction: 'sendrecv' },
    { kind: 'video', uri: SEND_TIME, preferredId: 4, preferredEncrypt: false, direction: 'sendrecv' },
    { kind: 'video', uri: TRANSPORT_CC, preferredId: 5, preferredEncrypt: false, direction: 'sendrecv' },
  ],
};

/** `mid` must differ among the tracks of one transport, as must `ssrc`. */
export const microphone = (mid = '0', ssrc = 11_110_000): RtpParameters => ({
  mid,
  codecs: [
    {
      mimeType: 'audio/opus',
      payloadType: 111,
      clockRate: 48_000,
      channels: 2,
      parameters: { minptime: 10, useinbandfec: 1, usedtx: 1 },
      rtcpFeedback: [{ type: 'transport-cc' }],
    },
  ],
  headerExtensions: [
    { uri: MID, id: 4 },
    { uri: TRANSPORT_CC, id: 3 },
    { uri: LEVEL, id: 1 },
  ],
  encodings: [{ ssrc, dtx: true }],
  rtcp: { cname: 'kitchen-table', reducedSize: true },
});

export const camera = (mid = '1'): RtpParameters => ({
  mid,
  codecs: [
    { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, parameters: {}, rtcpFeedback: videoFeedback },
    { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 }, rtcpFeedback: [] },
  ],
  headerExtensions: [
    { uri: MID, id: 4 },
    { uri: RID, id: 10 },
    { uri: RRID, id: 11 },
    { uri: TRANSPORT_CC, id: 3 },
  ],
  encodings: [
    { rid: 'r0', active: true, scaleResolutionDownBy: 4, maxBitrate: 150_000, scalabilityMode: 'L1T2' },
    { rid: 'r1', active: true, scaleResolutionDownBy: 2, maxBitrate: 500_000, scalabilityMode: 'L1T2' },
    { rid: 'r2', active: true, scaleResolutionDownBy: 1, maxBitrate: 1_700_000, scalabilityMode: 'L1T2' },
  ],
  rtcp: { cname: 'kitchen-table', reducedSize: true },
});

export const fingerprints: Fingerprints = [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'ab').join(':') }];

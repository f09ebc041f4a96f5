// SDP for the side that speaks none: our transports and RTP parameters written down for Janus, and what is needed of its answers. One video
// stream a connection; just enough for a measurement.
import type { Fingerprints, RtpParameters, TransportOffer } from '../../protocol/media.ts';

const feedbackLine = (payloadType: number) => (feedback: { type: string; parameter?: string | undefined }) =>
  `a=rtcp-fb:${payloadType} ${[feedback.type, feedback.parameter].filter(Boolean).join(' ')}`;

/** `passive`: the other side opens DTLS, as browsers do. */
export const describe = (
  transport: TransportOffer,
  rtpParameters: RtpParameters,
  { setup, direction }: { setup: 'actpass' | 'passive'; direction: 'sendonly' | 'recvonly' },
): string => {
  const { codecs, headerExtensions = [], encodings, mid } = rtpParameters;
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  const [encoding] = encodings;
  const sha256 = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256')!;
  const ssrcs =
    direction === 'recvonly' || encoding?.ssrc === undefined
      ? []
      : [
          ...(encoding.rtx ? [`a=ssrc-group:FID ${encoding.ssrc} ${encoding.rtx.ssrc}`] : []),
          ...[encoding.ssrc, encoding.rtx?.ssrc].filter((ssrc) => ssrc !== undefined).map((ssrc) => `a=ssrc:${ssrc} cname:bench`),
        ];
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=group:BUNDLE ${mid}`,
    `a=fingerprint:sha-256 ${sha256.value}`,
    `m=video 9 UDP/TLS/RTP/SAVPF ${codecs.map(({ payloadType }) => payloadType).join(' ')}`,
    `c=IN IP4 ${iceCandidates[0]?.address ?? '127.0.0.1'}`,
    `a=mid:${mid}`,
    `a=${direction}`,
    'a=rtcp-mux',
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=setup:${setup}`,
    ...codecs.flatMap(({ mimeType, payloadType, clockRate, parameters = {}, rtcpFeedback = [] }) => [
      `a=rtpmap:${payloadType} ${mimeType.split('/')[1]}/${clockRate}`,
      ...Object.entries(parameters).map(([key, value]) => `a=fmtp:${payloadType} ${key}=${value}`),
      ...rtcpFeedback.map(feedbackLine(payloadType)),
    ]),
    ...headerExtensions.map(({ id, uri }) => `a=extmap:${id} ${uri}`),
    ...ssrcs,
    ...iceCandidates
      .filter(({ protocol }) => protocol === 'udp')
      .map(({ foundation, priority, address, port }) => `a=candidate:${foundation} 1 udp ${priority} ${address} ${port} typ host`),
    'a=end-of-candidates',
    '',
  ].join('\r\n');
};

const find = (sdp: string, pattern: RegExp): string => {
  const found = pattern.exec(sdp)?.[1];
  if (found === undefined) throw new Error(`the SDP has no ${pattern.source}`);
  return found;
};

export const fingerprintIn = (sdp: string): Fingerprints => [{ algorithm: 'sha-256', value: find(sdp, /^a=fingerprint:sha-256 (\S+)/im) }];
export const midIn = (sdp: string): string => find(sdp, /^a=mid:(\S+)/m);
export const ssrcIn = (sdp: string): number => Number(find(sdp, /^a=ssrc:(\d+)/m));

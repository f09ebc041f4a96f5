// The certificates that this page opens DTLS with. Made before a call is joined, so that joining carries their fingerprints and the
// server's reply finds both transports secured: no round trip of its own.
import type { Fingerprints } from '../../protocol/media.ts';

export type Certificate = { certificate: RTCCertificate; fingerprints: Fingerprints };

type Fingerprint = Fingerprints[number];
const ALGORITHMS: ReadonlySet<string> = new Set<Fingerprint['algorithm']>(['sha-256', 'sha-384', 'sha-512']);

const isKnown = (fingerprint: { algorithm?: string | undefined; value?: string | undefined }): fingerprint is Fingerprint =>
  fingerprint.value !== undefined && fingerprint.algorithm !== undefined && ALGORITHMS.has(fingerprint.algorithm);

/** From the `a=fingerprint:` lines of a session description. */
export const fingerprintsIn = (sdp: string): Fingerprints => {
  const found = [...sdp.matchAll(/^a=fingerprint:(\S+) ([0-9A-Fa-f:]+)\s*$/gm)].map(([, algorithm, value]) => ({
    algorithm: algorithm?.toLowerCase(),
    value,
  }));
  const unique = new Map(found.filter(isKnown).map((fingerprint) => [`${fingerprint.algorithm} ${fingerprint.value}`, fingerprint]));
  return [...unique.values()];
};

/** Made in a millisecond, where RSA takes a second. */
const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

export const makeCertificate = async (): Promise<Certificate> => {
  const certificate = await RTCPeerConnection.generateCertificate(P256);
  // Firefox has no getFingerprints (https://bugzilla.mozilla.org/show_bug.cgi?id=1525241): a throw-away offer tells them.
  const told = 'getFingerprints' in certificate ? certificate.getFingerprints().filter(isKnown) : [];
  const fingerprints = told.length > 0 ? told.map(({ algorithm, value }) => ({ algorithm, value })) : await askAnOffer(certificate);
  return { certificate, fingerprints };
};

const askAnOffer = async (certificate: RTCCertificate): Promise<Fingerprints> => {
  const connection = new RTCPeerConnection({ certificates: [certificate] });
  try {
    connection.addTransceiver('audio');
    return fingerprintsIn((await connection.createOffer()).sdp ?? '');
  } finally {
    connection.close();
  }
};

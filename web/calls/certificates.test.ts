import { expect, test } from 'vitest';
import { fingerprintsIn } from './certificates.ts';

const sha256 = 'AB:'.repeat(31) + 'CD';

test('fingerprints are read from a session description, each once, of the kinds that we know', () => {
  const sdp = [
    'v=0',
    `a=fingerprint:sha-256 ${sha256}`,
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    `a=fingerprint:SHA-256 ${sha256}`,
    'a=fingerprint:md5 AB:CD',
    '',
  ].join('\r\n');
  expect(fingerprintsIn(sdp)).toEqual([{ algorithm: 'sha-256', value: sha256 }]);
});

test('a description without any has none', () => {
  expect(fingerprintsIn('v=0\r\n')).toEqual([]);
});

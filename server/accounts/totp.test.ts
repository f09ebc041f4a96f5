// Codes of an authenticator: as RFC 6238 has them, and as another implementation makes and reads them.
import { Secret, TOTP, URI } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { codeAt, newTotpSecret, stepAt, stepOf, totpUri } from './totp.ts';

const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const T0 = Date.UTC(2026, 0, 1);

describe('a code', () => {
  // Appendix B, the last six of its eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i s is %s', (seconds, code) => {
    expect(codeAt(RFC_SECRET, stepAt(seconds * 1_000))).toBe(code);
  });

  it('is what another implementation makes of the same secret', () => {
    for (let round = 0; round < 20; round++) {
      const secret = newTotpSecret();
      const at = T0 + round * 7_654_321;
      expect(codeAt(secret, stepAt(at))).toBe(new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at }));
    }
  });
});

describe('the step of a code', () => {
  const secret = newTotpSecret();
  const now = T0 + 12_000;
  const step = stepAt(now);

  it.each([-1, 0, 1])('is found %i steps from now', (offset) => {
    expect(stepOf(secret, codeAt(secret, step + offset), now)).toBe(step + offset);
  });
  it.each([-2, 2, 100])('is not found %i steps from now', (offset) => {
    expect(stepOf(secret, codeAt(secret, step + offset), now)).toBe(null);
  });
  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６', '-12345', '1e5000'])('is none for %j', (code) => {
    expect(stepOf(secret, code, now)).toBe(null);
  });
});

describe('a secret', () => {
  it('has 160 bits, and is another each time', () => {
    const secrets = Array.from({ length: 50 }, newTotpSecret);
    expect(secrets.every((secret) => /^[A-Z2-7]{32}$/.test(secret))).toBe(true);
    expect(new Set(secrets).size).toBe(50);
  });

  it.each(['alice@parlor.example', 'a&b?c#d%e@parlor.example', 'жанна@parlor.example'])('is read by authenticators, for %s', (account) => {
    const secret = newTotpSecret();
    const read = URI.parse(totpUri(secret, 'Parlor ([::1]:8443)', account)) as TOTP;
    expect(read).toMatchObject({ issuer: 'Parlor ([..1].8443)', label: account, algorithm: 'SHA1', digits: 6, period: 30 });
    expect(read.secret.base32).toBe(secret);
  });
});

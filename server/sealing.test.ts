import { describe, expect, it } from 'vitest';
import { newSecret } from './ids.ts';
import { createSealing } from './sealing.ts';

const sealing = createSealing(newSecret());

describe('what is sealed', () => {
  it.each(['', 'a', 'JBSWY3DPEHPK3PXP', '五つの緑の急須'])('is read again: %j', (text) => {
    expect(sealing.unseal(sealing.seal(text, 'tests'), 'tests')).toBe(text);
  });

  it('shows nothing of itself, and is another each time', () => {
    const [one, other] = [sealing.seal('JBSWY3DPEHPK3PXP', 'tests'), sealing.seal('JBSWY3DPEHPK3PXP', 'tests')];
    expect(one).not.toBe(other);
    expect(Buffer.from(one, 'base64url').includes('JBSWY3DP')).toBe(false);
  });

  it.each<[what: string, open: (sealed: string) => string]>([
    ['for something else', (sealed) => sealing.unseal(sealed, 'other tests')],
    ['with another secret', (sealed) => createSealing(newSecret()).unseal(sealed, 'tests')],
    [
      'when a bit of it is another',
      (sealed) =>
        sealing.unseal(
          sealed.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
          'tests',
        ),
    ],
    ['when it is cut off', (sealed) => sealing.unseal(sealed.slice(0, -4), 'tests')],
    ['when its tag is cut off', (sealed) => sealing.unseal(sealed.slice(0, 8), 'tests')],
  ])('is not read %s', (_how, open) => {
    const sealed = sealing.seal('JBSWY3DPEHPK3PXP', 'tests');
    expect(() => open(sealed)).toThrow();
  });
});

it('a hash is the same for the same of the same, and for nothing else', () => {
  const hash = sealing.hash('abcde', 'Alice');
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(sealing.hash('abcde', 'Alice')).toBe(hash);
  expect(
    new Set([hash, sealing.hash('abcde', 'Bob'), sealing.hash('abcdf', 'Alice'), createSealing(newSecret()).hash('abcde', 'Alice')]).size,
  ).toBe(4);
});

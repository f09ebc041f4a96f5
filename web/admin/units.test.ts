import { describe, expect, test } from 'vitest';
import { formatBytes } from '../i18n/bytes.ts';
import { bytesOf, writtenOf, type Written } from './units.ts';

const KB = 1_024;
const MB = KB * KB;
const GB = KB * MB;

describe('a size', () => {
  test.each<[bytes: number, written: Written]>([
    [64 * KB, { number: '64', unit: 'kB' }],
    [10 * MB, { number: '10', unit: 'MB' }],
    [1.5 * GB, { number: '1.5', unit: 'GB' }],
    [GB, { number: '1', unit: 'GB' }],
    [1_023 * MB, { number: '1023', unit: 'MB' }],
    [1_025 * MB, { number: '1025', unit: 'MB' }],
  ])('of %i bytes is written, and read back', (bytes, written) => {
    expect(writtenOf(bytes)).toEqual(written);
    expect(bytesOf(written)).toBe(bytes);
  });

  test('of any number of bytes is read back as what it was', () => {
    for (let bytes = 64 * KB; bytes < 4_096 * GB; bytes = Math.round(bytes * 1.7)) {
      const back = bytesOf(writtenOf(bytes))!;
      expect(Math.abs(back - bytes) / bytes).toBeLessThan(1e-4);
    }
  });

  test.each(['', ' ', '-1', 'ten', '1e3', '1.2.3', '0x10', '1 000', '12345678901'])('is not %j', (number) =>
    expect(bytesOf({ number, unit: 'MB' })).toBe(null),
  );
  test('may be written with a comma', () => expect(bytesOf({ number: '1,5', unit: 'GB' })).toBe(1.5 * GB));
});

test.each([
  [0, '0 bytes'],
  [812, '812 bytes'],
  [1_024, '1 kB'],
  [1_263_000, '1.2 MB'],
  [MB - 1, '1 MB'],
  [40 * GB, '40 GB'],
])('%i bytes are shown as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text.replace(' ', '\u00a0')));

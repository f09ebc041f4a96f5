import { describe, expect, it } from 'vitest';
import { readFrames } from '../testing/queues.ts';
import { jsonFrame, textFrame } from './frames.ts';

describe('text frames', () => {
  it.each([
    { length: 0, header: 2 },
    { length: 1, header: 2 },
    { length: 125, header: 2 },
    { length: 126, header: 4 },
    { length: 65_535, header: 4 },
    { length: 65_536, header: 10 },
    { length: 200_000, header: 10 },
  ])('of $length bytes have a header of $header and are read back as they were', ({ length, header }) => {
    const text = 'x'.repeat(length);
    const frame = textFrame(text);
    expect(frame.length).toBe(header + length);
    expect(readFrames(frame).map(String)).toEqual([text]);
  });

  it('count bytes, not characters', () => {
    const texts = ['ü'.repeat(63), '🐈'.repeat(40), '語'.repeat(30_000)];
    expect(readFrames(Buffer.concat(texts.map(textFrame))).map(String)).toEqual(texts);
  });

  it('carry JSON', () => {
    const value = { room: 'r', seq: 1, body: { text: '"\u2028\\' } };
    expect(JSON.parse(String(readFrames(jsonFrame(value))[0]))).toEqual(value);
  });
});

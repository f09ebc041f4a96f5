import { describe, expect, it } from 'vitest';
import { place } from './placement.ts';

const carrier = (name: string, streams: number, calls = 1) => ({ name, streams, calls });

describe('place', () => {
  it.each([
    ['the first of idle workers', [carrier('a', 0, 0), carrier('b', 0, 0)], 'a'],
    ['the first while it has room, though the second has less to do', [carrier('a', 200), carrier('b', 0, 0)], 'a'],
    ['the next when the first is full', [carrier('a', 240), carrier('b', 0, 0)], 'b'],
    ['the next when the first has many calls that will yet grow', [carrier('a', 0, 10), carrier('b', 0, 0)], 'b'],
    ['the least loaded when all are full', [carrier('a', 900), carrier('b', 400), carrier('c', 500)], 'b'],
    ['the first of equally full ones', [carrier('a', 400), carrier('b', 400)], 'a'],
  ])('chooses %s', (_, workers, chosen) => {
    expect(place(workers)?.name).toBe(chosen);
  });

  it('has no place without workers', () => {
    expect(place([])).toBe(null);
  });
});

import { describe, expect, it } from 'vitest';
import { createFakeRoom } from './fake-room.ts';
import { followView, type HistoryPage, pageOfView, putNewer, putOlder, trim, WINDOW_CAP } from './history-window.ts';

const room = createFakeRoom();
const all = room.fill(WINDOW_CAP + 200);
/** Messages `from` to `to`, both counted from 1, of all that there are. */
const stretch = (from: number, to: number): HistoryPage => ({
  messages: all.slice(from - 1, to),
  hasOlder: from > 1,
  hasNewer: to < all.length,
});

describe('a stretch of history', () => {
  it('takes a page at its edge, and its word for whether there is more', () => {
    expect(putOlder(stretch(51, 100), stretch(1, 50), 51)).toEqual(stretch(1, 100));
    expect(putNewer(stretch(51, 100), stretch(101, 150), 100)).toEqual(stretch(51, 150));
  });

  it('takes nothing twice from a page that overlaps', () => {
    expect(putOlder(stretch(51, 100), stretch(30, 70), 51)).toEqual(stretch(30, 100));
    expect(putNewer(stretch(51, 100), stretch(80, 150), 100)).toEqual(stretch(51, 150));
  });

  it('does not take a page for an edge that has moved since it was asked for', () => {
    const moved = stretch(61, 100);
    expect(putOlder(moved, stretch(1, 50), 51)).toBe(moved);
    expect(putNewer(moved, stretch(121, 150), 120)).toBe(moved);
  });

  it('does not follow the view while it is not at the live end', () => {
    const away = stretch(51, 100);
    expect(followView(away, stretch(90, 140))).toBe(away);
  });

  it('of an empty room takes the whole view', () => {
    const empty: HistoryPage = { messages: [], hasOlder: false, hasNewer: false };
    expect(followView(empty, stretch(1151, 1200))).toEqual(pageOfView(stretch(1151, 1200)));
  });

  it.each([
    ['the end', 1_150, stretch(201, 1200)],
    ['the live end', Infinity, stretch(201, 1200)],
    ['the start', 20, stretch(1, 1000)],
  ])('too long, it is cut at the end away from a reader at %s', (_, readingSeq, expected) => {
    expect(trim(stretch(1, 1200), readingSeq)).toEqual(expected);
  });

  it('is not cut before it is too long', () => expect(trim(stretch(1, WINDOW_CAP), 1)).toEqual(stretch(1, WINDOW_CAP)));
});

import { describe, expect, test } from 'vitest';
import { callOf, person, track } from './calls.testing.ts';
import { facesOf } from './faces.ts';
import { stageOf } from './items.ts';
import { placeTiles } from './placing.ts';

const desk = { width: 1400, height: 780 };
const phone = { width: 344, height: 620 };
const people = (count: number) => Array.from({ length: count }, (_, index) => person(`p${index}`));
const stage = (count: number) => stageOf(facesOf(callOf(...people(count)), null, []));
const shared = (count: number) => {
  const [first, ...rest] = people(count);
  return stageOf(facesOf(callOf({ ...first!, tracks: [track('s', 'screen')] }, ...rest), null, []));
};
const keys = (placing: ReturnType<typeof placeTiles>) =>
  placing.tiles.map(({ item }) => item.key.replace(/^account-/, '').replace(/ 0$/, ''));

describe('the places of tiles', () => {
  test('alone, one sees the way to ask somebody in', () => {
    expect(keys(placeTiles(desk, stage(0), [], 0))).toEqual(['own', 'invitation']);
  });

  test('a pair: the other is large and oneself lies in a corner; on a phone one above the other', () => {
    const [own, other] = placeTiles(desk, stage(1), [], 0).tiles;
    expect([own?.isFloating, other?.isFloating]).toEqual([true, false]);
    expect(other!.box.width).toBeGreaterThan(own!.box.width * 3);
    expect(own!.box.x + own!.box.width).toBeLessThan(other!.box.x + other!.box.width);
    expect(placeTiles(phone, stage(1), [], 0).tiles.some(({ isFloating }) => isFloating)).toBe(false);
  });

  test('whoever comes stands after those who are there', () => {
    expect(keys(placeTiles(desk, stage(2), [], 0))).toEqual(['own', 'p0', 'p1']);
    expect(keys(placeTiles(desk, stage(3), [], 0))).toEqual(['own', 'p0', 'p1', 'p2']);
  });

  test('more than fit are on pages; each person is on one of them; a page that is gone is the last', () => {
    const pages = [0, 1].map((page) => placeTiles(desk, stage(40), [], page));
    expect(pages.map(({ pages: count }) => count)).toEqual([2, 2]);
    expect(new Set(pages.flatMap(keys)).size).toBe(41);
    expect(placeTiles(desk, stage(3), [], 1).page).toBe(0);
  });

  test('who speaks is on the first page, and still on one only', () => {
    const pages = [0, 1].map((page) => placeTiles(desk, stage(40), ['account-p39 0'], page));
    expect(keys(pages[0]!)).toContain('p39');
    expect(new Set(pages.flatMap(keys)).size).toBe(41);
  });

  test('a shared screen is largest, and the people are beside it', () => {
    const placing = placeTiles(desk, shared(3), [], 0);
    expect(keys(placing)).toEqual(['screen account-p0', 'own', 'p0', 'p1', 'p2']);
    const [first, ...rest] = placing.tiles;
    expect(rest.every(({ box }) => box.width * 3 < first!.box.width)).toBe(true);
  });

  test('who shares and is away shares nothing', () => {
    const [first] = people(1);
    const away = stageOf(facesOf(callOf({ ...first!, isAway: true, tracks: [track('s', 'screen')] }), null, []));
    expect(away.screens).toEqual([]);
  });
});

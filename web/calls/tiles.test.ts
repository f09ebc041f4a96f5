import { describe, expect, test } from 'vitest';
import { bestGrid, capacityOf, GAP, gridBoxes, onScreen, shareLayout, type Area, type Box } from './tiles.ts';

const desk: Area = { width: 1440, height: 800 };
const phone: Area = { width: 344, height: 640 };

const isInside = (box: Box, area: Area): boolean =>
  box.x >= 0 && box.y >= 0 && box.x + box.width <= area.width + 1 && box.y + box.height <= area.height + 1;
const overlap = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('the grid', () => {
  test.each([
    [desk, 1, 1, 1],
    [desk, 2, 2, 1],
    [desk, 3, 2, 2],
    [desk, 4, 2, 2],
    [desk, 5, 3, 2],
    [desk, 6, 3, 2],
    [desk, 7, 3, 3],
    [desk, 9, 3, 3],
    [desk, 10, 4, 3],
    [desk, 16, 4, 4],
    [desk, 25, 5, 5],
    [{ width: 2000, height: 400 }, 3, 3, 1],
    [phone, 1, 1, 1],
    [phone, 2, 1, 2],
    [phone, 3, 1, 3],
    [phone, 6, 2, 3],
  ])('in %j %i tiles make %i columns and %i rows', (area, count, columns, rows) => {
    expect(bestGrid(area, count)).toMatchObject({ columns, rows });
  });

  const areas: Area[] = [
    desk,
    phone,
    { width: 768, height: 700 },
    { width: 320, height: 240 },
    { width: 2560, height: 1300 },
    { width: 500, height: 900 },
  ];
  test.each(areas)('in %j every count of tiles stays inside, apart and of one size', (area) => {
    for (let count = 1; count <= 25; count++) {
      const boxes = gridBoxes(area, count);
      expect(boxes).toHaveLength(count);
      for (const [index, box] of boxes.entries()) {
        expect(isInside(box, area)).toBe(true);
        expect([box.width, box.height]).toEqual([boxes[0]?.width, boxes[0]?.height]);
        for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
      }
    }
  });

  test('tiles are 16:9 on a desk and eight pixels apart', () => {
    const [first, second] = gridBoxes(desk, 2);
    expect((first?.width ?? 0) / (first?.height ?? 1)).toBeCloseTo(16 / 9, 1);
    expect((second?.x ?? 0) - (first?.x ?? 0) - (first?.width ?? 0)).toBeGreaterThanOrEqual(GAP - 1);
  });

  test('a last row that is not full stands in the middle', () => {
    const boxes = gridBoxes(desk, 3);
    const [last] = boxes.slice(-1);
    expect((last?.x ?? 0) + (last?.width ?? 0) / 2).toBeCloseTo(desk.width / 2, -1);
  });

  test('an area without room has no tiles with a size', () => {
    expect(gridBoxes({ width: 0, height: 0 }, 2).every(({ width, height }) => width === 0 && height === 0)).toBe(true);
  });

  test.each([
    [desk, 25],
    [phone, 10],
    [{ width: 160, height: 100 }, 1],
  ])('in %j up to %i tiles go on a page', (area, most) => {
    expect(capacityOf(area)).toBe(most);
  });
});

describe('a shared screen', () => {
  test('has the others beside it on a desk', () => {
    const { stage, strip } = shareLayout(desk, 3);
    expect(stage.height).toBe(desk.height);
    expect(strip).toHaveLength(3);
    for (const box of strip) {
      expect(isInside(box, desk)).toBe(true);
      expect(overlap(box, stage)).toBe(false);
    }
  });

  test('has the others below it on a phone, as many as fit', () => {
    const { stage, strip } = shareLayout(phone, 9);
    expect(stage.width).toBe(phone.width);
    expect(strip.length).toBeLessThan(9);
    for (const box of strip) {
      expect(isInside(box, phone)).toBe(true);
      expect(overlap(box, stage)).toBe(false);
    }
  });

  test('has all the room when nobody else is to be seen', () => {
    expect(shareLayout(desk, 0).stage).toEqual({ x: 0, y: 0, ...desk });
  });
});

describe('who is on the screen', () => {
  const keys = ['own', 'a', 'b', 'c', 'd', 'e'];
  const pinned = new Set(['own']);
  test.each([
    ['the first ones, when nobody spoke', 4, [], ['own', 'a', 'b', 'c']],
    ['everybody, when there is room', 9, ['e'], keys],
    ['somebody who spoke, in the last place of one who did not', 4, ['e'], ['own', 'a', 'b', 'e']],
    ['the first ones, when one of them spoke', 4, ['a'], ['own', 'a', 'b', 'c']],
    ['two who spoke', 4, ['e', 'd'], ['own', 'a', 'd', 'e']],
    ['oneself even where there is room for one', 1, ['e'], ['own']],
    ['nobody who has left', 3, ['gone'], ['own', 'a', 'b']],
  ])('are %s', (_, limit, recent, shown) => {
    expect(onScreen(keys, limit, recent, pinned)).toEqual(shown);
  });
});

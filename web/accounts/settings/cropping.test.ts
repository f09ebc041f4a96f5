import { expect, it } from 'vitest';
import { turnedSize } from './cropping.ts';

it.each([
  [0, 400, 300],
  [90, 300, 400],
  [180, 400, 300],
  [-90, 300, 400],
  [45, 494.97, 494.97],
])('a picture of 400 by 300 that is turned by %i degrees is %d by %d', (rotation, width, height) => {
  const turned = turnedSize(400, 300, rotation);
  expect([turned.width, turned.height].map((edge) => Math.round(edge * 100) / 100)).toEqual([width, height]);
});

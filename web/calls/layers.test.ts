import { expect, test } from 'vitest';
import { layerFor } from './layers.ts';

test.each([
  [{ width: 160, height: 90 }, 0],
  [{ width: 355, height: 200 }, 0],
  [{ width: 360, height: 202 }, 1],
  [{ width: 700, height: 394 }, 1],
  [{ width: 800, height: 450 }, 2],
  [{ width: 1920, height: 1080 }, 2],
  // A tall tile of a phone: a picture as high as it, cut at the sides.
  [{ width: 340, height: 600 }, 2],
  // A wide, low one: a picture as wide as it, cut above and below.
  [{ width: 900, height: 150 }, 2],
])('a tile of %j needs layer %i', (size, layer) => {
  expect(layerFor(size)).toBe(layer);
});

// Which of a camera's three sizes a tile needs: the smallest that still has a pixel for (nearly) each of its own.

/** What `calls.adjust` calls them, smallest first. */
export type Layer = 0 | 1 | 2;

export type Size = { width: number; height: number };

/** Lines of the two smaller layers with a little to spare: a picture may be stretched by a tenth before anybody sees it. */
const SMALL_LINES = 200;
const MIDDLE_LINES = 420;

/** `size` in device pixels. A picture that covers its tile is as high as the tile, or as its width asks for. */
export const layerFor = ({ width, height }: Size): Layer => {
  const lines = Math.max(height, (width * 9) / 16);
  if (lines <= SMALL_LINES) return 0;
  return lines <= MIDDLE_LINES ? 1 : 2;
};

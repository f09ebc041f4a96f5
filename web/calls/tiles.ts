// Where tiles go: a grid that fills its space, or a shared picture with a strip beside it. Pure; CSS pixels.

export type Area = { width: number; height: number };
export type Box = Area & { x: number; y: number };

/** Width to height that a tile may have. */
export type Ratios = { min: number; max: number };

const WIDE = 16 / 9;
export const GAP = 8;

/** On a desk tiles are 16:9; on a narrow upright screen they may grow tall, rather than leave most of it empty. */
export const ratiosFor = ({ width, height }: Area): Ratios =>
  width < 720 && height > width ? { min: 0.6, max: WIDE } : { min: WIDE, max: WIDE };

export type Grid = { columns: number; rows: number; tile: Area };

const fit = ({ width, height }: Area, { min, max }: Ratios): Area => {
  if (width / height > max) return { width: height * max, height };
  if (width / height < min) return { width, height: width / min };
  return { width, height };
};

/** The columns and rows that make the tiles largest; of two that are alike, the one with fewer empty cells. */
export const bestGrid = (area: Area, count: number, ratios: Ratios = ratiosFor(area), gap: number = GAP): Grid => {
  let best: Grid = { columns: 1, rows: Math.max(1, count), tile: { width: 0, height: 0 } };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    // A column that no row needs.
    if (Math.ceil(count / rows) < columns) continue;
    const cell = { width: (area.width - gap * (columns - 1)) / columns, height: (area.height - gap * (rows - 1)) / rows };
    if (cell.width <= 0 || cell.height <= 0) continue;
    const tile = fit(cell, ratios);
    const surface = (of: Area) => of.width * of.height;
    if (surface(tile) > surface(best.tile) * 1.001) best = { columns, rows, tile };
  }
  return best;
};

const whole = ({ x, y, width, height }: Box): Box => ({
  x: Math.round(x),
  y: Math.round(y),
  width: Math.floor(width),
  height: Math.floor(height),
});

/** Row by row, the block in the middle of the area and the last row in the middle of the block. */
export const gridBoxes = (area: Area, count: number, ratios: Ratios = ratiosFor(area), gap: number = GAP): Box[] => {
  const { columns, rows, tile } = bestGrid(area, count, ratios, gap);
  const top = (area.height - rows * tile.height - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const left = (area.width - inRow * tile.width - (inRow - 1) * gap) / 2;
    return whole({ x: left + (index % columns) * (tile.width + gap), y: top + row * (tile.height + gap), ...tile });
  });
};

/** Two people: the other as large as can be, oneself in a corner of their picture. */
export const pairBoxes = (area: Area, gap: number = GAP): { large: Box; small: Box } => {
  const [large = { x: 0, y: 0, ...area }] = gridBoxes(area, 1);
  const width = Math.round(Math.min(240, Math.max(140, large.width * 0.22)));
  const height = Math.round(width / WIDE);
  const small = { x: large.x + large.width - width - gap * 1.5, y: large.y + large.height - height - gap * 1.5, width, height };
  return { large, small };
};

const MOST_TILES = 25;
/** Below this a face is no longer a face. */
const SMALLEST = { width: 150, height: 84 };

/** How many tiles go on one page of the grid. */
export const capacityOf = (area: Area): number => {
  for (let count = MOST_TILES; count > 1; count--) {
    const { tile } = bestGrid(area, count);
    if (tile.width >= SMALLEST.width && tile.height >= SMALLEST.height) return count;
  }
  return 1;
};

export type ShareLayout = { stage: Box; strip: Box[] };

/** One large box, and as many of `count` small ones as fit beside it (wide areas) or below it (upright ones). */
export const shareLayout = (area: Area, count: number, gap: number = GAP): ShareLayout => {
  if (count === 0) return { stage: { x: 0, y: 0, ...area }, strip: [] };
  if (area.width / area.height > 1.2) {
    const width = Math.floor(Math.min(240, Math.max(128, area.width * 0.18)));
    const height = Math.floor(width / WIDE);
    const shown = Math.min(count, Math.max(1, Math.floor((area.height + gap) / (height + gap))));
    const top = Math.round((area.height - shown * height - (shown - 1) * gap) / 2);
    return {
      stage: { x: 0, y: 0, width: area.width - width - gap, height: area.height },
      strip: Array.from({ length: shown }, (_, index) => ({ x: area.width - width, y: top + index * (height + gap), width, height })),
    };
  }
  const height = Math.floor(Math.min(140, Math.max(72, area.height * 0.16)));
  const width = Math.floor(height * 1.4);
  const shown = Math.min(count, Math.max(1, Math.floor((area.width + gap) / (width + gap))));
  const left = Math.round((area.width - shown * width - (shown - 1) * gap) / 2);
  return {
    stage: { x: 0, y: 0, width: area.width, height: area.height - height - gap },
    strip: Array.from({ length: shown }, (_, index) => ({ x: left + index * (width + gap), y: area.height - height, width, height })),
  };
};

/**
 * The `limit` tiles that are on the screen, in their own order: the first ones, save that somebody who spoke lately takes the place of the
 * last one who did not. `pinned` ones always stay.
 */
export const onScreen = <Key>(keys: readonly Key[], limit: number, recent: readonly Key[], pinned: ReadonlySet<Key>): Key[] => {
  const shown = keys.slice(0, limit);
  const wanted = recent.filter((key) => keys.includes(key)).slice(0, Math.max(1, Math.floor(limit / 2)));
  for (const key of wanted) {
    if (shown.includes(key)) continue;
    const given = shown.findLastIndex((other) => !wanted.includes(other) && !pinned.has(other));
    if (given >= 0) shown[given] = key;
  }
  return shown;
};

// Which tiles are on the screen, and where: a grid in pages, a pair, or a shared screen with the others beside it. Pure.
import type { Item, Stage } from './items.ts';
import { OWN_KEY } from './items.ts';
import { capacityOf, gridBoxes, onScreen, pairBoxes, shareLayout, type Area, type Box } from './tiles.ts';

/** `isFloating`: it lies over another tile. */
export type Placed = { item: Item; box: Box; isFloating: boolean };
export type Placing = { tiles: Placed[]; page: number; pages: number };

/** Narrower, two stand one above the other. */
const PAIR_WIDTH = 600;

const PINNED: ReadonlySet<string> = new Set([OWN_KEY]);

const zip = (items: readonly Item[], boxes: readonly Box[]): Placed[] =>
  items.flatMap((item, index) => {
    const box = boxes[index];
    return box === undefined ? [] : [{ item, box, isFloating: false }];
  });

/** `recent`: keys of those who spoke last. A page that is not there any more is the last one. */
export const placeTiles = (area: Area, { people, screens }: Stage, recent: readonly string[], page: number): Placing => {
  const byKey = new Map(people.map((item) => [item.key, item]));
  const keys = [...byKey.keys()];
  const itemsOf = (wanted: readonly string[]) => wanted.flatMap((key) => byKey.get(key) ?? []);

  const shared = screens.at(-1);
  if (shared !== undefined) {
    // Other screens that are shared at the same time stand before the people.
    const beside = screens.slice(0, -1);
    const { stage, strip } = shareLayout(area, beside.length + people.length);
    const room = Math.max(0, strip.length - beside.length);
    const items = [...beside, ...itemsOf(onScreen(keys, room, recent, PINNED))];
    return { tiles: [{ item: shared, box: stage, isFloating: false }, ...zip(items, strip)], page: 0, pages: 1 };
  }

  const [own, other] = people;
  if (own !== undefined && other?.kind === 'person' && people.length === 2 && area.width >= PAIR_WIDTH) {
    const { large, small } = pairBoxes(area);
    const tiles = [
      { item: own, box: small, isFloating: true },
      { item: other, box: large, isFloating: false },
    ];
    return { tiles, page: 0, pages: 1 };
  }

  const perPage = capacityOf(area);
  const pages = Math.max(1, Math.ceil(keys.length / perPage));
  const shownPage = Math.min(page, pages - 1);
  const first = onScreen(keys, perPage, recent, PINNED);
  const ordered = [...first, ...keys.filter((key) => !first.includes(key))];
  const items = itemsOf(ordered.slice(shownPage * perPage, (shownPage + 1) * perPage));
  return { tiles: zip(items, gridBoxes(area, items.length)), page: shownPage, pages };
};

// Chance that can be played again: the same seed makes the same choices.

export type Chance = {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number below `end`. */
  below(end: number): number;
  /** True once in so many times: `of(0.1)` one time in ten. */
  of(share: number): boolean;
  pick<Item>(items: readonly Item[]): Item | undefined;
};

/** Mulberry32, by Tommy Ettinger. */
export const createChance = (seed: number): Chance => {
  let state = Math.trunc(seed);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return { next, below, of: (share) => next() < share, pick: (items) => items[below(items.length)] };
};

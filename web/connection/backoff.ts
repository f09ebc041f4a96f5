// How long to wait before the next attempt: doubling from 250 ms to 10 s, between half and the whole of it by chance, so that the pages of
// a server that restarts do not come back in one instant.
const FIRST_MS = 250;
const LONGEST_MS = 10_000;

export const backoffMs = (attempt: number, random: number): number => {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(whole / 2 + (whole / 2) * random);
};

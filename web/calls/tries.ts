// Counts the tries to join and spaces them out: half a second, one, two, four; after five it is up to the person.
import type { Clock } from '../connection/clock.ts';

export type Tries = {
  isTime(): boolean;
  isExhausted(): boolean;
  begin(): void;
  /** The next one comes after a pause, longer each time; `wake` is called when it is time. */
  pause(atLeastMs?: number): void;
  /** As if none had been made. */
  reset(): void;
  /** `wake` is called then, for whatever reason; only the latest of these counts. */
  wakeAfter(ms: number): void;
  /** The seat that the last try brought is lost. One that was good begins the count anew; the first may be replaced at once. */
  seatLost(heldMs: number): void;
  close(): void;
};

const MOST = 5;
export const FIRST_PAUSE_MS = 500;
const GOOD_SEAT_MS = 30_000;

export const createTries = (clock: Clock, wake: () => void): Tries => {
  let made = 0;
  let notBefore = 0;
  let cancel = (): void => {};

  const wakeAfter = (ms: number): void => {
    cancel();
    cancel = clock.after(ms, wake);
  };
  const pause = (atLeastMs = 0): void => {
    const ms = Math.max(atLeastMs, FIRST_PAUSE_MS * 2 ** (made - 1));
    notBefore = clock.now() + ms;
    wakeAfter(ms);
  };

  return {
    isTime: () => clock.now() >= notBefore,
    isExhausted: () => made >= MOST,
    begin: () => void made++,
    pause,
    reset: () => {
      made = 0;
      notBefore = 0;
    },
    wakeAfter,
    seatLost: (heldMs) => {
      if (heldMs > GOOD_SEAT_MS) made = 0;
      else if (made > 1) pause();
    },
    close: () => cancel(),
  };
};

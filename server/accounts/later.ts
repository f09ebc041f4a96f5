// Work that begins after its request was answered, at a moment drawn by lot: neither the answer nor what is asked next takes longer for an address
// that has an account. Lost with the process, like a request that never came.
import { randomInt } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

export type Later = ReturnType<typeof createLater>;

const WITHIN_MS = 1_000;
/** Far more than the limits of the routes let through. */
const AT_MOST = 10_000;

export const createLater = ({ clock, log }: { clock: Clock; log: Log }) => {
  const waiting = new Map<() => Promise<void>, () => void>();
  const running = new Set<Promise<void>>();

  const begin = (work: () => Promise<void>): void => {
    waiting.delete(work);
    const run = work()
      .catch((error: unknown) => log.error({ err: error }, 'work that nobody waits for failed'))
      .finally(() => running.delete(run));
    running.add(run);
  };

  return {
    run(work: () => Promise<void>): void {
      if (waiting.size >= AT_MOST) return;
      waiting.set(
        work,
        clock.after(randomInt(WITHIN_MS), () => begin(work)),
      );
    },
    /** Begins what still waits, and resolves when all is done: at the end of the server. */
    async settle(): Promise<void> {
      for (const [work, cancel] of waiting) {
        cancel();
        begin(work);
      }
      await Promise.all(running);
    },
  };
};

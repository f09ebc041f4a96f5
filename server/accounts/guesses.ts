// How often a secret of one account may be guessed: wrong ones alone count, and with time they are forgotten. In memory, so that it holds on the
// smallest set-up; the routes have limits by network besides.
import { Refusal } from '../../protocol/errors.ts';
import type { Clock } from '../clock.ts';

export type Guesses = ReturnType<typeof createGuesses>;

type Limit = { wrong: number; withinMs: number };

const SWEEP_ABOVE = 1_000;

export const createGuesses = ({ clock, wrong, withinMs }: Limit & { clock: Clock }) => {
  const tried = new Map<string, { count: number; until: number }>();

  const sweep = (now: number): void => {
    if (tried.size >= SWEEP_ABOVE) for (const [key, { until }] of tried) if (until <= now) tried.delete(key);
  };

  return {
    /** Whether `isRight` says so; refused where `key` has no guess left. It counts before it is known to be wrong, so that many at once win nothing. */
    async guess(key: string, isRight: () => Promise<boolean>): Promise<boolean> {
      const now = clock.now();
      const kept = tried.get(key);
      const entry = kept && kept.until > now ? kept : { count: 0, until: now + withinMs };
      if (entry.count >= wrong) throw new Refusal('too-many', 'too many wrong tries', entry.until - now);
      entry.count += 1;
      sweep(now);
      tried.set(key, entry);
      try {
        const answer = await isRight();
        if (answer) tried.delete(key);
        return answer;
      } catch (error) {
        entry.count -= 1; // Nothing was learned from it.
        throw error;
      }
    },
  };
};

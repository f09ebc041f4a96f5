// Notices a process that is there but no longer answers: stopped, or spinning. Its death would be reported by itself. A process that waits
// for a CPU on a machine with too much to do is not to blame and is left alone, since killing it would end calls that only stutter.
import { readFileSync } from 'node:fs';

const ASK_EVERY_MS = 1_000;
const MISSES = 3;

/** Milliseconds that a process has waited for a CPU since it began; 0 where the system does not tell. */
export const waitedForCpu = (pid: number): number => {
  try {
    // Nanoseconds running, nanoseconds waiting, turns: proc(5).
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0; // No such file on this system, or no such process any more.
  }
};

type Watched = { ask(): Promise<unknown>; waited(): number; onHang(): void };

/** Rounds are counted, not time: when it was this process that was held up, an answer is read before the next round. The answer ends it. */
export const watchdog = ({ ask, waited, onHang }: Watched): (() => void) => {
  let isAsking = false;
  let misses = 0;
  let waitedBefore = 0;
  const round = () => {
    const waitedNow = waited();
    const isStarved = waitedNow - waitedBefore > ASK_EVERY_MS / 2;
    waitedBefore = waitedNow;
    if (isAsking) {
      if (!isStarved) misses += 1;
      if (misses === MISSES) {
        clearInterval(timer);
        onHang();
      }
      return;
    }
    isAsking = true;
    misses = 0;
    ask().then(
      () => (isAsking = false),
      // It is closed: whoever closed it knows.
      () => clearInterval(timer),
    );
  };
  const timer = setInterval(round, ASK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
};

// A reconcile loop of one seat: it rests while the seat's socket is lost (the server would not know the seat from another socket until it
// was taken up again), and what the server cannot do just now is tried again later.
import type { Clock } from '../connection/clock.ts';
import { Lost, Refused } from '../connection/connection.ts';
import { createLoop, type Loop, type Step } from '../devices/reconcile.ts';
import { REFUSALS } from '../../protocol/errors.ts';

/** What all loops of a seat share. */
export type SeatContext = {
  clock: Clock;
  /** False while the socket is lost or the seat not yet taken up again; whoever opens it wakes the loops. */
  isOpen(): boolean;
  /** The server says that there is no such seat: whoever holds it looks into that. */
  onDoubt(): void;
  /** A defect, or a no that repeating will not change. */
  onError(error: unknown): void;
};

const RETRY_MS = 2_000;

export const createSeatLoop = (context: SeatContext, step: () => Promise<Step>): Loop => {
  let cancelRetry = (): void => {};
  let isClosed = false;

  const retryAfter = (ms: number): void => {
    cancelRetry();
    cancelRetry = context.clock.after(ms, () => loop.wake());
  };

  const loop = createLoop(
    async () => (context.isOpen() ? step() : 'settled'),
    (error) => {
      // What was under way when the seat was closed fails; that is no news.
      if (isClosed) return;
      if (error instanceof Lost) retryAfter(RETRY_MS);
      else if (error instanceof Refused && error.code === 'not-in-call') context.onDoubt();
      // What was spoken of went away while the question was under way; the room is about to say so.
      else if (error instanceof Refused && error.code === 'not-found') return;
      else if (error instanceof Refused && REFUSALS[error.code].advice === 'retry') retryAfter(error.retryAfterMs ?? RETRY_MS);
      else context.onError(error);
    },
  );

  return {
    ...loop,
    close: () => {
      isClosed = true;
      cancelRetry();
      loop.close();
    },
  };
};

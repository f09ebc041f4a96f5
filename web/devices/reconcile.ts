// The loop between a wish and a fact: one step at a time, never two at once, until the fact is what is wished for now.
// A wish that changes while a step is on its way is seen by the next step; ten quick toggles end where the last one points.

/** `again`: something was done, look anew. `settled`: nothing is left to do until the next `wake`. */
export type Step = 'again' | 'settled';

export type Loop = {
  /** Looks at the wish, now or once the present step is done. */
  wake(): void;
  /** Resolves when the loop rests. */
  settled(): Promise<void>;
  /** No further step is begun. Idempotent. */
  close(): void;
};

/** A step that throws puts the loop to rest until the next `wake`; `onError` hears of it. */
export const createLoop = (step: () => Promise<Step>, onError: (error: unknown) => void): Loop => {
  let isWanted = false;
  let isClosed = false;
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    while (isWanted && !isClosed) {
      isWanted = false;
      try {
        if ((await step()) === 'again') isWanted = true;
      } catch (error) {
        onError(error);
      }
    }
    running = null;
  };

  return {
    wake: () => {
      if (isClosed) return;
      isWanted = true;
      running ??= run();
    },
    settled: async () => {
      while (running !== null) await running;
    },
    close: () => {
      isClosed = true;
    },
  };
};

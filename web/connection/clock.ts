// Time as an argument of the page's headless modules, so that tests turn the hands themselves.
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `run` once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
};

export const browserClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export type FakeClock = Clock & {
  /** Moves time on by `ms`, running what falls due in order. */
  advance(ms: number): void;
};

export const createFakeClock = (start = Date.UTC(2026, 0, 1)): FakeClock => {
  let time = start;
  const due = new Set<{ at: number; run: () => void }>();
  return {
    now: () => time,
    after(ms, run) {
      const entry = { at: time + ms, run };
      due.add(entry);
      return () => due.delete(entry);
    },
    advance(ms) {
      const end = time + ms;
      for (;;) {
        const next = [...due].filter((entry) => entry.at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        due.delete(next);
        time = next.at;
        next.run();
      }
      time = end;
    },
  };
};

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waitedForCpu, watchdog } from './watchdog.ts';

describe('the watchdog', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** `answers`: after how many milliseconds it does; `waits`: how much of each second it waits for a CPU. */
  const watch = ({ answers, waits = 0 }: { answers: number | null; waits?: number }) => {
    const onHang = vi.fn<() => void>();
    let waited = 0;
    const stop = watchdog({
      ask: () => new Promise((resolve) => answers !== null && setTimeout(resolve, answers)),
      waited: () => (waited += waits),
      onHang,
    });
    return { onHang, stop };
  };

  it.each([
    ['answers at once', { answers: 0 }, 0],
    ['answers late, but does', { answers: 2_900 }, 0],
    ['never answers', { answers: null }, 1],
    ['never answers, and waits a little', { answers: null, waits: 100 }, 1],
    ['never answers, because it waits for a CPU', { answers: null, waits: 900 }, 0],
  ])('of a process that %s', async (_, process, times) => {
    const { onHang } = watch(process);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onHang).toHaveBeenCalledTimes(times);
  });

  it('takes about four seconds', async () => {
    const { onHang } = watch({ answers: null });
    await vi.advanceTimersByTimeAsync(3_900);
    expect(onHang).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(onHang).toHaveBeenCalledTimes(1);
  });

  it('is quiet once it is stopped', async () => {
    const { onHang, stop } = watch({ answers: null });
    await vi.advanceTimersByTimeAsync(3_000);
    stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onHang).not.toHaveBeenCalled();
  });
});

it('knows no wait of a process that is not there', () => {
  expect(waitedForCpu(2 ** 30)).toBe(0);
});

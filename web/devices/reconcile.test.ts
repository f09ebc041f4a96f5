import { describe, expect, test, vi } from 'vitest';
import { createLoop } from './reconcile.ts';

/** A lamp with a slow switch: the fact follows the wish one throw of the switch at a time. */
const createLamp = () => {
  const throws: Array<{ to: boolean; done: () => void }> = [];
  const lamp = { wish: false, fact: false, atOnce: 0, mostAtOnce: 0 };
  const loop = createLoop(
    async () => {
      const to = lamp.wish;
      if (to === lamp.fact) return 'settled';
      lamp.mostAtOnce = Math.max(lamp.mostAtOnce, ++lamp.atOnce);
      await new Promise<void>((done) => throws.push({ to, done }));
      lamp.atOnce--;
      lamp.fact = to;
      return 'again';
    },
    (error) => {
      throw error;
    },
  );
  const flush = async () => {
    while (throws.length > 0) {
      throws.shift()?.done();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await loop.settled();
  };
  return { lamp, loop, flush, throws };
};

describe('a reconcile loop', () => {
  test.each([
    { toggles: [true], ends: true },
    { toggles: [true, false], ends: false },
    { toggles: [true, false, true], ends: true },
    { toggles: [true, false, true, false, true, false, true, true, false, true], ends: true },
  ])('ends where the last of $toggles points, one step at a time', async ({ toggles, ends }) => {
    const { lamp, loop, flush } = createLamp();
    for (const wish of toggles) {
      lamp.wish = wish;
      loop.wake();
    }
    await flush();
    expect(lamp.fact).toBe(ends);
    expect(lamp.mostAtOnce).toBeLessThanOrEqual(1);
  });

  test('sees a wish that changes while a step is on its way', async () => {
    const { lamp, loop, flush, throws } = createLamp();
    lamp.wish = true;
    loop.wake();
    expect(throws.map(({ to }) => to)).toEqual([true]);
    lamp.wish = false;
    loop.wake();
    await flush();
    expect(lamp.fact).toBe(false);
  });

  test('rests after an error and goes on at the next wake', async () => {
    const onError = vi.fn();
    let fails = true;
    let steps = 0;
    const loop = createLoop(async () => {
      steps++;
      if (fails) throw new Error('no luck');
      return 'settled';
    }, onError);
    loop.wake();
    await loop.settled();
    expect([steps, onError.mock.calls.length]).toEqual([1, 1]);
    fails = false;
    loop.wake();
    await loop.settled();
    expect([steps, onError.mock.calls.length]).toEqual([2, 1]);
  });

  test('begins no step after it was closed', async () => {
    const { lamp, loop, flush } = createLamp();
    lamp.wish = true;
    loop.wake();
    loop.close();
    lamp.wish = false;
    loop.wake();
    await flush();
    expect(lamp.fact).toBe(true);
  });
});

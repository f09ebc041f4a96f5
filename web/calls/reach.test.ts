import { describe, expect, test } from 'vitest';
import type { Direction } from '../../protocol/media.ts';
import { Lost } from '../connection/connection.ts';
import { createFakeContext, settle } from './calls.testing.ts';
import { createReachWatch } from './reach.ts';

const createBench = () => {
  const context = createFakeContext();
  const bench = {
    ...context,
    isOpenNow: true,
    fails: false,
    restarts: [] as Direction[],
    pass: async (ms: number) => {
      // In small steps, as timers come due one after another.
      for (let passed = 0; passed < ms; passed += 500) {
        context.clock.advance(Math.min(500, ms - passed));
        await settle();
      }
    },
  };
  const watch = createReachWatch({
    ...context,
    isOpen: () => bench.isOpenNow,
    restart: async (direction) => {
      bench.restarts.push(direction);
      if (bench.fails) throw new Lost();
    },
  });
  return Object.assign(bench, { watch });
};

describe('the reach of media', () => {
  test('is fine while nothing is sent or received, and once both get through', () => {
    const { watch } = createBench();
    expect(watch.$reach.get()).toBe('fine');
    watch.onLink('send', 'connecting');
    expect(watch.$reach.get()).toBe('connecting');
    watch.onLink('send', 'connected');
    expect(watch.$reach.get()).toBe('fine');
  });

  test('a transport that falters and recovers within a second is left alone', async () => {
    const { watch, restarts, pass } = createBench();
    watch.onLink('send', 'disconnected');
    await pass(500);
    watch.onLink('send', 'connected');
    await pass(5_000);
    expect(restarts).toEqual([]);
    expect(watch.$reach.get()).toBe('fine');
  });

  test('one that stays disconnected is restarted after a second, one that failed at once', async () => {
    const { watch, restarts, pass } = createBench();
    watch.onLink('send', 'disconnected');
    watch.onLink('receive', 'failed');
    await settle();
    expect(restarts).toEqual(['receive']);
    await pass(1_000);
    expect(restarts).toEqual(['receive', 'send']);
  });

  test('a restart that does not help is repeated, less and less often', async () => {
    const { watch, restarts, pass } = createBench();
    watch.onLink('send', 'failed');
    await pass(2_500);
    expect(restarts).toHaveLength(1);
    await pass(1_000);
    expect(restarts).toHaveLength(2);
    await pass(5_000);
    expect(restarts).toHaveLength(2);
    await pass(1_500);
    expect(restarts).toHaveLength(3);
  });

  test('twelve seconds without getting through is said, and taken back', async () => {
    const { watch, pass } = createBench();
    watch.onLink('receive', 'connecting');
    await pass(11_500);
    expect(watch.$reach.get()).toBe('connecting');
    await pass(500);
    expect(watch.$reach.get()).toBe('unreachable');
    watch.onLink('receive', 'connected');
    expect(watch.$reach.get()).toBe('fine');
  });

  test('a change of network restarts what is in use, without waiting for it to fail', async () => {
    const { watch, restarts } = createBench();
    watch.onLink('receive', 'connected');
    watch.networkChanged();
    await settle();
    expect(restarts).toEqual(['receive']);
  });

  test('while the seat is not known to the server nothing is asked; after, it is', async () => {
    const bench = createBench();
    bench.isOpenNow = false;
    bench.watch.onLink('send', 'failed');
    await bench.pass(3_000);
    expect(bench.restarts).toEqual([]);
    bench.isOpenNow = true;
    bench.watch.wake();
    await settle();
    expect(bench.restarts).toEqual(['send']);
  });

  test('a question that is lost is asked again', async () => {
    const bench = createBench();
    bench.fails = true;
    bench.watch.onLink('send', 'failed');
    await settle();
    bench.fails = false;
    await bench.pass(2_000);
    expect(bench.restarts).toEqual(['send', 'send']);
  });
});

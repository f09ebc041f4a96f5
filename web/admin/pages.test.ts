import { describe, expect, test, vi } from 'vitest';
import { createPagedList, type FetchPage } from './pages.ts';

/** Answers when it is told to, in whatever order. */
const open = () => {
  const asked: { after: number | undefined; answer(items: number[], hasMore: boolean): Promise<void>; fail(): Promise<void> }[] = [];
  const fetch = (): FetchPage<number> => (after) =>
    new Promise((resolve, reject) => {
      const settled = () => new Promise<void>((done) => setTimeout(done));
      asked.push({
        after,
        answer: (items, hasMore) => (resolve({ items, hasMore }), settled()),
        fail: () => (reject(new Error('no')), settled()),
      });
    });
  const list = createPagedList<number>();
  return { list, asked, fetch, now: () => list.$pages.get() };
};

describe('a list in pages', () => {
  test('grows by its pages, one asked for at a time', async () => {
    const { list, asked, fetch, now } = open();
    list.ask(fetch());
    list.more();
    expect(asked.map(({ after }) => after)).toEqual([undefined]);
    expect(now()).toMatchObject({ items: [], isStale: true });
    await asked[0]!.answer([5, 4], true);
    expect(now()).toEqual({ items: [5, 4], hasMore: true, isStale: false, error: null });
    list.more();
    list.more();
    expect(asked.map(({ after }) => after)).toEqual([undefined, 4]);
    await asked[1]!.answer([3], false);
    expect(now()).toEqual({ items: [5, 4, 3], hasMore: false, isStale: false, error: null });
  });

  test('another question keeps what is there until its answer comes, and the former one is not waited for', async () => {
    const { list, asked, fetch, now } = open();
    list.ask(fetch());
    await asked[0]!.answer([5, 4], true);
    list.more();
    list.ask(fetch());
    list.ask(fetch());
    expect(now()).toMatchObject({ items: [5, 4], isStale: true });
    expect(asked.map(({ after }) => after)).toEqual([undefined, 4, undefined, undefined]);
    await asked[3]!.answer([9], false);
    await asked[2]!.answer([7], true);
    await asked[1]!.answer([3], true);
    expect(now()).toEqual({ items: [9], hasMore: false, isStale: false, error: null });
  });

  test('a failure is told, takes nothing away, and is tried again where it was', async () => {
    const { list, asked, fetch, now } = open();
    list.ask(fetch());
    await asked[0]!.fail();
    expect(now()).toMatchObject({ items: [], isStale: true, error: expect.any(Error) as Error });
    list.more();
    await asked[1]!.answer([5], true);
    expect(now().error).toBe(null);
    list.more();
    await asked[2]!.fail();
    expect(now()).toMatchObject({ items: [5], isStale: false, error: expect.any(Error) as Error });
    list.more();
    expect(asked[3]!.after).toBe(5);
    await asked[3]!.answer([4], false);
    expect(now()).toEqual({ items: [5, 4], hasMore: false, isStale: false, error: null });
  });

  test('changes in place, and lets go of what is gone', async () => {
    const { list, asked, fetch, now } = open();
    list.ask(fetch());
    await asked[0]!.answer([5, 4, 3], true);
    const told = vi.fn();
    list.$pages.listen(told);
    list.change((item) => (item === 4 ? null : item * 10));
    expect(now()).toMatchObject({ items: [50, 30], hasMore: true });
    expect(told).toHaveBeenCalledOnce();
    list.more();
    expect(asked[1]!.after).toBe(30);
  });
});

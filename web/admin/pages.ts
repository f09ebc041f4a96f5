// A list that comes in pages, by key: the pages that were fetched so far, for the question that was asked last. Headless.
import { atom, type ReadableAtom } from 'nanostores';

export type Pages<Item> = {
  items: readonly Item[];
  hasMore: boolean;
  /** What is shown answers an earlier question, or nothing was answered yet. */
  isStale: boolean;
  error: unknown;
};

/** The page after this item; undefined: the first. */
export type FetchPage<Item> = (after: Item | undefined) => Promise<{ items: readonly Item[]; hasMore: boolean }>;

export type PagedList<Item> = {
  readonly $pages: ReadableAtom<Pages<Item>>;
  /** Asks another question. What is there stays until the answer comes: no flicker while somebody writes. */
  ask(fetch: FetchPage<Item>): void;
  /** The next page; once at a time. After a failure it tries the same once more. */
  more(): void;
  /** What is known without asking: an item changed, or (null) is gone. */
  change(update: (item: Item) => Item | null): void;
};

export const createPagedList = <Item>(): PagedList<Item> => {
  const $pages = atom<Pages<Item>>({ items: [], hasMore: true, isStale: true, error: null });
  let question: FetchPage<Item> | null = null;
  let asking: FetchPage<Item> | null = null;

  const fetch = (after: Item | undefined): void => {
    const own = question;
    if (own === null || asking === own) return;
    asking = own;
    own(after).then(
      ({ items, hasMore }) => {
        // Somebody wrote on meanwhile.
        if (question !== own) return;
        asking = null;
        $pages.set({ items: after === undefined ? items : [...$pages.get().items, ...items], hasMore, isStale: false, error: null });
      },
      (error: unknown) => {
        if (question !== own) return;
        asking = null;
        $pages.set({ ...$pages.get(), error });
      },
    );
  };

  return {
    $pages,
    ask(next) {
      question = next;
      asking = null;
      $pages.set({ ...$pages.get(), isStale: true, error: null });
      fetch(undefined);
    },
    more() {
      const { items, isStale } = $pages.get();
      fetch(isStale ? undefined : items.at(-1));
    },
    change(update) {
      const pages = $pages.get();
      const items = pages.items.map(update).filter((item): item is Awaited<Item> & Item => item !== null);
      $pages.set({ ...pages, items });
    },
  };
};

// Lists in pages as components use them.
import { useEffect, useState } from 'react';
import { useStore } from '@nanostores/react';
import { createPagedList, type FetchPage, type PagedList, type Pages } from './pages.ts';

/** Asks anew whenever `fetch` is another function: keep it with `useCallback`. */
export const usePages = <Item>(fetch: FetchPage<Item>): Pages<Item> & Pick<PagedList<Item>, 'more' | 'change'> => {
  const [list] = useState(() => createPagedList<Item>());
  useEffect(() => list.ask(fetch), [list, fetch]);
  return { ...useStore(list.$pages), more: list.more, change: list.change };
};

const PAUSE_MS = 200;

/** What was written, a moment after the writing stops. */
export const useWritten = (text: string): string => {
  const wanted = text.trim();
  const [settled, settle] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => settle(wanted), wanted === '' ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  return settled;
};

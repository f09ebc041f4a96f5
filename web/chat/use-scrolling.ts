// Where the list of messages stands: stuck to its end, or at a place of the reader's own. Begins anew when the list is put elsewhere. Decides when the list scrolls by itself, when its
// edges are loaded, and tells what is on screen. The list keeps its place by itself when rows come or go at its start.
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Reading } from './reading.ts';
import type { Row } from './rows.ts';
import type { OpenTimeline, Timeline } from './timeline.ts';

/** Closer than this to the end is at the end: half a line. */
const AT_END_PX = 24;
/** Above the "New" line, when the list opens there: the last of what was read stays in sight. */
const NEW_LINE_ABOVE_PX = 96;
/** Edges are loaded before the reader comes to them. */
const EDGE_SCREENS = 1.5;
/** The list needs a moment to measure its rows and go to where it opens; before that it may seem to be at its start. */
const PLACED_AFTER_MS = 200;
/** For this long after rows or the window changed their size, a move up is theirs, unless the reader's hands say otherwise. */
const SETTLES_MS = 300;

export type Scrolling = {
  scroller: RefObject<HTMLDivElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  isAtEnd: boolean;
  toEnd(): void;
  onMove(): void;
  onResize(): void;
};

export const useScrolling = (options: { rows: readonly Row[]; open: OpenTimeline; timeline: Timeline; reading: Reading }): Scrolling => {
  const { rows, open, timeline, reading } = options;
  const { opensAt, window, older, newer } = open;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const place = useRef({ isStuck: true, top: 0, lastKey: '', isPlaced: false, changedAt: 0, meantAt: 0 });
  const [isAtEnd, setAtEnd] = useState(true);

  const scrollToEnd = useCallback(() => {
    // Beyond the last row, because the list ends with a margin.
    list.current?.scrollToIndex(rows.length - 1, { align: 'end', offset: 100 });
  }, [rows]);

  const look = () => {
    const element = scroller.current;
    if (!element || !list.current || element.clientHeight === 0) return;
    const seen = seqsOnScreen(list.current, rows);
    const isVisible = document.visibilityState === 'visible';
    timeline.look({ firstSeq: seen.first, isWatched: isVisible && place.current.isStuck && !window.hasNewer });
    if (isVisible && place.current.isPlaced) reading.saw(seen.last);
  };
  const loadEdges = () => {
    const element = scroller.current;
    if (!element || !place.current.isPlaced || element.clientHeight === 0) return;
    const near = element.clientHeight * EDGE_SCREENS;
    if (window.hasOlder && older === 'idle' && element.scrollTop < near) void timeline.loadOlder();
    if (window.hasNewer && newer === 'idle' && distanceToEnd(element) < near) void timeline.loadNewer();
  };
  const onMove = () => {
    const element = scroller.current;
    if (!element) return;
    const now = place.current;
    const isEnd = distanceToEnd(element) <= AT_END_PX;
    const isUp = element.scrollTop < now.top - 1;
    const isMeant = performance.now() - now.changedAt > SETTLES_MS || performance.now() - now.meantAt < SETTLES_MS;
    if (isEnd) now.isStuck = true;
    else if (isUp && isMeant) now.isStuck = false;
    now.top = element.scrollTop;
    setAtEnd(now.isStuck);
    look();
    loadEdges();
  };
  const onResize = () => {
    place.current.changedAt = performance.now();
    if (place.current.isStuck) scrollToEnd();
    look();
    loadEdges();
  };

  useLayoutEffect(() => {
    const now = place.current;
    now.changedAt = performance.now();
    const last = rows.at(-1);
    const isOpening = now.lastKey === '';
    const isOwn = !isOpening && last?.kind === 'message' && last.seq === null && last.key !== now.lastKey;
    now.lastKey = last?.key ?? '';
    const line = isOpening && opensAt === 'new' ? rows.findIndex((row) => row.kind === 'message' && row.startsNew) : -1;
    if (line > 0) {
      now.isStuck = false;
      list.current?.scrollToIndex(line, { align: 'start', offset: -NEW_LINE_ABOVE_PX });
    }
    // What one writes oneself is what one wants to see.
    if (isOwn) now.isStuck = true;
    if (now.isStuck) scrollToEnd();
    setAtEnd(now.isStuck);
  }, [rows, opensAt, scrollToEnd]);

  const latest = useRef({ look, loadEdges });
  useEffect(() => {
    latest.current = { look, loadEdges };
    // New rows are measured first.
    const frame = requestAnimationFrame(() => {
      latest.current.look();
      latest.current.loadEdges();
    });
    return () => cancelAnimationFrame(frame);
  });
  useEffect(() => {
    const now = place.current;
    const timer = setTimeout(() => {
      now.isPlaced = true;
      latest.current.look();
      latest.current.loadEdges();
    }, PLACED_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const element = scroller.current!;
    const now = place.current;
    const listening = new AbortController();
    for (const type of ['wheel', 'touchmove', 'keydown', 'pointerdown', 'pointermove'] as const) {
      const onHand = (event: Event) => {
        // The scrollbar is dragged with a button down; without one a pointer only passes by.
        if (type !== 'pointermove' || (event as PointerEvent).buttons > 0) now.meantAt = performance.now();
      };
      element.addEventListener(type, onHand, { passive: true, signal: listening.signal });
    }
    return () => listening.abort();
  }, []);
  useEffect(() => {
    const onVisibility = () => latest.current.look();
    document.addEventListener('visibilitychange', onVisibility);
    return () => document.removeEventListener('visibilitychange', onVisibility);
  }, []);

  const toEnd = () => {
    place.current.isStuck = true;
    setAtEnd(true);
    if (window.hasNewer) timeline.toNewest();
    else scrollToEnd();
  };
  return { scroller, list, isAtEnd, toEnd, onMove, onResize };
};

const distanceToEnd = (element: HTMLElement): number => element.scrollHeight - element.scrollTop - element.clientHeight;

const seqOf = (row: Row | undefined): number | null => (row?.kind === 'message' ? row.seq : null);

/** The first and the last message on screen; a message counts as seen when its end was. */
const seqsOnScreen = (list: VirtualizerHandle, rows: readonly Row[]): { first: number; last: number } => {
  const top = list.scrollOffset;
  const bottom = top + list.viewportSize;
  let first = list.findItemIndex(top);
  while (first < rows.length - 1 && seqOf(rows[first]) === null) first += 1;
  let last = list.findItemIndex(bottom);
  while (last > 0 && (seqOf(rows[last]) === null || list.getItemOffset(last) + list.getItemSize(last) > bottom + 1)) last -= 1;
  return { first: seqOf(rows[first]) ?? 0, last: seqOf(rows[last]) ?? 0 };
};

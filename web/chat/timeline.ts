// A room's history as one reader sees it: the window that is held, loading at its two edges, and where the "New" line stands.
// Follows the room's view, which the rooms wing keeps; knows nothing of scrolling, but is told what is being looked at.
import { atom, type ReadableAtom } from 'nanostores';
import type { Account } from '../../protocol/accounts.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { RoomView } from '../../protocol/rooms.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Clock } from '../connection/clock.ts';
import type { Connection } from '../connection/connection.ts';
import {
  followView,
  type HistoryPage,
  joinPages,
  pageOfView,
  putNewer,
  putOlder,
  trim,
  WINDOW_CAP,
  withAuthors,
} from './history-window.ts';

export type Edge = 'idle' | 'loading' | 'failed';

export type OpenTimeline = {
  kind: 'open';
  window: HistoryPage;
  older: Edge;
  newer: Edge;
  /** Others' messages after this `seq` stand under the "New" line. */
  newAfter: number | null;
  /** Counts the times that the window was put elsewhere: then the view scrolls to `opensAt` instead of keeping its place. */
  generation: number;
  opensAt: 'end' | 'new';
};
export type TimelineState = { kind: 'waiting' } | OpenTimeline;

/** What the reader looks at. `isWatched`: the page is visible and scrolled to the live end, so that what comes is seen. */
export type Look = { firstSeq: number; isWatched: boolean };

export type Timeline = {
  readonly $state: ReadableAtom<TimelineState>;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  /** Puts the window at the live end. */
  toNewest(): void;
  /** Puts the window around the first unread message, also when it is further back than the window. */
  toFirstUnread(): Promise<void>;
  look(look: Look): void;
  /** The person answered: what was new is read. */
  clearNew(): void;
  close(): void;
};

/** Older messages shown above the first unread one. */
const CONTEXT = 20;
/** Cutting waits until the page that made the window too long has been drawn: the list keeps its place at one end at a time. */
const TRIM_AFTER_MS = 500;

/** As a view knows them: those who are in the room, and those who said something lately. */
const peopleOf = ({ members, messages }: RoomView): Map<AccountId, Account> =>
  new Map([...messages.map(({ author }) => author), ...members.map(({ account }) => account)].map((account) => [account.id, account]));

export const createTimeline = (options: {
  roomId: RoomId;
  $view: ReadableAtom<RoomView | null>;
  connection: Pick<Connection, '$state' | 'ask'>;
  /** Somebody who said something here is called something else now, or looks different: also one who is not in the room any more. */
  onAccountChanged(listener: (account: Account) => void): () => void;
  clock: Clock;
}): Timeline => {
  const { roomId, $view, connection, onAccountChanged, clock } = options;
  const $state = atom<TimelineState>({ kind: 'waiting' });
  let look: Look = { firstSeq: 0, isWatched: true };
  /** Where the live end was when it was last watched: what others say after that stands under the "New" line. */
  let seenUpTo = 0;
  /** Those who changed since the room was opened, as they are now. */
  const changed = new Map<AccountId, Account>();
  let cancelTrim: (() => void) | null = null;
  let isClosed = false;

  const update = (change: (open: OpenTimeline) => OpenTimeline): void => {
    const open = $state.get();
    if (open.kind !== 'open' || isClosed) return;
    const next = change(open);
    if (next !== open) $state.set(next);
    if (next.window.messages.length > WINDOW_CAP) trimSoon();
  };
  const trimSoon = (): void => {
    cancelTrim ??= clock.after(TRIM_AFTER_MS, () => {
      cancelTrim = null;
      update((open) => ({ ...open, window: trim(open.window, look.isWatched ? Infinity : look.firstSeq) }));
    });
  };
  const placed = (window: HistoryPage, opensAt: 'end' | 'new', from: { newAfter: number | null; generation: number }): OpenTimeline => ({
    kind: 'open',
    window,
    older: 'idle',
    newer: 'idle',
    newAfter: from.newAfter,
    generation: from.generation + 1,
    opensAt,
  });
  /** The view may have gone on while a page was on its way, and its people too. */
  const caughtUp = (window: HistoryPage): HistoryPage => {
    const view = $view.get();
    return withAuthors(view ? followView(window, view) : window, changed);
  };

  const follow = (view: RoomView, before: RoomView | null): void => {
    const open = $state.get();
    if (open.kind === 'waiting') {
      const newAfter = view.unread > 0 ? view.readSeq : null;
      seenUpTo = newAfter ?? view.seq;
      const isLineHere = newAfter !== null && (!view.hasOlder || view.messages.some(({ seq }) => seq <= newAfter));
      $state.set(placed(pageOfView(view), isLineHere ? 'new' : 'end', { newAfter, generation: 0 }));
      return;
    }
    const isNews = view.messages.some(({ seq, author }) => seq > (before?.seq ?? seenUpTo) && author.id !== view.viewerId);
    if (look.isWatched) seenUpTo = view.seq;
    const newAfter = isNews && !look.isWatched ? Math.max(open.newAfter ?? 0, seenUpTo) : open.newAfter;
    const window = followView(before?.members === view.members ? open.window : withAuthors(open.window, peopleOf(view)), view);
    const isGap = window.hasNewer && !open.window.hasNewer;
    // Whoever watches the live end stays there; whoever reads further up keeps the place, and loads the rest on the way down.
    if (isGap && look.isWatched) $state.set(placed(pageOfView(view), 'end', { newAfter, generation: open.generation }));
    else if (window !== open.window || newAfter !== open.newAfter) update((now) => ({ ...now, window, newAfter }));
  };

  const stops = [
    onAccountChanged((account) => {
      changed.set(account.id, account);
      update((open) => {
        const window = withAuthors(open.window, changed);
        return window === open.window ? open : { ...open, window };
      });
    }),
    $view.subscribe((view, before) => {
      if (view && !isClosed) follow(view, before ?? null);
    }),
    connection.$state.listen(({ kind }) => {
      // What failed for want of a connection is tried again by whoever still looks at that edge.
      const calm = (edge: Edge): Edge => (edge === 'failed' ? 'idle' : edge);
      if (kind === 'ready') update((open) => ({ ...open, older: calm(open.older), newer: calm(open.newer) }));
    }),
  ];

  type Put = (window: HistoryPage) => HistoryPage;
  const load = async (edge: 'older' | 'newer', fetch: (open: OpenTimeline) => Promise<Put> | null): Promise<void> => {
    const open = $state.get();
    if (open.kind !== 'open' || open[edge] === 'loading') return;
    const page = fetch(open);
    if (!page) return;
    const mine = open.generation;
    update((now) => ({ ...now, [edge]: 'loading' }));
    try {
      const put = await page;
      update((now) => (now.generation === mine ? { ...now, [edge]: 'idle', window: caughtUp(put(now.window)) } : now));
    } catch {
      // Lost or refused, it is the same to the reader: the edge says so and can be tried again.
      update((now) => (now.generation === mine ? { ...now, [edge]: 'failed' } : now));
    }
  };
  const history = (cut: { before: number } | { after: number }, limit: number = LIMITS.page) =>
    connection.ask('chat.history', { roomId, limit, ...cut });

  return {
    $state,
    loadOlder: () =>
      load('older', ({ window }) => {
        const before = window.messages[0]?.seq;
        if (before === undefined || !window.hasOlder) return null;
        return history({ before }).then((page) => (now) => putOlder(now, page, before));
      }),
    loadNewer: () =>
      load('newer', ({ window }) => {
        const after = window.messages.at(-1)?.seq;
        if (after === undefined || !window.hasNewer) return null;
        return history({ after }).then((page) => (now) => putNewer(now, page, after));
      }),
    toNewest: () => {
      const view = $view.get();
      if (view) update((open) => (open.window.hasNewer ? placed(pageOfView(view), 'end', open) : open));
    },
    toFirstUnread: () =>
      load('older', ({ newAfter, generation }) => {
        if (newAfter === null) return null;
        const pages = [history({ before: newAfter + 1 }, CONTEXT), history({ after: newAfter })] as const;
        return Promise.all(pages).then(([older, newer]) => {
          update((open) => (open.generation === generation ? placed(caughtUp(joinPages(older, newer)), 'new', open) : open));
          return (now) => now;
        });
      }),
    look: (next) => {
      look = next;
      if (next.isWatched) seenUpTo = $view.get()?.seq ?? seenUpTo;
    },
    clearNew: () => update((open) => (open.newAfter === null ? open : { ...open, newAfter: null })),
    close: () => {
      isClosed = true;
      cancelTrim?.();
      for (const stop of stops) stop();
    },
  };
};

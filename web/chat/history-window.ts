// The stretch of a room's history that the page holds: always without a hole and without a double, by `seq`. Pure.
// `hasNewer: false` means that it reaches to the live end: then the room's view, which holds the newest messages, is laid over it.
import type { Account } from '../../protocol/accounts.ts';
import type { Message } from '../../protocol/chat.ts';
import type { AccountId } from '../../protocol/wire.ts';

export type HistoryPage = { messages: readonly Message[]; hasOlder: boolean; hasNewer: boolean };

/** Of a room's view, which also has everything else. */
type Newest = { messages: readonly Message[]; hasOlder: boolean };

/** Messages that are kept at most; what is farther from the reader is let go, and loaded again on the way back. */
export const WINDOW_CAP = 1_000;

export const pageOfView = (view: Newest): HistoryPage => ({
  messages: view.messages,
  hasOlder: view.hasOlder,
  hasNewer: false,
});

/** A window at the live end takes what the view has beyond it. After a gap it no longer reaches to the live end. */
export const followView = (window: HistoryPage, view: Newest): HistoryPage => {
  if (window.hasNewer) return window;
  const last = window.messages.at(-1);
  if (!last) return pageOfView(view);
  const fresh = view.messages.filter(({ seq }) => seq > last.seq);
  if (fresh.length === 0) return window;
  // The view holds every message from its first on; before that first one there may be some that nobody told this page.
  const isContiguous = !view.hasOlder || view.messages[0]!.seq <= last.seq;
  return isContiguous ? { ...window, messages: [...window.messages, ...fresh] } : { ...window, hasNewer: true };
};

const isAlike = (a: Account, b: Account): boolean => a.name === b.name && a.kind === b.kind && a.picture === b.picture;

/** The same messages, by people as they are now. */
export const withAuthors = (window: HistoryPage, authors: ReadonlyMap<AccountId, Account>): HistoryPage => {
  const isOld = ({ author }: Message): boolean => {
    const now = authors.get(author.id);
    return now !== undefined && !isAlike(now, author);
  };
  if (!window.messages.some(isOld)) return window;
  const messages = window.messages.map((message) => (isOld(message) ? { ...message, author: authors.get(message.author.id)! } : message));
  return { ...window, messages };
};

/** `page` was asked for with `before`: the window's first `seq` at that time. A window that moved since is left as it is. */
export const putOlder = (window: HistoryPage, page: HistoryPage, before: number): HistoryPage => {
  if (window.messages[0]?.seq !== before) return window;
  const messages = [...page.messages.filter(({ seq }) => seq < before), ...window.messages];
  return { ...window, messages, hasOlder: page.hasOlder };
};

/** `page` was asked for with `after`: the window's last `seq` at that time. */
export const putNewer = (window: HistoryPage, page: HistoryPage, after: number): HistoryPage => {
  if (!window.hasNewer || window.messages.at(-1)?.seq !== after) return window;
  const messages = [...window.messages, ...page.messages.filter(({ seq }) => seq > after)];
  return { ...window, messages, hasNewer: page.hasNewer };
};

/** A window around a place in history, from the two pages that meet there. */
export const joinPages = (older: HistoryPage, newer: HistoryPage): HistoryPage => ({
  messages: [...older.messages, ...newer.messages],
  hasOlder: older.hasOlder,
  hasNewer: newer.hasNewer,
});

/** Cut to the cap at the end that is farther from the message being read. */
export const trim = (window: HistoryPage, readingSeq: number): HistoryPage => {
  const { messages } = window;
  const surplus = messages.length - WINDOW_CAP;
  if (surplus <= 0) return window;
  const found = messages.findIndex(({ seq }) => seq >= readingSeq);
  const place = found === -1 ? messages.length : found;
  return place >= messages.length / 2
    ? { ...window, messages: messages.slice(surplus), hasOlder: true }
    : { ...window, messages: messages.slice(0, -surplus), hasNewer: true };
};

// What the list draws: one row for each message and each unsent one, between a row for the start and, away from the live end, one for the end.
// A day's name and the "New" line belong to the row under them, so that loading older messages only ever adds rows. Pure.
import type { Message } from '../../protocol/chat.ts';
import type { RefusalCode } from '../../protocol/errors.ts';
import type { AccountId, MessageKey } from '../../protocol/wire.ts';
import type { HistoryPage } from './history-window.ts';
import type { Entry } from './outbox.ts';

export type Delivery = { kind: 'delivered' } | { kind: 'sending' } | { kind: 'failed'; code: RefusalCode };

/**
 * `key` is the row's: the sender and the key that they made, the same before and after the server has the message, so that nothing flickers;
 * another person who reuses a key does not collide. `seq` is null until the server counted the message.
 */
export type MessageRow = {
  kind: 'message';
  key: string;
  messageKey: MessageKey;
  seq: number | null;
  author: Message['author'];
  text: string;
  at: number;
  delivery: Delivery;
  /** The first of its day. */
  startsDay: boolean;
  /** The first that the reader has not seen. */
  startsNew: boolean;
  /** Follows one by the same person closely: no name, no picture. */
  isContinued: boolean;
};
export type Row = { kind: 'start'; key: 'start' } | MessageRow | { kind: 'end'; key: 'end' };

export const GROUP_MS = 5 * 60_000;

/** Local days: the reader's, not the server's. */
export const dayOf = (at: number): string => new Date(at).toDateString();

const DELIVERED: Delivery = { kind: 'delivered' };
const SENDING: Delivery = { kind: 'sending' };

type Line = Omit<MessageRow, 'kind' | 'key' | 'startsDay' | 'startsNew' | 'isContinued'>;

/** `viewSeq`: how far the room's view has come; what it has taken in is not the outbox's to show any more (rule C7). */
export const rowsOf = (options: {
  window: HistoryPage;
  entries: readonly Entry[];
  viewer: Message['author'];
  viewSeq: number;
  newAfter: number | null;
}): Row[] => {
  const { window, entries, viewer, viewSeq, newAfter } = options;
  const said = window.messages.map(toLine);
  const lines = window.hasNewer ? said : [...said, ...pendingLines(window, entries, viewer, viewSeq)];

  const rows: Row[] = [{ kind: 'start', key: 'start' }];
  // The first unread may be further back than the window: then the line is not here.
  let isLineDrawn = newAfter === null || (window.hasOlder && (window.messages[0]?.seq ?? 0) > newAfter);
  let above: Line | undefined;
  for (const line of lines) {
    const startsNew = !isLineDrawn && isNewTo(viewer.id, line, newAfter ?? 0);
    isLineDrawn ||= startsNew;
    const startsDay = !above || dayOf(above.at) !== dayOf(line.at);
    const isContinued = !startsDay && !startsNew && continues(above, line);
    rows.push({ kind: 'message', key: `${line.author.id} ${line.messageKey}`, ...line, startsDay, startsNew, isContinued });
    above = line;
  }
  if (window.hasNewer) rows.push({ kind: 'end', key: 'end' });
  return rows;
};

const toLine = ({ key, seq, author, text, at }: Message): Line => ({ messageKey: key, seq, author, text, at, delivery: DELIVERED });

const isNewTo = (viewerId: AccountId, line: Line, newAfter: number): boolean =>
  line.seq !== null && line.seq > newAfter && line.author.id !== viewerId;

const continues = (above: Line | undefined, line: Line): boolean =>
  above?.author.id === line.author.id && above.author.name === line.author.name && Math.abs(line.at - above.at) < GROUP_MS;

const pendingLines = (window: HistoryPage, entries: readonly Entry[], viewer: Message['author'], viewSeq: number): Line[] => {
  if (entries.length === 0) return [];
  const shown = new Set(window.messages.map(({ key, author }) => (author.id === viewer.id ? key : null)));
  // This machine's clock may be wrong: what is being sent now comes after what was said.
  const lastAt = window.messages.at(-1)?.at ?? 0;
  return entries.flatMap(({ key, text, at, state }): Line[] => {
    if (shown.has(key)) return [];
    const unsent = { messageKey: key, seq: null, author: viewer, text, at: Math.max(at, lastAt) };
    switch (state.kind) {
      case 'sent':
        return state.message.seq > viewSeq ? [toLine(state.message)] : [];
      case 'waiting':
      case 'sending':
        return [{ ...unsent, delivery: SENDING }];
      case 'failed':
        return [{ ...unsent, delivery: { kind: 'failed', code: state.code } }];
      default:
        return state satisfies never;
    }
  });
};

const firstKey = (rows: readonly Row[]): string | undefined => rows.find((row) => row.kind === 'message')?.key;

/** Whether rows came or went at the start, with the end as it was: then the list keeps its place by counting from the end. */
export const changedAtStart = (before: readonly Row[], after: readonly Row[]): boolean =>
  before.length !== after.length && firstKey(before) !== firstKey(after) && before.at(-1)?.key === after.at(-1)?.key;

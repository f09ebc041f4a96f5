// Where unacknowledged messages lie across reloads: localStorage, because it is written before `Send` returns, so that not even a crash
// right after it loses a word. One item per message: two tabs never write over each other's.
import type { RefusalCode } from '../../protocol/errors.ts';
import { REFUSALS } from '../../protocol/errors.ts';
import type { AccountId, MessageKey, RoomId } from '../../protocol/wire.ts';

/** `tab` is the tab that sends it; `failed` the refusal that it waits on, for the person to decide. */
export type StoredEntry = { key: MessageKey; roomId: RoomId; text: string; at: number; failed: RefusalCode | null; tab: string };

export type OutboxStorage = {
  /** Oldest first. */
  all(): StoredEntry[];
  put(entry: StoredEntry): void;
  remove(key: MessageKey): void;
};

export type TextStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const outboxPrefix = (accountId: AccountId): string => `parlor.outbox.${accountId}.`;

export const createOutboxStorage = (storage: TextStorage, accountId: AccountId): OutboxStorage => {
  const prefix = outboxPrefix(accountId);
  return {
    all: () =>
      keysOf(storage)
        .filter((name) => name.startsWith(prefix) && UUID.test(name.slice(prefix.length)))
        .flatMap((name) => parse(name.slice(prefix.length) as MessageKey, storage.getItem(name)))
        .toSorted((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1)),
    put: ({ key, ...rest }) => {
      try {
        storage.setItem(prefix + key, JSON.stringify(rest));
      } catch {
        // Storage is full or forbidden: the message is still sent, it only does not survive a reload.
      }
    },
    remove: (key) => {
      try {
        storage.removeItem(prefix + key);
      } catch {
        // Storage is forbidden: then nothing was put there either.
      }
    },
  };
};

const keysOf = (storage: TextStorage): string[] => {
  try {
    return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  } catch {
    return []; // Some browsers forbid storage altogether.
  }
};

/** What lies there may be of another version, or written by hand: whatever does not fit is left alone. */
const parse = (key: MessageKey, json: string | null): StoredEntry[] => {
  try {
    const value: unknown = JSON.parse(json ?? '');
    if (typeof value !== 'object' || value === null) return [];
    const { roomId, text, at, failed, tab } = value as Record<string, unknown>;
    if (typeof roomId !== 'string' || typeof text !== 'string' || typeof at !== 'number') return [];
    const code = typeof failed === 'string' && Object.hasOwn(REFUSALS, failed) ? (failed as RefusalCode) : null;
    return [{ key, roomId: roomId as RoomId, text, at, failed: code, tab: typeof tab === 'string' ? tab : '' }];
  } catch {
    return []; // Not JSON.
  }
};

// What a person sent and the server has not acknowledged yet. A message leaves the outbox only when the server answered for it or its event
// came; until then it is sent again after every lost connection, under the same key, which makes that harmless (rules C1, C6).
// In order within a room, one at a time. Headless; one for each account, closed when the account signs out (what is stored stays for it).
import { atom, type ReadableAtom } from 'nanostores';
import type { Message } from '../../protocol/chat.ts';
import { REFUSALS, type RefusalCode } from '../../protocol/errors.ts';
import type { AccountId, MessageKey, RoomId } from '../../protocol/wire.ts';
import type { Clock } from '../connection/clock.ts';
import { Refused, type Connection } from '../connection/connection.ts';
import { newMessageKey } from './keys.ts';
import type { OutboxStorage, StoredEntry } from './outbox-storage.ts';
import type { Tabs } from './tabs.ts';

export type EntryState =
  | { kind: 'waiting' }
  | { kind: 'sending' }
  /** The server said no for good: the person retries, edits or deletes. */
  | { kind: 'failed'; code: RefusalCode }
  /** Acknowledged, but its event has not come yet: kept here so that it does not vanish in between (rule C7). */
  | { kind: 'sent'; message: Message };

export type Entry = { key: MessageKey; roomId: RoomId; text: string; at: number; state: EntryState };

export type Outbox = {
  /** Oldest first. */
  readonly $entries: ReadableAtom<readonly Entry[]>;
  /** Stored before it returns. */
  post(roomId: RoomId, text: string): MessageKey;
  retry(key: MessageKey): void;
  /** Takes a failed message out and answers with its text; null when it is not there or on its way. */
  discard(key: MessageKey): string | null;
  /** Takes over what closed tabs left behind. */
  adopt(): Promise<void>;
  /** Another tab settled this message. */
  forget(key: MessageKey): void;
  close(): void;
};

const PAUSE_MS = { first: 1_000, longest: 30_000 };

/** One room's queue: at most one message is on its way. */
type Lane = { isAsking: boolean; losses: number; cancelPause: (() => void) | null };

export const createOutbox = (options: {
  accountId: AccountId;
  connection: Pick<Connection, '$state' | 'ask' | 'onHello' | 'onRoomEvent'>;
  storage: OutboxStorage;
  tabs: Tabs;
  clock: Clock;
}): Outbox => {
  const { accountId, connection, storage, tabs, clock } = options;
  const $entries = atom<readonly Entry[]>([]);
  const lanes = new Map<RoomId, Lane>();
  let isClosed = false;
  /** Whose socket it is: after a change of account, the old account's messages must not go out in the new one's name. */
  let speaker: AccountId | null = null;

  const laneOf = (roomId: RoomId): Lane => {
    const lane = lanes.get(roomId) ?? { isAsking: false, losses: 0, cancelPause: null };
    lanes.set(roomId, lane);
    return lane;
  };
  const find = (key: MessageKey): Entry | undefined => $entries.get().find((entry) => entry.key === key);
  const drop = (key: MessageKey): void => {
    if (find(key)) $entries.set($entries.get().filter((entry) => entry.key !== key));
  };
  const setState = (key: MessageKey, state: EntryState): void => {
    $entries.set($entries.get().map((entry) => (entry.key === key ? { ...entry, state } : entry)));
  };
  const store = ({ key, roomId, text, at, state }: Entry): void =>
    storage.put({ key, roomId, text, at, failed: state.kind === 'failed' ? state.code : null, tab: tabs.id });
  const add = (stored: readonly StoredEntry[]): void => {
    const known = new Set($entries.get().map((entry) => entry.key));
    const added = stored.filter(({ key }) => !known.has(key)).map((entry): Entry => toEntry(entry));
    if (added.length > 0) $entries.set([...$entries.get(), ...added].toSorted((a, b) => a.at - b.at));
  };

  const maySend = (): boolean => !isClosed && connection.$state.get().kind === 'ready' && (speaker ?? accountId) === accountId;
  const pumpAll = (): void => {
    for (const roomId of new Set($entries.get().map((entry) => entry.roomId))) {
      laneOf(roomId).cancelPause?.();
      pump(roomId);
    }
  };
  const pump = (roomId: RoomId): void => {
    const lane = laneOf(roomId);
    if (lane.isAsking || lane.cancelPause || !maySend()) return;
    const next = $entries.get().find((entry) => entry.roomId === roomId && entry.state.kind === 'waiting');
    if (next) void send(lane, next);
  };
  const send = async (lane: Lane, { key, roomId, text }: Entry): Promise<void> => {
    lane.isAsking = true;
    setState(key, { kind: 'sending' });
    try {
      const { message } = await connection.ask('chat.post', { roomId, key, text });
      lane.losses = 0;
      storage.remove(key);
      if (find(key)) setState(key, { kind: 'sent', message });
    } catch (error) {
      notSent(lane, key, error);
    } finally {
      lane.isAsking = false;
    }
    pump(roomId);
  };
  const notSent = (lane: Lane, key: MessageKey, error: unknown): void => {
    const entry = find(key);
    if (!entry) return; // Its event came before the connection was lost.
    const code = error instanceof Refused ? error.code : null;
    if (code && REFUSALS[code].advice === 'stop') {
      const failed: Entry = { ...entry, state: { kind: 'failed', code } };
      setState(key, failed.state);
      store(failed);
      return;
    }
    setState(key, { kind: 'waiting' });
    lane.losses += 1;
    const backoffMs = Math.min(PAUSE_MS.first * 2 ** (lane.losses - 1), PAUSE_MS.longest);
    pause(lane, entry.roomId, (error instanceof Refused ? error.retryAfterMs : undefined) ?? backoffMs);
  };
  /** Cut short when the connection is back. */
  const pause = (lane: Lane, roomId: RoomId, ms: number): void => {
    const cancel = clock.after(ms, () => {
      lane.cancelPause = null;
      pump(roomId);
    });
    lane.cancelPause = () => {
      cancel();
      lane.cancelPause = null;
    };
  };

  const adopt = (): Promise<void> =>
    tabs.inTurn(async () => {
      const living = await tabs.living();
      if (isClosed) return;
      const orphans = storage.all().filter(({ key, tab }) => !find(key) && (tab === tabs.id || !living.has(tab)));
      for (const orphan of orphans) storage.put({ ...orphan, tab: tabs.id });
      add(orphans);
      pumpAll();
    });

  add(storage.all().filter(({ tab }) => tab === tabs.id));
  const stops = [
    connection.onHello(({ me }) => {
      speaker = me.id;
      // Whatever was acknowledged before this hello is in the views that follow it.
      $entries.set($entries.get().filter(({ state }) => state.kind !== 'sent'));
      void adopt();
      pumpAll();
    }),
    connection.$state.subscribe(({ kind }) => {
      if (kind === 'ready') pumpAll();
    }),
    connection.onRoomEvent((_roomId, placed) => {
      if (placed.event !== 'chat.posted' || placed.body.message.author.id !== accountId) return;
      const { key } = placed.body.message;
      if (!find(key)) return;
      drop(key);
      storage.remove(key);
    }),
  ];

  return {
    $entries,
    post: (roomId, text) => {
      const last = $entries.get().at(-1);
      const at = Math.max(clock.now(), last ? last.at + 1 : 0);
      const entry: Entry = { key: newMessageKey(clock.now()), roomId, text, at, state: { kind: 'waiting' } };
      store(entry);
      $entries.set([...$entries.get(), entry]);
      pump(roomId);
      return entry.key;
    },
    retry: (key) => {
      const entry = find(key);
      if (entry?.state.kind !== 'failed') return;
      setState(key, { kind: 'waiting' });
      store({ ...entry, state: { kind: 'waiting' } });
      pump(entry.roomId);
    },
    discard: (key) => {
      const entry = find(key);
      if (entry?.state.kind !== 'failed') return null;
      drop(key);
      storage.remove(key);
      return entry.text;
    },
    adopt,
    forget: (key) => {
      const kind = find(key)?.state.kind;
      if (kind === 'waiting' || kind === 'failed') drop(key);
    },
    close: () => {
      isClosed = true;
      for (const stop of stops) stop();
      for (const lane of lanes.values()) lane.cancelPause?.();
    },
  };
};

const toEntry = ({ key, roomId, text, at, failed }: StoredEntry): Entry => ({
  key,
  roomId,
  text,
  at,
  state: failed ? { kind: 'failed', code: failed } : { kind: 'waiting' },
});

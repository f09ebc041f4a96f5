// A room on a server that is not there, behind the connection's door, for tests: it keeps messages as the real one does (a key counts once),
// and every answer waits until the test lets it through, so that any order of answers, events and losses can be played.
import { atom } from 'nanostores';
import type { Message } from '../../protocol/chat.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { RefusalCode } from '../../protocol/errors.ts';
import type { Placed } from '../../protocol/protocol.ts';
import type { RoomView } from '../../protocol/rooms.ts';
import type { AccountId, MessageId, MessageKey, RoomId } from '../../protocol/wire.ts';
import { Lost, Refused, type Connection, type ConnectionState, type Hello } from '../connection/connection.ts';
import { createListeners } from '../connection/listeners.ts';
import { newMessageKey } from './keys.ts';

export const roomId = '00000000-0000-7000-8000-000000000001' as RoomId;
const NO_PROFILE = { about: '', pronouns: '', timeZone: null, status: null };
export const alice = { id: 'alice' as AccountId, name: 'Alice', kind: 'person' as const, picture: null };
export const bob = { id: 'bob' as AccountId, name: 'Bob', kind: 'person' as const, picture: null };

type History = { roomId: RoomId; before?: number; after?: number; limit?: number };

export type Asked = {
  name: string;
  body: unknown;
  /** Carries the request out; the answer is held. Answers again with the same for the same key. */
  carryOut(): void;
  /** Carries the request out unless it was, and answers. */
  answer(): Promise<void>;
  refuse(code: RefusalCode, retryAfterMs?: number): Promise<void>;
  lose(): Promise<void>;
};

/** Lets everything that waits on a settled promise run. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};

export const createFakeRoom = ({ viewer = alice, startAt = Date.UTC(2026, 2, 2, 9) } = {}) => {
  const messages: Message[] = [];
  let seq = 0;
  let readSeq = 0;
  const $state = atom<ConnectionState>({ kind: 'ready' });
  const hellos = createListeners<[Hello]>();
  const roomEvents = createListeners<[RoomId, Placed]>();
  const asked: Asked[] = [];

  /** A key that was used before brings the message from before. */
  const say = (author: Message['author'], text: string, key: MessageKey = newMessageKey()): Message => {
    const known = messages.find((message) => message.key === key && message.author.id === author.id);
    if (known) return known;
    seq += 1;
    const message = { id: newMessageKey() as string as MessageId, key, seq, author, text, at: startAt + seq * 1_000 };
    messages.push(message);
    return message;
  };
  const history = ({ before, after, limit = LIMITS.page }: History) => {
    const slice =
      after === undefined
        ? messages.filter((message) => message.seq < (before ?? Infinity)).slice(-limit)
        : messages.filter((message) => message.seq > after).slice(0, limit);
    const first = slice[0]?.seq ?? after ?? before ?? 0;
    const last = slice.at(-1)?.seq ?? before ?? after ?? 0;
    return {
      messages: slice,
      hasOlder: messages.some((message) => message.seq < first),
      hasNewer: messages.some((message) => message.seq > last),
    };
  };
  const view = (): RoomView => ({
    viewerId: viewer.id,
    room: { id: roomId, slug: 'garden', name: 'Garden', visibility: 'public', isLocked: false, createdAt: startAt },
    seq,
    sinceSeq: 0,
    members: [],
    messages: messages.slice(-LIMITS.page),
    hasOlder: messages.length > LIMITS.page,
    readSeq,
    unread: messages.filter((message) => message.seq > readSeq && message.author.id !== viewer.id).length,
    call: null,
    lobby: [],
  });
  const reply = (name: string, body: unknown): unknown => {
    if (name === 'chat.history') return history(body as History);
    if (name === 'chat.mark-read') {
      readSeq = Math.max(readSeq, (body as { seq: number }).seq);
      return {};
    }
    const { text, key } = body as { text: string; key: MessageKey };
    return { message: say(viewer, text, key) };
  };
  const ask = (name: string, body: unknown): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    let held: { value: unknown } | null = null;
    const take = (): { value: unknown } => (held ??= { value: reply(name, body) });
    asked.push({
      name,
      body,
      carryOut: () => void take(),
      answer: () => (resolve(take().value), settle()),
      refuse: (code, retryAfterMs) => (reject(new Refused(code, code, retryAfterMs)), settle()),
      lose: () => (reject(new Lost()), settle()),
    });
    return promise;
  };

  return {
    connection: {
      $state,
      ask: ask as Connection['ask'],
      onHello: (listener: (hello: Hello) => void) => hellos.add(listener),
      onRoomEvent: (listener: (roomId: RoomId, placed: Placed) => void) => roomEvents.add(listener),
    },
    messages,
    view,
    say,
    /** A stretch of history. */
    fill: (count: number, author: Message['author'] = bob) =>
      Array.from({ length: count }, (_, index) => say(author, `message ${index + 1}`)),
    /** Something that is no message takes a place in the room's stream. */
    skip: () => void (seq += 1),
    read: (upTo: number) => void (readSeq = upTo),
    /** The event of a message reaches the page. */
    tell: (message: Message) => roomEvents.tell(roomId, { event: 'chat.posted', body: { message }, seq: message.seq }),
    asked,
    /** The oldest unanswered request. */
    next: (): Asked => {
      const first = asked.shift();
      if (!first) throw new Error('nothing was asked');
      return first;
    },
    disconnect: () => $state.set({ kind: 'waiting', retryAtMs: 0, isOnline: false }),
    reconnect: (me: Message['author'] = viewer) => {
      hellos.tell({
        me: { ...me, email: null, isEmailConfirmed: false, role: 'member', profile: NO_PROFILE },
        rooms: [],
        stale: [],
        waitingFor: [],
      });
      $state.set({ kind: 'ready' });
    },
  };
};
export type FakeRoom = ReturnType<typeof createFakeRoom>;

/** localStorage without a browser. */
export const createFakeStorage = (): Storage => {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
};

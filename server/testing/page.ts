// A page without a screen: speaks the protocol as the real one does. Says hello and what it holds, folds events into views (rooms-seen.ts),
// keeps what it posts until it is acknowledged and sends it again after a loss. What it reaches the server by is an argument.
import { PROTOCOL_VERSION } from '../../protocol/constants.ts';
import { Refusal, type RefusalBody } from '../../protocol/errors.ts';
import type { Message } from '../../protocol/chat.ts';
import type { AccountEvent, Placed, RequestBody, RequestName, RequestReply, Signal } from '../../protocol/protocol.ts';
import type { MessageKey, RoomId } from '../../protocol/wire.ts';
import { systemClock, type Clock } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Dial, Wire } from './dial.ts';
import { createRoomsSeen, type RoomsSeen } from './rooms-seen.ts';

export type PageOptions = {
  dial: Dial;
  /** Connects again by itself, so long after a loss and then less and less often; null: only when `connect` is called. */
  retryAfterMs?: number | null;
  /** True: this acknowledgement of a post is lost on its way, and the page asks again with the same key. */
  losesReply?: (message: Message) => boolean;
  /** What waiting is measured by. */
  clock?: Clock;
  /** Posts that are under way at once. */
  inFlight?: number;
};

/** The connection went before the reply came: carried out or not, nobody knows. */
export class Lost extends Error {}

export type Ask = <Name extends RequestName>(name: Name, body: RequestBody<Name>) => Promise<RequestReply<Name>>;

export type Page = {
  /** Resolves with the answer to hello; rejects with `Lost`, or what hello was refused with. */
  connect(): Promise<RequestReply<'hello'>>;
  /** Connected, or about to be. */
  readonly isConnected: boolean;
  /** Greeted. */
  readonly isReady: boolean;
  /** Loses the connection without a word. */
  cut(): void;
  /** Cuts, and does not come back. */
  close(): void;
  /** Rejects with `Refusal` or `Lost`. */
  ask: Ask;
  /** Sends as it is, for what no page would say. */
  sendRaw(text: string): void;
  /** Puts a message into the outbox; resolves when it is acknowledged, however long and over however many connections that takes. */
  post(roomId: RoomId, text: string, key?: MessageKey): Promise<Message>;
  readonly unsent: number;
  readonly rooms: RoomsSeen;
  /** Every close code so far. */
  readonly closes: number[];
  /** Every frame that came, as it came. */
  readonly frames: Frame[];
  /** Resolves as soon as it is true; looked at after everything that comes in. */
  when(isTrue: () => boolean): Promise<void>;
};

export type Frame =
  | { re: number; ok: unknown }
  | { re: number; no: RefusalBody }
  | { room: RoomId; seq: number; event: string; body: unknown }
  | { event: string; body: unknown }
  | { room: RoomId; signal: string; body: unknown };

type Asked = { name: RequestName; resolve(reply: unknown): void; reject(error: Error): void };
type Unsent = {
  key: MessageKey;
  roomId: RoomId;
  text: string;
  isAsked: boolean;
  resolve(message: Message): void;
  reject(error: Error): void;
};

const FRAMES_KEPT = 10_000;
const RETRIES_GROW_TO = 8;

export const createPage = ({
  dial,
  clock = systemClock,
  retryAfterMs = null,
  losesReply = () => false,
  inFlight = 4,
}: PageOptions): Page => {
  let wire: Wire | null = null;
  let isReady = false;
  let isClosed = false;
  let nextId = 0;
  let failures = 0;
  const asked = new Map<number, Asked>();
  const outbox: Unsent[] = [];
  const closes: number[] = [];
  const frames: Frame[] = [];
  const waiting = new Set<{ isTrue: () => boolean; resolve: () => void }>();

  const look = () => {
    for (const entry of waiting) {
      if (!entry.isTrue()) continue;
      waiting.delete(entry);
      entry.resolve();
    }
  };

  const send = <Name extends RequestName>(name: Name, body: RequestBody<Name>): Promise<RequestReply<Name>> =>
    new Promise((resolve, reject) => {
      if (!wire) return reject(new Lost());
      const id = nextId++;
      asked.set(id, { name, resolve, reject });
      wire.send(JSON.stringify({ id, ask: name, body }));
    });

  const ask: Ask = (name, body) => (isReady ? send(name, body) : Promise.reject(new Lost()));
  const rooms = createRoomsSeen(ask);

  const pump = (): void => {
    if (!isReady) return;
    for (const entry of outbox.slice(0, inFlight)) if (!entry.isAsked) void deliver(entry);
  };

  const deliver = async (entry: Unsent): Promise<void> => {
    const { key, roomId, text } = entry;
    entry.isAsked = true;
    try {
      const { message } = await send('chat.post', { roomId, key, text });
      if (losesReply(message)) return void deliver(entry);
      outbox.splice(outbox.indexOf(entry), 1);
      entry.resolve(message);
    } catch (error) {
      entry.isAsked = false;
      // Sent again after the next hello.
      if (error instanceof Lost) return;
      if (error instanceof Refusal && error.retryAfterMs !== undefined) return void clock.after(error.retryAfterMs, pump);
      outbox.splice(outbox.indexOf(entry), 1);
      entry.reject(error as Error);
    }
    pump();
    look();
  };

  const hear = (text: string): void => {
    const frame = JSON.parse(text) as Frame;
    frames.push(frame);
    if (frames.length > FRAMES_KEPT) frames.splice(0, FRAMES_KEPT / 2);
    if ('re' in frame) {
      const entry = asked.get(frame.re);
      if (!entry) rooms.wrongs.push(`a reply to nothing that was asked: ${text.slice(0, 200)}`);
      asked.delete(frame.re);
      // What the reply says holds from here on in the order of frames, not from whenever the asker gets its turn.
      if ('ok' in frame && entry?.name === 'hello') rooms.hello(frame.ok as RequestReply<'hello'>);
      if ('ok' in frame && entry?.name === 'rooms.view') rooms.fetched((frame.ok as RequestReply<'rooms.view'>).view);
      if ('ok' in frame) entry?.resolve(frame.ok);
      else entry?.reject(new Refusal(frame.no.code, frame.no.message, frame.no.retryAfterMs));
    } else if ('seq' in frame) rooms.event(frame.room, frame as unknown as Placed);
    else if ('signal' in frame) rooms.signal(frame.room, frame as unknown as Signal);
    else rooms.accountEvent(frame as AccountEvent);
    look();
  };

  const connect = async (): Promise<RequestReply<'hello'>> => {
    if (wire) throw new Error('this page is connected already');
    const opened = Promise.withResolvers<void>();
    const own = dial({
      onOpen: opened.resolve,
      onText: (text) => {
        if (wire === own) hear(text);
      },
      onClose: (code) => {
        closes.push(code);
        opened.reject(new Lost());
        if (wire === own) lose();
        look();
      },
    });
    wire = own;
    await opened.promise;
    const hello = await send('hello', { version: PROTOCOL_VERSION, resume: rooms.resume() });
    if (wire !== own) throw new Lost();
    isReady = true;
    failures = 0;
    rooms.fetchStale(hello);
    pump();
    look();
    return hello;
  };

  const lose = () => {
    wire = null;
    isReady = false;
    rooms.lost();
    for (const entry of asked.values()) entry.reject(new Lost());
    asked.clear();
    if (isClosed || retryAfterMs === null) return;
    failures++;
    clock.after(retryAfterMs * Math.min(failures, RETRIES_GROW_TO), () => void (isClosed || wire || connect().catch(() => {})));
  };

  const cut = () => {
    const own = wire;
    if (!own) return;
    lose();
    own.cut();
  };

  return {
    connect,
    get isConnected() {
      return wire !== null;
    },
    get isReady() {
      return isReady;
    },
    cut,
    close() {
      isClosed = true;
      cut();
    },
    ask,
    sendRaw: (text) => wire?.send(text),
    post: (roomId, text, key = newId() as MessageKey) =>
      new Promise((resolve, reject) => {
        outbox.push({ key, roomId, text, isAsked: false, resolve, reject });
        pump();
      }),
    get unsent() {
      return outbox.length;
    },
    rooms,
    closes,
    frames,
    when: (isTrue) =>
      new Promise((resolve) => {
        waiting.add({ isTrue, resolve });
        look();
      }),
  };
};

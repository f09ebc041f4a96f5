// The connection behind its door: one socket at a time, replaced until told to stop. A new socket says `hello` first; what comes down
// before its reply waits for it, so that listeners always hear of the whole before they hear of changes to it.
import { atom } from 'nanostores';
import { CLOSE, PROTOCOL_VERSION } from '../../protocol/constants.ts';
import type { RefusalBody } from '../../protocol/errors.ts';
import type { AccountEvent, Placed, RequestBody, RequestName, RequestReply, Signal } from '../../protocol/protocol.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { createAsks } from './asks.ts';
import { backoffMs } from './backoff.ts';
import { browserClock, type Clock } from './clock.ts';
import { Lost, Refused, type Connection, type ConnectionState, type Hello, type Resume } from './connection.ts';
import { createListeners } from './listeners.ts';

/** The part of a WebSocket that is used. */
export type Socket = {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(): void;
};

export type ConnectionOptions = {
  url: () => string;
  makeSocket?: (url: string) => Socket;
  clock?: Clock;
  /** In [0, 1). */
  random?: () => number;
  /** An upgrade that fails does not say why. Answers whether the server still knows the account; rejects when it cannot be asked. */
  isSignedIn?: () => Promise<boolean>;
  isOnline?: () => boolean;
};

type Answer = { re: number; ok: unknown } | { re: number; no: RefusalBody };
type Push = ({ room: RoomId } & Placed) | ({ room: RoomId } & Signal) | AccountEvent;

const ASK_TIMEOUT_MS = 15_000;
/** A socket that has not opened and been greeted by then never will. */
const OPEN_TIMEOUT_MS = 10_000;
/** How long an open socket has to show that it still lives, when there is reason to doubt it. */
const PROBE_TIMEOUT_MS = 4_000;

export const createConnection = ({
  url,
  makeSocket = (address) => new WebSocket(address) as unknown as Socket,
  clock = browserClock,
  random = Math.random,
  isSignedIn = () => Promise.resolve(true),
  isOnline = () => typeof navigator === 'undefined' || navigator.onLine,
}: ConnectionOptions): Connection => {
  const $state = atom<ConnectionState>({ kind: 'stopped' });
  const hellos = createListeners<[Hello]>();
  const roomEvents = createListeners<[RoomId, Placed]>();
  const accountEvents = createListeners<[AccountEvent]>();
  const signals = createListeners<[RoomId, Signal]>();
  let resume: () => Resume = () => [];

  let socket: Socket | null = null;
  let attempt = 0;
  let cancelTimer = () => {};
  let isProbing = false;
  /** Pushes that came before hello's reply; null once it is there. */
  let early: Push[] | null = [];

  const asks = createAsks({
    clock,
    send: (frame) => socket?.send(JSON.stringify(frame)),
    // Browsers do not show the server's pings, so this is how a dead socket is found out: nothing at all came while an answer was due.
    onSilence: () => probe(),
  });

  const set = (state: ConnectionState): void => {
    $state.set(state);
  };

  const open = (): void => {
    cancelTimer();
    set({ kind: 'connecting', attempt });
    early = [];
    const own = makeSocket(url());
    socket = own;
    cancelTimer = clock.after(OPEN_TIMEOUT_MS, () => giveUp(CLOSE.resume));
    let hasOpened = false;
    own.onopen = () => {
      if (socket !== own) return;
      hasOpened = true;
      const held = resume();
      const hello: RequestBody<'hello'> = { version: PROTOCOL_VERSION, ...(held.length > 0 && { resume: held }) };
      asks.sendNow('hello', hello, OPEN_TIMEOUT_MS).then(
        (reply) => socket === own && greet(reply as Hello),
        (error: unknown) => socket === own && refuseHello(error),
      );
    };
    own.onmessage = ({ data }) => {
      if (socket === own && typeof data === 'string') receive(JSON.parse(data) as Answer | Push);
    };
    own.onclose = ({ code }) => {
      if (socket === own) afterClose(code, hasOpened);
    };
  };

  const greet = (hello: Hello): void => {
    cancelTimer();
    attempt = 0;
    hellos.tell(hello);
    const waited = early ?? [];
    early = null;
    for (const frame of waited) push(frame);
    set({ kind: 'ready' });
    asks.open();
  };

  const refuseHello = (error: unknown): void => {
    if (error instanceof Refused && error.code === 'outdated') giveUp(CLOSE.outdated);
    else if (error instanceof Refused && error.code === 'signed-out') giveUp(CLOSE.signedOut);
    else giveUp(CLOSE.resume, error instanceof Refused ? error.retryAfterMs : undefined);
  };

  const receive = (frame: Answer | Push): void => {
    asks.heard();
    if ('re' in frame) asks.settle(frame.re, 'no' in frame ? refused(frame.no) : frame.ok);
    else if (early) early.push(frame);
    else push(frame);
  };

  const push = (frame: Push): void => {
    if (!('room' in frame)) return accountEvents.tell(frame);
    const { room, ...rest } = frame;
    if ('signal' in rest) signals.tell(room, rest);
    else roomEvents.tell(room, rest);
  };

  /** Lets go of the socket before it says goodbye; a dead one may take minutes to. */
  const drop = (): void => {
    const old = socket;
    socket = null;
    cancelTimer();
    isProbing = false;
    asks.close();
    old?.close();
  };
  const giveUp = (code: number, retryAfterMs?: number): void => {
    if (!socket) return;
    drop();
    settleState(code, retryAfterMs);
  };
  const afterClose = (code: number, hasOpened: boolean): void => {
    drop();
    if (hasOpened || code === CLOSE.signedOut || code === CLOSE.outdated) settleState(code);
    else void learnWhy();
  };

  const learnWhy = async (): Promise<void> => {
    wait();
    const known = await isSignedIn().catch(() => true);
    if (!known && $state.get().kind === 'waiting') end({ kind: 'signed-out' }, 'signed-out');
  };

  const settleState = (code: number, retryAfterMs?: number): void => {
    if (code === CLOSE.signedOut) end({ kind: 'signed-out' }, 'signed-out');
    else if (code === CLOSE.outdated) end({ kind: 'outdated' }, 'outdated');
    else wait(Math.max(retryAfterMs ?? 0, code === CLOSE.tooMany || code === CLOSE.badFrame ? 5_000 : 0));
  };

  const end = (state: ConnectionState, code: 'signed-out' | 'outdated'): void => {
    cancelTimer();
    asks.refuseAll(new Refused(code, code));
    set(state);
  };

  const wait = (atLeastMs = 0): void => {
    const ms = Math.max(atLeastMs, backoffMs(attempt++, random()));
    set({ kind: 'waiting', retryAtMs: clock.now() + ms, isOnline: isOnline() });
    cancelTimer = clock.after(ms, open);
  };

  /** Any question will do whose answer costs the server nothing: the address of no room. */
  const probe = (): void => {
    if (isProbing) return;
    isProbing = true;
    const own = socket;
    const heardBefore = asks.heardCount();
    asks.ask('rooms.find', { slug: '-' }, ASK_TIMEOUT_MS).catch(() => {});
    clock.after(PROBE_TIMEOUT_MS, () => {
      if (socket !== own) return;
      isProbing = false;
      if (asks.heardCount() === heardBefore) giveUp(CLOSE.resume);
    });
  };

  return {
    $state,
    start() {
      const { kind } = $state.get();
      if (kind !== 'stopped' && kind !== 'signed-out') return;
      attempt = 0;
      open();
    },
    stop() {
      drop();
      asks.refuseAll(new Lost());
      set({ kind: 'stopped' });
    },
    nudge() {
      const { kind } = $state.get();
      if (kind === 'waiting') open();
      else if (kind === 'ready') probe();
    },
    resumeFrom(provider) {
      resume = provider;
    },
    ask<Name extends RequestName>(name: Name, body: RequestBody<Name>, options?: { timeoutMs?: number }) {
      const { kind } = $state.get();
      if (kind === 'signed-out' || kind === 'outdated') return Promise.reject(new Refused(kind, kind));
      return asks.ask(name, body, options?.timeoutMs ?? ASK_TIMEOUT_MS) as Promise<RequestReply<Name>>;
    },
    onHello: hellos.add,
    onRoomEvent: roomEvents.add,
    onAccountEvent: accountEvents.add,
    onSignal: signals.add,
  };
};

const refused = ({ code, message, retryAfterMs }: RefusalBody): Refused => new Refused(code, message, retryAfterMs);

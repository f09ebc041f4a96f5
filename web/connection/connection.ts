// The page's one socket: its states, asking, and what comes down it. Knows frames, not rooms or messages.
// This is the door; `create-connection.ts` is behind it, `app-connection.ts` holds the one that the page uses.
import type { ReadableAtom } from 'nanostores';
import type { RefusalCode } from '../../protocol/errors.ts';
import type { AccountEvent, Placed, RequestBody, RequestName, RequestReply, Signal } from '../../protocol/protocol.ts';
import type { RoomId } from '../../protocol/wire.ts';

export type ConnectionState =
  | { kind: 'stopped' }
  | { kind: 'connecting'; attempt: number }
  | { kind: 'ready' }
  /** Waiting to try again by itself at `retryAtMs` (`Date.now()` scale); `isOnline` is the browser's own opinion. */
  | { kind: 'waiting'; retryAtMs: number; isOnline: boolean }
  /** Final until the person acts. */
  | { kind: 'signed-out' }
  | { kind: 'outdated' };

export type Hello = RequestReply<'hello'>;
export type Resume = NonNullable<RequestBody<'hello'>['resume']>;

export type Connection = {
  readonly $state: ReadableAtom<ConnectionState>;
  /** Opens the socket, from `stopped` or `signed-out`; otherwise nothing. */
  start(): void;
  stop(): void;
  /** Something suggests that the network changed: try at once if waiting, or make sure that the open socket still answers. */
  nudge(): void;
  /** What the next `hello` says is held, asked at each connecting. */
  resumeFrom(provider: () => Resume): void;
  /**
   * Resolves with the reply. Rejects with `Refused` (the server said no), or `Lost` (no reply: the socket closed or `timeoutMs`, 15 s unless
   * told, ran out; the request may or may not have been carried out). Asked while connecting, it waits for the socket to be ready.
   */
  ask<Name extends RequestName>(name: Name, body: RequestBody<Name>, options?: { timeoutMs?: number }): Promise<RequestReply<Name>>;
  /** Each answers with the way to stop listening. */
  onHello(listener: (hello: Hello) => void): () => void;
  onRoomEvent(listener: (roomId: RoomId, placed: Placed) => void): () => void;
  onAccountEvent(listener: (event: AccountEvent) => void): () => void;
  onSignal(listener: (roomId: RoomId, signal: Signal) => void): () => void;
};

export class Refused extends Error {
  readonly code: RefusalCode;
  readonly retryAfterMs: number | undefined;
  constructor(code: RefusalCode, message: string, retryAfterMs?: number) {
    super(message);
    this.name = 'Refused';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

export class Lost extends Error {
  constructor() {
    super('the connection was lost before the reply');
    this.name = 'Lost';
  }
}

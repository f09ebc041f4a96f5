// Who asks: what a handler knows of the session that sent a request. Taken from the socket, never from what was sent.
import type { AccountId } from '../protocol/wire.ts';

export type Caller = {
  readonly accountId: AccountId;
  /** The display name at the time of the request. */
  readonly name: string;
  /** This socket; ids of sessions are never used again. */
  readonly sessionId: string;
  /** The sign-in that the socket's cookie belongs to. */
  readonly signInId: string;
};

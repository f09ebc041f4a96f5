// Who asks: what a handler knows of the session that sent a request. Taken from the socket, never from what was sent.
import type { HouseRole } from '../protocol/accounts.ts';
import type { AccountId } from '../protocol/wire.ts';

export type Caller = {
  readonly accountId: AccountId;
  /** In the house, as it is now: the session changes it when it is told to (`cluster/bus.ts`). */
  readonly role: HouseRole;
  /** This socket; ids of sessions are never used again. */
  readonly sessionId: string;
  /** The sign-in that the socket's cookie belongs to. */
  readonly signInId: string;
};

/** What a policy asks of the caller. */
export type Viewer = Pick<Caller, 'accountId' | 'role'>;

// The door between wings (which say what happened) and gateways (which tell it), on this node or on others. A message is a hint with its
// content attached: what is stored is read again from the database where a `seq` is missing, so a bus may lose, but never invent.
import type { HouseRole } from '../../protocol/accounts.ts';
import type { AccountEvent, Placed, Signal } from '../../protocol/protocol.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';

export type RoomMessage =
  /** Published after its commit, and only then. */
  | { kind: 'event'; placed: Placed }
  | { kind: 'signal'; signal: Signal }
  /** The room is deleted. */
  | { kind: 'closed' };

export type AccountMessage =
  /** `attach`: from now on the account's sessions follow this room's stream, after `seq`; `detach`: no longer. */
  | { kind: 'event'; event: AccountEvent; attach?: { roomId: RoomId; seq: number }; detach?: RoomId }
  /** The sign-in with this id is over (null: all of the account's): its sockets close. */
  | { kind: 'revoked'; signInId: string | null }
  /** The account has another role in the house from now on: what its sessions may ask follows at once. */
  | { kind: 'role'; role: HouseRole };

export type Bus = {
  publishToRoom(roomId: RoomId, message: RoomMessage): void;
  publishToAccount(accountId: AccountId, message: AccountMessage): void;
  /** The answer ends the subscription; idempotent. */
  subscribeToRoom(roomId: RoomId, listener: (message: RoomMessage) => void): () => void;
  subscribeToAccount(accountId: AccountId, listener: (message: AccountMessage) => void): () => void;
  close(): Promise<void>;
};

// Whom a room lets in, asked by every way in: joining, being added, invitations, the lobby. And how a network is remembered of which somebody came
// who was banned and has no account to be known by.
import { createHmac } from 'node:crypto';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Room } from '../../protocol/rooms.ts';
import type { Trx } from '../storage/schema.ts';
import { isBanned } from './bans.queries.ts';

/** By no way, nobody's hand included: a moderator who wants them back takes the ban back first. */
export const mustNotBeBanned = async (trx: Trx, roomId: RoomId, accountId: AccountId): Promise<void> => {
  if (await isBanned(trx, roomId, accountId)) throw new Refusal('banned', 'a moderator has banned this person from the room');
};

/** For somebody who comes in by themselves. Asked with the room's row locked (`Lookup.loadLocked`), so that it holds until they are in. */
export const mustBeLetIn = async (trx: Trx, { id, isLocked }: Pick<Room, 'id' | 'isLocked'>, accountId: AccountId): Promise<void> => {
  await mustNotBeBanned(trx, id, accountId);
  if (isLocked) throw new Refusal('locked', 'this room is locked: a moderator has to let you in');
};

/** Keyed, because there are few enough addresses to try them all. */
export const hashNetwork = (secret: string, network: string): string =>
  createHmac('sha256', secret).update('banned network\0').update(network).digest('hex');

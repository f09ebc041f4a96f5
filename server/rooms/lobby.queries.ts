// Who waits in front of which room, in the database.
import type { Waiting, WaitingFor } from '../../protocol/rooms.ts';
import type { AccountId, InvitationId, RoomId } from '../../protocol/wire.ts';
import { ACCOUNT_COLUMNS, toAccount } from '../accounts/people.ts';
import type { Db, Trx } from '../storage/schema.ts';

/** In front of this room, longest first. */
export const waitingAt = async (db: Db, roomId: RoomId): Promise<Waiting[]> => {
  const rows = await db
    .selectFrom('lobby')
    .innerJoin('accounts', 'accounts.id', 'lobby.accountId')
    .select([...ACCOUNT_COLUMNS, 'lobby.askedAt'])
    .where('lobby.roomId', '=', roomId)
    .orderBy('lobby.askedAt')
    .orderBy('lobby.accountId')
    .execute();
  return rows.map((row) => ({ account: toAccount(row), askedAt: row.askedAt }));
};

/** What this account waits for, longest first. */
export const waitingFor = async (db: Db, accountId: AccountId): Promise<WaitingFor[]> => {
  const rows = await db
    .selectFrom('lobby')
    .innerJoin('rooms', 'rooms.id', 'lobby.roomId')
    .select(['lobby.roomId', 'rooms.name', 'rooms.slug', 'lobby.askedAt'])
    .where('lobby.accountId', '=', accountId)
    .orderBy('lobby.askedAt')
    .orderBy('lobby.roomId')
    .execute();
  return rows.map((row) => ({ ...row, roomId: row.roomId as RoomId }));
};

/** Everybody who waits anywhere. */
export const allWhoWait = async (db: Db): Promise<AccountId[]> => {
  const rows = await db.selectFrom('lobby').select('accountId').distinct().execute();
  return rows.map(({ accountId }) => accountId as AccountId);
};

/** False where they wait already. */
export const insertWait = async (
  trx: Trx,
  wait: { roomId: RoomId; accountId: AccountId; invitationId: InvitationId; askedAt: number },
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('lobby')
    .values(wait)
    .onConflict((conflict) => conflict.columns(['roomId', 'accountId']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

export type Wait = { roomId: RoomId; accountId: AccountId; invitationId: InvitationId | null };

/** Those that are over now, in the order of their rooms and accounts. `accountIds` or all, in front of one room or of every one, by one invitation or any. */
export const deleteWaits = async (
  trx: Trx,
  which: { roomId?: RoomId; accountIds?: readonly AccountId[]; invitationId?: InvitationId },
): Promise<Wait[]> => {
  const { roomId, accountIds, invitationId } = which;
  if (accountIds?.length === 0) return [];
  let query = trx.deleteFrom('lobby');
  if (roomId !== undefined) query = query.where('roomId', '=', roomId);
  if (accountIds !== undefined) query = query.where('accountId', 'in', accountIds);
  if (invitationId !== undefined) query = query.where('invitationId', '=', invitationId);
  const rows = (await query.returning(['roomId', 'accountId', 'invitationId']).execute()) as Wait[];
  const keyOf = ({ roomId: room, accountId }: Wait) => `${room} ${accountId}`;
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};

export const countWaitingAt = async (db: Db, roomId: RoomId): Promise<number> => {
  const { count } = await db
    .selectFrom('lobby')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('roomId', '=', roomId)
    .executeTakeFirstOrThrow();
  return count;
};

/** Who decides over the lobby. */
export const decidersOf = async (db: Db, roomId: RoomId): Promise<AccountId[]> => {
  const rows = await db
    .selectFrom('members')
    .select('accountId')
    .where('roomId', '=', roomId)
    .where('role', 'in', ['owner', 'moderator'])
    .orderBy('accountId')
    .execute();
  return rows.map(({ accountId }) => accountId as AccountId);
};

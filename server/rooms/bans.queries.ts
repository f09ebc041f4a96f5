// Who may not come into which room, in the database.
import type { Insertable } from 'kysely';
import type { Account } from '../../protocol/accounts.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { ACCOUNT_COLUMNS, toAccount } from '../accounts/people.ts';
import type { Db, Schema, Trx } from '../storage/schema.ts';

export const isBanned = async (db: Db, roomId: RoomId, accountId: AccountId): Promise<boolean> =>
  (await db.selectFrom('bans').select('accountId').where('roomId', '=', roomId).where('accountId', '=', accountId).executeTakeFirst()) !==
  undefined;

export const isNetworkBanned = async (db: Db, roomId: RoomId, networkHash: string): Promise<boolean> =>
  (await db
    .selectFrom('bans')
    .select('accountId')
    .where('roomId', '=', roomId)
    .where('networkHash', '=', networkHash)
    .executeTakeFirst()) !== undefined;

/** False where they are banned already. */
export const insertBan = async (trx: Trx, ban: Insertable<Schema['bans']>): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('bans')
    .values(ban)
    .onConflict((conflict) => conflict.columns(['roomId', 'accountId']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

/** False where they were not banned. */
export const deleteBan = async (trx: Trx, roomId: RoomId, accountId: AccountId): Promise<boolean> => {
  const { numDeletedRows } = await trx
    .deleteFrom('bans')
    .where('roomId', '=', roomId)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
};

/** Of somebody who is gone for good. What is known of where a guest came from stays, or they would be back by deleting themselves. */
export const deleteBansOf = async (trx: Trx, accountId: AccountId): Promise<void> => {
  await trx.deleteFrom('bans').where('accountId', '=', accountId).where('networkHash', 'is', null).execute();
};

/** The latest first. */
export const bannedFrom = async (db: Db, roomId: RoomId): Promise<Account[]> => {
  const rows = await db
    .selectFrom('bans')
    .innerJoin('accounts', 'accounts.id', 'bans.accountId')
    .select(ACCOUNT_COLUMNS)
    .where('bans.roomId', '=', roomId)
    .orderBy('bans.at', 'desc')
    .orderBy('bans.accountId', 'desc')
    .execute();
  return rows.map(toAccount);
};

/** Where the account's browser was seen last; null where there is none, or nobody knows. */
export const latestNetwork = async (db: Db, accountId: AccountId): Promise<string | null> => {
  const row = await db
    .selectFrom('signIns')
    .select('ipAddress')
    .where('userId', '=', accountId)
    .orderBy('updatedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.ipAddress || null;
};

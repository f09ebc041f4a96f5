// Links in the database: hashes of what they carry, gone with the first use.
import type { AccountId } from '../../protocol/wire.ts';
import type { Db, Schema, Trx } from '../storage/schema.ts';

export type Purpose = Schema['links']['purpose'];
export type StoredLink = { accountId: AccountId; email: string | null; expiresAt: number };

const COLUMNS = ['accountId', 'email', 'expiresAt'] as const;

export const insertLink = async (trx: Trx, link: StoredLink & { secretHash: string; purpose: Purpose }): Promise<void> => {
  await trx.insertInto('links').values(link).execute();
};

export const findLink = async (db: Db, purpose: Purpose, secretHash: string): Promise<StoredLink | null> => {
  const row = await db
    .selectFrom('links')
    .select(COLUMNS)
    .where('secretHash', '=', secretHash)
    .where('purpose', '=', purpose)
    .executeTakeFirst();
  return (row as StoredLink | undefined) ?? null;
};

/** Of any number at once, one gets it. */
export const takeLink = async (trx: Trx, purpose: Purpose, secretHash: string): Promise<StoredLink | null> => {
  const row = await trx
    .deleteFrom('links')
    .where('secretHash', '=', secretHash)
    .where('purpose', '=', purpose)
    .returning(COLUMNS)
    .executeTakeFirst();
  return (row as StoredLink | undefined) ?? null;
};

export const deleteLinks = async (trx: Trx, accountId: AccountId, purposes: readonly Purpose[]): Promise<void> => {
  await trx.deleteFrom('links').where('accountId', '=', accountId).where('purpose', 'in', purposes).execute();
};

export const deleteOldLinks = async (trx: Trx, now: number): Promise<void> => {
  await trx.deleteFrom('links').where('expiresAt', '<=', now).execute();
};

/** The address that an account is to have once it is confirmed. */
export const findNextEmail = async (db: Db, accountId: AccountId, now: number): Promise<string | null> => {
  const row = await db
    .selectFrom('links')
    .innerJoin('accounts', 'accounts.id', 'links.accountId')
    .select('links.email')
    .where('links.accountId', '=', accountId)
    .where('links.purpose', '=', 'confirm-email')
    .where('links.expiresAt', '>', now)
    .whereRef('links.email', '!=', 'accounts.email')
    .executeTakeFirst();
  return row?.email ?? null;
};

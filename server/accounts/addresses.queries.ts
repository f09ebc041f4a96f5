// Addresses of accounts in the database.
import type { AccountId } from '../../protocol/wire.ts';
import type { Db, Trx } from '../storage/schema.ts';
import type { Addressee } from './mails.ts';
import { shownEmail } from './people.ts';

/** null for those whom no mail reaches: guests, and accounts that are deleted. */
export const findAddressee = async (db: Db, accountId: AccountId): Promise<Addressee | null> => {
  const row = await db
    .selectFrom('accounts')
    .select(['name', 'email', 'emailVerified'])
    .where('id', '=', accountId)
    .where('role', '!=', 'deleted')
    .executeTakeFirst();
  if (!row || shownEmail(row.email) === null) return null;
  return { name: row.name, email: row.email, isConfirmed: Boolean(row.emailVerified) };
};

export const setEmail = async (trx: Trx, accountId: AccountId, email: string, isConfirmed: boolean): Promise<void> => {
  await trx.updateTable('accounts').set({ email, emailVerified: isConfirmed }).where('id', '=', accountId).execute();
};

export const markConfirmed = async (trx: Trx, accountId: AccountId): Promise<void> => {
  await trx.updateTable('accounts').set({ emailVerified: true }).where('id', '=', accountId).execute();
};

/** Makes a member of somebody who has an address of their own, confirmed, and was a guest for want of that; false where nothing was to do. */
export const raiseConfirmed = async (trx: Trx, accountId: AccountId): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('accounts')
    .set({ role: 'member' })
    .where('id', '=', accountId)
    .where('role', '=', 'guest')
    .where('emailVerified', '=', true)
    .where('email', 'not like', '%.invalid')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

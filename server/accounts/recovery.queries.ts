// Who may recover an account, and who asked to, in the database.
import type { HouseRole } from '../../protocol/accounts.ts';
import type { RecoveryRequest } from '../../protocol/admin.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { ACCOUNT_COLUMNS, shownEmail, toAccount } from './people.ts';

/** An account that somebody can get back into: neither suspended nor deleted, and with an address, which guests have not. */
export type Recoverable = { accountId: AccountId; name: string; email: string; isConfirmed: boolean };

export const findRecoverable = (db: Db, by: { email: string } | { accountId: AccountId }): Promise<Recoverable | null> =>
  'email' in by ? findWhere(db, 'email', by.email) : findWhere(db, 'id', by.accountId);

/** The owner of the house. */
export const findOwner = (db: Db): Promise<Recoverable | null> => findWhere(db, 'role', 'owner');

const findWhere = async (db: Db, column: 'email' | 'id' | 'role', value: string): Promise<Recoverable | null> => {
  const row = await db
    .selectFrom('accounts')
    .select(['id', 'name', 'email', 'emailVerified'])
    .where(column, '=', value)
    .where('role', '!=', 'deleted')
    .where('suspendedAt', 'is', null)
    .executeTakeFirst();
  if (!row || shownEmail(row.email) === null) return null;
  return { accountId: row.id as AccountId, name: row.name, email: row.email, isConfirmed: Boolean(row.emailVerified) };
};

export const putRequest = async (trx: Trx, accountId: AccountId, askedAt: number): Promise<void> => {
  await trx
    .insertInto('recoveryRequests')
    .values({ accountId, askedAt })
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet({ askedAt }))
    .execute();
};

export const deleteRequest = async (trx: Trx, accountId: AccountId): Promise<void> => {
  await trx.deleteFrom('recoveryRequests').where('accountId', '=', accountId).execute();
};

/** The last who asked first; without those who could not use a link. */
export const findRequests = async (db: Db): Promise<RecoveryRequest[]> => {
  const rows = await db
    .selectFrom('recoveryRequests')
    .innerJoin('accounts', 'accounts.id', 'recoveryRequests.accountId')
    .select([...ACCOUNT_COLUMNS, 'accounts.email', 'recoveryRequests.askedAt'])
    .where('accounts.role', '!=', 'deleted')
    .where('accounts.suspendedAt', 'is', null)
    .orderBy('recoveryRequests.askedAt', 'desc')
    .orderBy('accounts.id')
    .execute();
  return rows.map(({ email, askedAt, ...row }) => ({ account: toAccount(row), email, role: row.accountRole as HouseRole, askedAt }));
};

// Accounts in the database.
import type { Account, HouseRole, OwnAccount } from '../../protocol/accounts.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Dialect } from '../storage/database.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { ACCOUNT_COLUMNS, fromMs, PROFILE_COLUMNS, shownEmail, toAccount, toProfile } from './people.ts';
import { beginsWith } from './searching.ts';

/** The oldest account becomes the owner where there is none. Ids of version 7 sort by age. Of two at once, the second waits for the first's fact. */
export const claimOwner = async (trx: Trx): Promise<void> => {
  if (await hasOwner(trx)) return;
  const oldest = await trx.selectFrom('accounts').select('id').where('role', '=', 'member').orderBy('id').limit(1).executeTakeFirst();
  if (!oldest) return;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('house')
    .values({ key: 'firstOwner', value: oldest.id })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) await trx.updateTable('accounts').set({ role: 'owner' }).where('id', '=', oldest.id).execute();
};

export const hasOwner = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('accounts').select('id').where('role', '=', 'owner').executeTakeFirst()) !== undefined;

/** What a person sees of themselves; null for nobody, and for an account that is deleted. */
export const findOwn = async (db: Db, accountId: AccountId): Promise<OwnAccount | null> => {
  const row = await db
    .selectFrom('accounts')
    .select([...ACCOUNT_COLUMNS, ...PROFILE_COLUMNS, 'accounts.email', 'accounts.emailVerified'])
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (!row || row.accountRole === 'deleted') return null;
  return {
    ...toAccount(row),
    email: shownEmail(row.email),
    isEmailConfirmed: Boolean(row.emailVerified),
    role: row.accountRole,
    profile: toProfile(row),
  };
};

/** A person of this house, without a way to sign in yet. */
export const insertPerson = async (
  trx: Trx,
  dialect: Dialect,
  person: { id: AccountId; name: string; email: string; isEmailConfirmed: boolean; at: number },
): Promise<void> => {
  const { id, name, email, isEmailConfirmed, at } = person;
  const now = fromMs(dialect, at);
  await trx.insertInto('accounts').values({ id, name, email, emailVerified: isEmailConfirmed, createdAt: now, updatedAt: now }).execute();
};

/** What a guest's address ends with: nobody has it, and no mail is sent to it. */
const GUESTS_DOMAIN = '@guest.invalid';

/** Somebody without a way to sign in again. */
export const insertGuest = async (
  trx: Trx,
  dialect: Dialect,
  { id, name, at }: { id: AccountId; name: string; at: number },
): Promise<void> => {
  await insertPerson(trx, dialect, { id, name, email: `${id}${GUESTS_DOMAIN}`, isEmailConfirmed: false, at });
  await trx.updateTable('accounts').set({ role: 'guest' }).where('id', '=', id).execute();
};

/** A guest who has no way to sign in again yet. */
export const isPlainGuest = async (db: Db, accountId: AccountId): Promise<boolean> =>
  (await db
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', accountId)
    .where('role', '=', 'guest')
    .where('email', '=', `${accountId}${GUESTS_DOMAIN}`)
    .executeTakeFirst()) !== undefined;

export const setHouseRole = async (trx: Trx, accountId: AccountId, role: HouseRole): Promise<void> => {
  await trx.updateTable('accounts').set({ role }).where('id', '=', accountId).execute();
};

/** Somebody who was a guest, by the address that they gave. */
export const makePerson = async (
  trx: Trx,
  accountId: AccountId,
  { name, email, isEmailConfirmed, role }: { name: string; email: string; isEmailConfirmed: boolean; role: HouseRole },
): Promise<void> => {
  await trx.updateTable('accounts').set({ name, email, emailVerified: isEmailConfirmed, role }).where('id', '=', accountId).execute();
};

export type Standing = { role: HouseRole; isSuspended: boolean };

/** null for nobody, and for an account that is deleted. */
export const findStanding = async (db: Db, accountId: AccountId): Promise<Standing | null> => {
  const row = await db.selectFrom('accounts').select(['role', 'suspendedAt']).where('id', '=', accountId).executeTakeFirst();
  return !row || row.role === 'deleted' ? null : { role: row.role, isSuspended: row.suspendedAt !== null };
};

export const hasEmail = async (db: Db, email: string): Promise<boolean> =>
  (await db.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirst()) !== undefined;

export const findByNamePrefix = async (db: Db, text: string, limit: number): Promise<Account[]> => {
  const rows = await db
    .selectFrom('accounts')
    .select(ACCOUNT_COLUMNS)
    .where('role', 'in', ['owner', 'admin', 'member'])
    .where(beginsWith('accounts.name', text))
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toAccount);
};

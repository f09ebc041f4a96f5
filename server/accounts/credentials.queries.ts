// Ways to sign in, in the database.
import type { AccountId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import type { Dialect } from '../storage/database.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { fromMs } from './people.ts';

/** What better-auth calls the password among the providers. */
const PASSWORD = 'credential';

/** null for an account without a password. */
export const findPasswordHash = async (db: Db, accountId: AccountId): Promise<string | null> =>
  (
    await db
      .selectFrom('credentials')
      .select('password')
      .where('userId', '=', accountId)
      .where('providerId', '=', PASSWORD)
      .executeTakeFirst()
  )?.password ?? null;

/** What somebody may sign in with who gives this address; null for none. `hash` is null for an account without a password. */
export const findByEmail = async (db: Db, email: string): Promise<{ accountId: AccountId; hash: string | null } | null> => {
  const row = await db
    .selectFrom('accounts')
    .leftJoin('credentials', (join) => join.onRef('credentials.userId', '=', 'accounts.id').on('credentials.providerId', '=', PASSWORD))
    .select(['accounts.id', 'credentials.password'])
    .where('accounts.email', '=', email)
    .executeTakeFirst();
  return row ? { accountId: row.id as AccountId, hash: row.password } : null;
};

export const insertPassword = async (trx: Trx, dialect: Dialect, accountId: AccountId, hash: string, at: number): Promise<void> => {
  const now = fromMs(dialect, at);
  await trx
    .insertInto('credentials')
    .values({ id: newId(at), userId: accountId, accountId, providerId: PASSWORD, password: hash, createdAt: now, updatedAt: now })
    .execute();
};

/** In how many ways somebody can sign in to this account. */
export const countWays = async (db: Db, accountId: AccountId): Promise<number> => {
  const passwordOrOpenId = await db
    .selectFrom('credentials')
    .select('id')
    .where('userId', '=', accountId)
    .where((eb) => eb.or([eb('providerId', '!=', PASSWORD), eb('password', 'is not', null)]))
    .execute();
  const passkeys = await db.selectFrom('passkeys').select('id').where('userId', '=', accountId).execute();
  return passwordOrOpenId.length + passkeys.length;
};

/** Also for an account that has none yet. */
export const putPassword = async (trx: Trx, dialect: Dialect, accountId: AccountId, hash: string, at: number): Promise<void> => {
  const { numUpdatedRows } = await trx
    .updateTable('credentials')
    .set({ password: hash, updatedAt: fromMs(dialect, at) })
    .where('userId', '=', accountId)
    .where('providerId', '=', PASSWORD)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) await insertPassword(trx, dialect, accountId, hash, at);
};

/** Every way in but the password: passkeys, and accounts at a provider. */
export const forgetOtherWays = async (trx: Trx, accountId: AccountId): Promise<void> => {
  await trx.deleteFrom('credentials').where('userId', '=', accountId).where('providerId', '!=', PASSWORD).execute();
  await trx.deleteFrom('passkeys').where('userId', '=', accountId).execute();
};

/** Whose account this person of the provider's is. Addresses are not looked at: they change hands. */
export const findIdentity = async (db: Db, issuer: string, subject: string): Promise<AccountId | null> => {
  const row = await db
    .selectFrom('credentials')
    .select('userId')
    .where('providerId', '=', issuer)
    .where('accountId', '=', subject)
    .executeTakeFirst();
  return (row?.userId as AccountId | undefined) ?? null;
};

export const hasIdentity = async (db: Db, issuer: string, accountId: AccountId): Promise<boolean> =>
  (await db.selectFrom('credentials').select('id').where('providerId', '=', issuer).where('userId', '=', accountId).executeTakeFirst()) !==
  undefined;

type Identity = { issuer: string; subject: string };

export const insertIdentity = async (
  trx: Trx,
  dialect: Dialect,
  accountId: AccountId,
  { issuer, subject }: Identity,
  at: number,
): Promise<void> => {
  const now = fromMs(dialect, at);
  await trx
    .insertInto('credentials')
    .values({ id: newId(at), userId: accountId, accountId: subject, providerId: issuer, createdAt: now, updatedAt: now })
    .execute();
};

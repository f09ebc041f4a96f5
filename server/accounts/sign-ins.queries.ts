// Sign-ins in the database: they are begun and ended here; better-auth finds the one that a cookie belongs to, and renews it.
import type { HouseRole } from '../../protocol/accounts.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Dialect } from '../storage/database.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { fromMs, holdAccount, toMs } from './people.ts';

/** A sign-in is over after as long without a visit. */
export const UNUSED_MS = 30 * 24 * 60 * 60 * 1_000;

export type StoredSignIn = { id: string; userAgent: string; network: string; signedInAt: number; seenAt: number; expiresAt: number };

/** The last used first. */
export const signInsOf = async (db: Db, accountId: AccountId): Promise<StoredSignIn[]> => {
  const rows = await db
    .selectFrom('signIns')
    .select(['id', 'userAgent', 'ipAddress', 'createdAt', 'updatedAt', 'expiresAt'])
    .where('userId', '=', accountId)
    .orderBy('updatedAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ id, userAgent, ipAddress, createdAt, updatedAt, expiresAt }) => ({
    id,
    userAgent: userAgent ?? '',
    network: ipAddress ?? '',
    signedInAt: toMs(createdAt),
    seenAt: toMs(updatedAt),
    expiresAt: toMs(expiresAt),
  }));
};

/** Which are over now. */
export const deleteSignIns = async (
  trx: Trx,
  accountId: AccountId,
  which: { id: string } | { except: string } | 'all',
): Promise<string[]> => {
  await holdAccount(trx, accountId);
  // Who is between the first step and the second is signed in nowhere yet, and must begin again.
  if (!(which !== 'all' && 'id' in which))
    await trx.deleteFrom('steps').where('accountId', '=', accountId).where('kind', '=', 'second-factor').execute();
  let query = trx.deleteFrom('signIns').where('userId', '=', accountId);
  if (which !== 'all') query = 'id' in which ? query.where('id', '=', which.id) : query.where('id', '!=', which.except);
  return (await query.returning('id').execute()).map(({ id }) => id);
};

export const hasSignIn = async (db: Db, id: string): Promise<boolean> =>
  (await db.selectFrom('signIns').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;

type Beginning = { id: string; token: string; userAgent: string; network: string; at: number };

const columnsOf = (dialect: Dialect, { token, userAgent, network, at }: Beginning) => ({
  token,
  userAgent,
  ipAddress: network,
  createdAt: fromMs(dialect, at),
  updatedAt: fromMs(dialect, at),
  expiresAt: fromMs(dialect, at + UNUSED_MS),
});

export const insertSignIn = async (trx: Trx, dialect: Dialect, accountId: AccountId, beginning: Beginning): Promise<void> => {
  await trx
    .insertInto('signIns')
    .values({ id: beginning.id, userId: accountId, ...columnsOf(dialect, beginning) })
    .execute();
};

/** The same sign-in under another token; false where there is none to go on with. */
export const renewSignIn = async (trx: Trx, dialect: Dialect, accountId: AccountId, beginning: Beginning): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('signIns')
    .set(columnsOf(dialect, beginning))
    .where('id', '=', beginning.id)
    .where('userId', '=', accountId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** Seen now, from there. */
export const touchSignIn = async (db: Db, dialect: Dialect, id: string, network: string, at: number): Promise<void> => {
  await db
    .updateTable('signIns')
    .set({ updatedAt: fromMs(dialect, at), ipAddress: network })
    .where('id', '=', id)
    .execute();
};

export const touchSignIns = async (db: Db, dialect: Dialect, ids: readonly string[], at: number): Promise<void> => {
  await db
    .updateTable('signIns')
    .set({ updatedAt: fromMs(dialect, at) })
    .where('id', 'in', ids)
    .execute();
};

/** Those of them that are not over, of accounts that are neither suspended nor deleted. */
export const standingsOf = async (
  db: Db,
  dialect: Dialect,
  ids: readonly string[],
  now: number,
): Promise<{ id: string; role: HouseRole; seenAt: number }[]> => {
  const rows = await db
    .selectFrom('signIns')
    .innerJoin('accounts', 'accounts.id', 'signIns.userId')
    .select(['signIns.id', 'signIns.updatedAt', 'accounts.role'])
    .where('signIns.id', 'in', ids)
    .where('signIns.expiresAt', '>', fromMs(dialect, now))
    .where('accounts.suspendedAt', 'is', null)
    .execute();
  return rows.flatMap(({ id, role, updatedAt }) => (role === 'deleted' ? [] : [{ id, role, seenAt: toMs(updatedAt) }]));
};

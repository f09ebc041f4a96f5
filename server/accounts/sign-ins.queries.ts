// Sign-ins in the database: better-auth writes them, what follows reads and ends them.
import type { AccountId } from '../../protocol/wire.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { toMs } from './people.ts';

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
  let query = trx.deleteFrom('signIns').where('userId', '=', accountId);
  if (which !== 'all') query = 'id' in which ? query.where('id', '=', which.id) : query.where('id', '!=', which.except);
  return (await query.returning('id').execute()).map(({ id }) => id);
};

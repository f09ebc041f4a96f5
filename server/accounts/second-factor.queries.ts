// Second factors in the database: one secret for each account that has one, and its backup codes. Each write says under what condition it holds, so that of
// several at once, one wins.
import type { AccountId } from '../../protocol/wire.ts';
import type { Db, Trx } from '../storage/schema.ts';

export const hasSecondFactor = async (db: Db, accountId: AccountId): Promise<boolean> =>
  (await db.selectFrom('secondFactors').select('userId').where('userId', '=', accountId).executeTakeFirst()) !== undefined;

export const countBackupCodes = async (db: Db, accountId: AccountId): Promise<number> =>
  (
    await db
      .selectFrom('backupCodes')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('userId', '=', accountId)
      .executeTakeFirstOrThrow()
  ).count;

export type Factor = { secret: string; lastStep: number; wrong: number; lockedUntil: number | null };

/** Holds the row until the transaction is over, and counts a try as wrong until it is known to be right. */
export const countTry = async (trx: Trx, accountId: AccountId): Promise<Factor | null> =>
  (await trx
    .updateTable('secondFactors')
    .set((eb) => ({ wrong: eb('wrong', '+', 1) }))
    .where('userId', '=', accountId)
    .returning(['secret', 'lastStep', 'wrong', 'lockedUntil'])
    .executeTakeFirst()) ?? null;

export const setTries = async (trx: Trx, accountId: AccountId, tries: { wrong: number; lockedUntil: number | null }): Promise<void> => {
  await trx.updateTable('secondFactors').set(tries).where('userId', '=', accountId).execute();
};

/** False where that step, or a later one, was used before. */
export const useStep = async (trx: Trx, accountId: AccountId, step: number): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('secondFactors')
    .set({ lastStep: step })
    .where('userId', '=', accountId)
    .where('lastStep', '<', step)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** False where there is no such code, or no longer. */
export const useBackupCode = async (trx: Trx, accountId: AccountId, codeHash: string): Promise<boolean> => {
  const { numDeletedRows } = await trx
    .deleteFrom('backupCodes')
    .where('userId', '=', accountId)
    .where('codeHash', '=', codeHash)
    .executeTakeFirst();
  return numDeletedRows === 1n;
};

export const putBackupCodes = async (trx: Trx, accountId: AccountId, codeHashes: readonly string[]): Promise<void> => {
  await trx.deleteFrom('backupCodes').where('userId', '=', accountId).execute();
  await trx
    .insertInto('backupCodes')
    .values(codeHashes.map((codeHash) => ({ userId: accountId, codeHash })))
    .execute();
};

const setFlag = async (trx: Trx, accountId: AccountId, twoFactorEnabled: boolean): Promise<void> => {
  await trx.updateTable('accounts').set({ twoFactorEnabled }).where('id', '=', accountId).execute();
};

/** In the place of another, if there was one. */
export const putSecondFactor = async (trx: Trx, accountId: AccountId, secret: string, lastStep: number): Promise<void> => {
  const fresh = { secret, lastStep, wrong: 0, lockedUntil: null };
  await trx
    .insertInto('secondFactors')
    .values({ userId: accountId, ...fresh })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet(fresh))
    .execute();
  await setFlag(trx, accountId, true);
};

export const deleteSecondFactor = async (trx: Trx, accountId: AccountId): Promise<void> => {
  await trx.deleteFrom('secondFactors').where('userId', '=', accountId).execute();
  await setFlag(trx, accountId, false);
};

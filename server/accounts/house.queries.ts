// The house's facts in the database, by name.
import type { Db, Trx } from '../storage/schema.ts';

export const findFact = async (db: Db, key: string): Promise<string | null> =>
  (await db.selectFrom('house').select('value').where('key', '=', key).executeTakeFirst())?.value ?? null;

export const putFact = async (trx: Trx, key: string, value: string): Promise<void> => {
  await trx
    .insertInto('house')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
};

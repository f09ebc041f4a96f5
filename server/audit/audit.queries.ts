// The trail in the database. Ids sort by age.
import type { Insertable } from 'kysely';
import type { Schema, Trx } from '../storage/schema.ts';

export const insertEntry = async (trx: Trx, entry: Insertable<Schema['audit']>): Promise<void> => {
  await trx.insertInto('audit').values(entry).execute();
};

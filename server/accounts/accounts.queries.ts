// Accounts and the house's facts in the database.
import type { Account } from '../../protocol/accounts.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Db } from '../storage/schema.ts';

const OWNER = 'owner';

export const findOwner = async (db: Db): Promise<AccountId | null> => {
  const row = await db.selectFrom('house').select('value').where('key', '=', OWNER).executeTakeFirst();
  return (row?.value ?? null) as AccountId | null;
};

/** The oldest account becomes the owner where there is none. Ids of version 7 sort by age. */
export const claimOwner = async (db: Db): Promise<void> => {
  const oldest = await db.selectFrom('accounts').select('id').orderBy('id').limit(1).executeTakeFirst();
  if (!oldest) return;
  await db
    .insertInto('house')
    .values({ key: OWNER, value: oldest.id })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
};

export const findAccount = async (db: Db, accountId: AccountId): Promise<{ name: string; email: string } | null> =>
  (await db.selectFrom('accounts').select(['name', 'email']).where('id', '=', accountId).executeTakeFirst()) ?? null;

export const findByNamePrefix = async (db: Db, text: string, limit: number): Promise<Account[]> => {
  const pattern = `${text.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const rows = await db
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where((eb) => eb(eb.fn<string>('lower', ['name']), 'like', pattern))
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows as Account[];
};

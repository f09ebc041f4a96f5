// Accounts and the house's facts in the database.
import { sql } from 'kysely';
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

export const hasEmail = async (db: Db, email: string): Promise<boolean> =>
  (await db.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirst()) !== undefined;

const foldAscii = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Both databases fold the case of ASCII alone (PostgreSQL under the "C" collation); other letters are looked for as people write names. */
const prefixesOf = (text: string): string[] => {
  const small = text.toLowerCase();
  const capital = small.replace(/(?<=^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase());
  const forms = [text, small, capital, text.toUpperCase()].map((form) => foldAscii(form.normalize('NFC')));
  return [...new Set(forms)].map((form) => `${form.replace(/[\\%_]/g, (character) => `\\${character}`)}%`);
};

export const findByNamePrefix = async (db: Db, text: string, limit: number): Promise<Account[]> => {
  const rows = await db
    .selectFrom('accounts')
    .select(['id', 'name'])
    // SQLite's `like` has no escape character unless it is told one.
    .where((eb) => eb.or(prefixesOf(text).map((prefix) => sql<boolean>`lower(name) like ${prefix} escape '\\'`)))
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows as Account[];
};

// From rows to people: which columns make an `Account` and a `Profile`, and how. For the queries of every wing that shows people.
import type { Account, Profile, Status } from '../../protocol/accounts.ts';
import type { AccountId, PictureId } from '../../protocol/wire.ts';
import type { Dialect } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';

type StoredRole = 'owner' | 'admin' | 'member' | 'guest' | 'deleted';

export const ACCOUNT_COLUMNS = [
  'accounts.id as accountId',
  'accounts.name as accountName',
  'accounts.role as accountRole',
  'accounts.picture as accountPicture',
] as const;

export type AccountRow = { accountId: string; accountName: string; accountRole: StoredRole; accountPicture: string | null };

export const toAccount = ({ accountId, accountName, accountRole, accountPicture }: AccountRow): Account => ({
  id: accountId as AccountId,
  name: accountName,
  kind: accountRole === 'guest' || accountRole === 'deleted' ? accountRole : 'person',
  picture: accountPicture as PictureId | null,
});

export const PROFILE_COLUMNS = ['accounts.about', 'accounts.pronouns', 'accounts.timeZone', 'accounts.status'] as const;

export type ProfileRow = { about: string; pronouns: string; timeZone: string | null; status: string | null };

export const toProfile = ({ about, pronouns, timeZone, status }: ProfileRow): Profile => ({
  about,
  pronouns,
  timeZone,
  status: status === null ? null : (JSON.parse(status) as Status),
});

/** Null for an address that nobody has: a guest's. */
export const shownEmail = (email: string): string | null => (email.endsWith('.invalid') ? null : email);

/**
 * Holds the account's row until the transaction is over. Whatever begins a sign-in, ends one or changes what one is begun by takes it first: a password
 * that is replaced while somebody signs in with it leaves no sign-in behind. So does what shows a person as they are, and what changes that. Rows of
 * rooms are held before it, never after.
 */
export const holdAccount = async (trx: Trx, accountId: AccountId): Promise<void> => {
  await trx
    .updateTable('accounts')
    .set((eb) => ({ name: eb.ref('name') }))
    .where('id', '=', accountId)
    .execute();
};

/** better-auth's dates: ISO texts from SQLite, `Date`s from PostgreSQL. */
export const toMs = (date: unknown): number => (date instanceof Date ? date.getTime() : Date.parse(String(date)));

/** The other way round. */
export const fromMs = (dialect: Dialect, ms: number): unknown => (dialect === 'sqlite' ? new Date(ms).toISOString() : new Date(ms));

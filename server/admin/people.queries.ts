// People as Admin sees them, and what they are in the house, in the database.
import type { Person } from '../../protocol/admin.ts';
import type { AccountId } from '../../protocol/wire.ts';
import { ACCOUNT_COLUMNS, shownEmail, toAccount, toMs } from '../accounts/people.ts';
import { contains } from '../accounts/searching.ts';
import type { HouseRole } from '../../protocol/accounts.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { sql } from 'kysely';

export type Wanted = { text: string; show: 'all' | 'guests' | 'suspended' | 'admins'; after: string | undefined };

/** Newest first: ids sort by age. A guest has no address, whatever is stored in its place. */
export const findPeople = async (db: Db, { text, show, after }: Wanted, limit: number): Promise<Person[]> => {
  let query = db
    .selectFrom('accounts')
    .select([
      ...ACCOUNT_COLUMNS,
      'accounts.email',
      'accounts.emailVerified',
      'accounts.suspendedAt',
      'accounts.twoFactorEnabled',
      'accounts.createdAt',
    ])
    .select((eb) => [
      eb
        .selectFrom('signIns')
        .whereRef('signIns.userId', '=', 'accounts.id')
        .select(sql<unknown>`max("updatedAt")`.as('at'))
        .as('seenAt'),
      eb
        .selectFrom('files')
        .whereRef('files.ownerId', '=', 'accounts.id')
        .select(sql<unknown>`sum(bytes)`.as('bytes'))
        .as('storedBytes'),
      eb.exists(eb.selectFrom('passkeys').whereRef('passkeys.userId', '=', 'accounts.id').select('passkeys.id')).as('hasPasskey'),
    ])
    .where('accounts.role', '!=', 'deleted')
    .orderBy('accounts.id', 'desc')
    .limit(limit);
  if (after !== undefined) query = query.where('accounts.id', '<', after);
  if (show === 'guests') query = query.where('accounts.role', '=', 'guest');
  if (show === 'admins') query = query.where('accounts.role', 'in', ['owner', 'admin']);
  if (show === 'suspended') query = query.where('accounts.suspendedAt', 'is not', null);
  if (text !== '') {
    query = query.where((eb) =>
      eb.or([contains('accounts.name', text), eb.and([eb('accounts.role', '!=', 'guest'), contains('accounts.email', text)])]),
    );
  }
  return (await query.execute()).map((row) => ({
    account: toAccount(row),
    email: row.accountRole === 'guest' ? null : shownEmail(row.email),
    isEmailConfirmed: Boolean(row.emailVerified),
    role: row.accountRole as HouseRole,
    isSuspended: row.suspendedAt !== null,
    hasSecondFactor: Boolean(row.twoFactorEnabled) || Boolean(row.hasPasskey),
    createdAt: toMs(row.createdAt),
    seenAt: row.seenAt === null ? null : toMs(row.seenAt),
    storedBytes: Number(row.storedBytes ?? 0),
  }));
};

export type Standing = { role: HouseRole; isSuspended: boolean };

/** Holds both rows until the transaction ends, always in the same order: what is read of them holds until then. */
export const holdStandings = async (trx: Trx, ids: readonly AccountId[]): Promise<Map<AccountId, Standing>> => {
  const held = new Map<AccountId, Standing>();
  for (const id of [...new Set(ids)].toSorted()) {
    const row = await trx
      .updateTable('accounts')
      .set((eb) => ({ role: eb.ref('role') }))
      .where('id', '=', id)
      .where('role', '!=', 'deleted')
      .returning(['role', 'suspendedAt'])
      .executeTakeFirst();
    if (row) held.set(id, { role: row.role as HouseRole, isSuspended: row.suspendedAt !== null });
  }
  return held;
};

export const setRole = async (trx: Trx, id: AccountId, role: HouseRole): Promise<void> => {
  await trx.updateTable('accounts').set({ role }).where('id', '=', id).execute();
};

export const setSuspended = async (trx: Trx, id: AccountId, suspendedAt: number | null): Promise<void> => {
  await trx.updateTable('accounts').set({ suspendedAt }).where('id', '=', id).execute();
};

// What is left of somebody in rooms, in the database: who comes after them, and their name in what happened.
import type { Account, Profile } from '../../protocol/accounts.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Trx } from '../storage/schema.ts';

/** Who keeps order before who does not, whoever is suspended last, and of those who are alike whoever came first. A guest cannot own a room. */
export const findSuccessor = async (trx: Trx, roomId: RoomId): Promise<AccountId | null> => {
  const rows = await trx
    .selectFrom('members')
    .innerJoin('accounts', 'accounts.id', 'members.accountId')
    .select(['members.accountId', 'members.role', 'accounts.suspendedAt'])
    .where('members.roomId', '=', roomId)
    .where('members.role', 'in', ['moderator', 'member'])
    .where('accounts.role', 'not in', ['guest', 'deleted'])
    .orderBy('members.joinedAt')
    .orderBy('members.accountId')
    .execute();
  const byRank = (among: typeof rows) => among.find(({ role }) => role === 'moderator') ?? among[0];
  const next = byRank(rows.filter(({ suspendedAt }) => suspendedAt === null)) ?? byRank(rows);
  return (next?.accountId ?? null) as AccountId | null;
};

export const revokeInvitationsOf = async (trx: Trx, accountId: AccountId, at: number): Promise<void> => {
  await trx.updateTable('invitations').set({ revokedAt: at }).where('createdBy', '=', accountId).where('revokedAt', 'is', null).execute();
};

/** The same, with whoever is deleted as they are now: an account has a kind, and beside it may stand its profile. */
const withoutThem = (value: unknown, account: Account, profile: Profile): unknown => {
  if (Array.isArray(value)) return value.map((inner) => withoutThem(inner, account, profile));
  if (value === null || typeof value !== 'object') return value;
  if ('id' in value && value.id === account.id && 'kind' in value) return account;
  const isTheirs = 'account' in value && (value.account as Partial<Account> | null)?.id === account.id;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isTheirs && key === 'profile' ? profile : withoutThem(inner, account, profile)]),
  );
};

/** Whoever reads on from an event of before learns what others learn now, and no name that is gone. */
export const forgetInEvents = async (trx: Trx, account: Account, profile: Profile): Promise<void> => {
  const rows = await trx.selectFrom('events').select(['roomId', 'seq', 'body']).where('body', 'like', `%${account.id}%`).execute();
  for (const { roomId, seq, body } of rows) {
    const next = JSON.stringify(withoutThem(JSON.parse(body), account, profile));
    if (next !== body) await trx.updateTable('events').set({ body: next }).where('roomId', '=', roomId).where('seq', '=', seq).execute();
  }
};

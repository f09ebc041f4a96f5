// Invitations in the database, and who has used them. Whether one is good is asked in two halves: what is its own (here, as far as the database can
// say it), and whether its maker may invite still (invitations.policy.ts).
import type { Account, HouseRole } from '../../protocol/accounts.ts';
import type { Terms } from '../../protocol/invitations.ts';
import type { Role, Room } from '../../protocol/rooms.ts';
import type { AccountId, InvitationId, RoomId } from '../../protocol/wire.ts';
import { ACCOUNT_COLUMNS, toAccount } from '../accounts/people.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { ROOM, toRights, toRoom } from './rooms.queries.ts';

/** Who made it, as they are now. `role` in the room it is for, `sinceSeq`: what they may read there; both null outside. */
export type Maker = {
  account: Account;
  house: HouseRole | 'deleted';
  isSuspended: boolean;
  role: Role | null;
  sinceSeq: number | null;
};

export type StoredInvitation = {
  id: InvitationId;
  terms: Terms;
  /** null for the house. */
  room: Room | null;
  maker: Maker;
  createdAt: number;
  expiresAt: number | null;
  maxUses: number | null;
  uses: number;
  revokedAt: number | null;
};

const select = (db: Db) =>
  db
    .selectFrom('invitations')
    .innerJoin('accounts', 'accounts.id', 'invitations.createdBy')
    .leftJoin('rooms', 'rooms.id', 'invitations.roomId')
    .leftJoin('members', (join) =>
      join.onRef('members.roomId', '=', 'invitations.roomId').onRef('members.accountId', '=', 'invitations.createdBy'),
    )
    .select([
      ...ACCOUNT_COLUMNS,
      'accounts.suspendedAt',
      ...ROOM,
      'members.role as makerRole',
      'members.sinceSeq as makerSinceSeq',
      'invitations.id as invitationId',
      'invitations.role',
      'invitations.entry',
      'invitations.maySpeak',
      'invitations.mayShare',
      'invitations.history',
      'invitations.createdAt as madeAt',
      'invitations.expiresAt',
      'invitations.maxUses',
      'invitations.uses',
      'invitations.revokedAt',
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

const toTerms = (row: Row): Terms => {
  if (row.id === null) return { kind: 'house', role: row.role === 'admin' ? 'admin' : 'member' };
  const role = row.role === 'admin' ? 'member' : row.role;
  return { kind: 'room', roomId: row.id as RoomId, role, entry: row.entry, rights: toRights(row), history: row.history };
};

const toRoomOrNull = ({ id, slug, name, visibility, isLocked, createdAt }: Row): Room | null =>
  id === null ? null : toRoom({ id, slug: slug!, name: name!, visibility: visibility!, isLocked: isLocked!, createdAt: createdAt! });

const toInvitation = (row: Row): StoredInvitation => ({
  id: row.invitationId as InvitationId,
  terms: toTerms(row),
  room: toRoomOrNull(row),
  maker: {
    account: toAccount(row),
    house: row.accountRole,
    isSuspended: row.suspendedAt !== null,
    role: row.makerRole,
    sinceSeq: row.makerSinceSeq,
  },
  createdAt: row.madeAt,
  expiresAt: row.expiresAt,
  maxUses: row.maxUses,
  uses: row.uses,
  revokedAt: row.revokedAt,
});

export const findInvitation = async (db: Db, id: InvitationId): Promise<StoredInvitation | null> => {
  const row = await select(db).where('invitations.id', '=', id).executeTakeFirst();
  return row ? toInvitation(row) : null;
};

export const findBySecret = async (db: Db, secretHash: string): Promise<StoredInvitation | null> => {
  const row = await select(db).where('invitations.secretHash', '=', secretHash).executeTakeFirst();
  return row ? toInvitation(row) : null;
};

/** Not revoked, not too old, not used up. */
const stillOpen = (db: Db, now: number) =>
  select(db)
    .where('invitations.revokedAt', 'is', null)
    .where((eb) => eb.or([eb('invitations.expiresAt', 'is', null), eb('invitations.expiresAt', '>', now)]))
    .where((eb) => eb.or([eb('invitations.maxUses', 'is', null), eb('invitations.uses', '<', eb.ref('invitations.maxUses'))]));

/** Of one room, or (null) of the house, or ('all') of both; newest first. */
type Where = RoomId | null | 'all';

const at = <Query extends ReturnType<typeof select>>(query: Query, where: Where): Query => {
  if (where === 'all') return query;
  return (where === null ? query.where('invitations.roomId', 'is', null) : query.where('invitations.roomId', '=', where)) as Query;
};

export const openInvitations = async (db: Db, where: Where, now: number): Promise<StoredInvitation[]> =>
  (await at(stillOpen(db, now), where).orderBy('invitations.createdAt', 'desc').orderBy('invitations.id', 'desc').execute()).map(
    toInvitation,
  );

/** The last ones made, whatever became of them. */
export const latestInvitations = async (db: Db, where: Where, limit: number): Promise<StoredInvitation[]> =>
  (await at(select(db), where).orderBy('invitations.createdAt', 'desc').orderBy('invitations.id', 'desc').limit(limit).execute()).map(
    toInvitation,
  );

export const insertInvitation = async (
  trx: Trx,
  invitation: {
    id: InvitationId;
    secretHash: string;
    terms: Terms;
    createdBy: AccountId;
    createdAt: number;
    expiresAt: number | null;
    maxUses: number | null;
  },
): Promise<void> => {
  const { terms, ...rest } = invitation;
  const columns =
    terms.kind === 'room'
      ? { roomId: terms.roomId, role: terms.role, entry: terms.entry, ...terms.rights, history: terms.history }
      : { roomId: null, role: terms.role, entry: 'direct' as const, maySpeak: true, mayShare: true, history: 'all' as const };
  await trx
    .insertInto('invitations')
    .values({ ...rest, ...columns })
    .execute();
};

/** False where it was revoked before. */
export const setRevoked = async (trx: Trx, id: InvitationId, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('invitations')
    .set({ revokedAt: now })
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

export const hasUsed = async (db: Db, id: InvitationId, accountId: AccountId): Promise<boolean> =>
  (await db
    .selectFrom('invitationUses')
    .select('accountId')
    .where('invitationId', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst()) !== undefined;

/** Counts a use, once for each person. False where there is none left. Of many at once each waits for the one before, and counts on from there. */
export const takeUse = async (trx: Trx, id: InvitationId, accountId: AccountId, now: number): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('invitationUses')
    .values({ invitationId: id, accountId, at: now })
    .onConflict((conflict) => conflict.columns(['invitationId', 'accountId']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return true;
  const { numUpdatedRows } = await trx
    .updateTable('invitations')
    .set((eb) => ({ uses: eb('uses', '+', 1) }))
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .where((eb) => eb.or([eb('maxUses', 'is', null), eb('uses', '<', eb.ref('maxUses'))]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** Who came into its room by it and is there still, with what they are there. */
export const cameBy = async (db: Db, id: InvitationId): Promise<{ accountId: AccountId; role: Role }[]> => {
  const rows = await db.selectFrom('members').select(['accountId', 'role']).where('invitationId', '=', id).orderBy('accountId').execute();
  return rows.map(({ accountId, role }) => ({ accountId: accountId as AccountId, role }));
};

// Rooms and members in the database. `appendEvent` is how every wing adds to a room's stream.
import { sql } from 'kysely';
import type { Placed, RoomEvent } from '../../protocol/protocol.ts';
import type { Account, HouseRole, Profile } from '../../protocol/accounts.ts';
import type { Member, Rights, Role, Room, RoomCard } from '../../protocol/rooms.ts';
import type { AccountId, InvitationId, RoomId } from '../../protocol/wire.ts';
import { ACCOUNT_COLUMNS, PROFILE_COLUMNS, toAccount, toProfile } from '../accounts/people.ts';
import type { Viewer } from '../caller.ts';
import type { Db, Trx } from '../storage/schema.ts';
import type { Standing } from './rooms.policy.ts';

export const ROOM = ['rooms.id', 'rooms.slug', 'rooms.name', 'rooms.visibility', 'rooms.isLocked', 'rooms.createdAt'] as const;
type RoomRow = {
  id: string;
  slug: string;
  name: string;
  visibility: 'public' | 'private';
  isLocked: number | boolean;
  createdAt: number;
};
export const toRoom = ({ id, slug, name, visibility, isLocked, createdAt }: RoomRow): Room => ({
  id: id as RoomId,
  slug,
  name,
  visibility,
  isLocked: Boolean(isLocked),
  createdAt,
});
export const toRights = ({ maySpeak, mayShare }: { maySpeak: number | boolean | null; mayShare: number | boolean | null }): Rights => ({
  maySpeak: Boolean(maySpeak),
  mayShare: Boolean(mayShare),
});

/** Takes the room's next `seq`. Holds the room's row until the transaction ends, so that commits come in the order of their numbers. */
export const nextSeq = async (trx: Trx, roomId: RoomId): Promise<number | null> => {
  const row = await trx
    .updateTable('rooms')
    .set((eb) => ({ seq: eb('seq', '+', 1) }))
    .where('id', '=', roomId)
    .returning('seq')
    .executeTakeFirst();
  return row?.seq ?? null;
};

/** Holds the room's row until the transaction ends: what is read after it of the room and its members is true until then. */
export const lockRoom = async (trx: Trx, roomId: RoomId): Promise<void> => {
  await trx
    .updateTable('rooms')
    .set((eb) => ({ seq: eb.ref('seq') }))
    .where('id', '=', roomId)
    .execute();
};

export const appendEvent = async <Event extends RoomEvent>(trx: Trx, roomId: RoomId, event: Event): Promise<Placed<Event>> => {
  const seq = await nextSeq(trx, roomId);
  if (seq === null) throw new Error(`bug: an event for a room that is not there: ${roomId}`);
  await trx
    .insertInto('events')
    .values({ roomId, seq, event: event.event, body: JSON.stringify(event.body) })
    .execute();
  return { ...event, seq };
};

/** The room's events after a `seq`, but for messages, oldest first. */
export const eventsAfter = async (db: Db, roomId: RoomId, after: number, limit: number): Promise<Placed[]> => {
  const rows = await db
    .selectFrom('events')
    .select(['seq', 'event', 'body'])
    .where('roomId', '=', roomId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(({ seq, event, body }) => ({ seq, event, body: JSON.parse(body) }) as Placed);
};

export const seqsOf = async (db: Db, roomIds: readonly RoomId[]): Promise<Map<RoomId, number>> => {
  if (roomIds.length === 0) return new Map();
  const rows = await db.selectFrom('rooms').select(['id', 'seq']).where('id', 'in', roomIds).execute();
  return new Map(rows.map(({ id, seq }) => [id as RoomId, seq]));
};

export const nameOf = async (db: Db, roomId: RoomId): Promise<string | null> =>
  (await db.selectFrom('rooms').select('name').where('id', '=', roomId).executeTakeFirst())?.name ?? null;

/** `rights`, `readSeq` and `sinceSeq` mean nothing for those who are no member. */
export type FoundRoom = { room: Room; seq: number; standing: Standing; rights: Rights; readSeq: number; sinceSeq: number };

const findWhere = async (db: Db, viewer: Viewer, column: 'rooms.id' | 'rooms.slug', value: string): Promise<FoundRoom | null> => {
  const row = await db
    .selectFrom('rooms')
    .leftJoin('members', (join) => join.onRef('members.roomId', '=', 'rooms.id').on('members.accountId', '=', viewer.accountId))
    .select([...ROOM, 'rooms.seq', 'members.role', 'members.maySpeak', 'members.mayShare', 'members.readSeq', 'members.sinceSeq'])
    .where(column, '=', value)
    .executeTakeFirst();
  if (!row) return null;
  return {
    room: toRoom(row),
    seq: row.seq,
    standing: { house: viewer.role, visibility: row.visibility, role: row.role },
    rights: toRights(row),
    readSeq: row.readSeq ?? 0,
    sinceSeq: row.sinceSeq ?? 0,
  };
};

export const findRoom = (db: Db, viewer: Viewer, roomId: RoomId) => findWhere(db, viewer, 'rooms.id', roomId);
export const findRoomBySlug = (db: Db, viewer: Viewer, slug: string) => findWhere(db, viewer, 'rooms.slug', slug);

/** Whoever asks: for those who run the house. */
export const findRoomAsHouse = async (db: Db, roomId: RoomId): Promise<Room | null> => {
  const row = await db.selectFrom('rooms').select(ROOM).where('id', '=', roomId).executeTakeFirst();
  return row ? toRoom(row) : null;
};

export type Membership = { account: Account; role: Role; rights: Rights; sinceSeq: number };

/** What a member is in the room, and who they are; null for no member. */
export const findMembership = async (db: Db, roomId: RoomId, accountId: AccountId): Promise<Membership | null> => {
  const row = await db
    .selectFrom('members')
    .innerJoin('accounts', 'accounts.id', 'members.accountId')
    .select([...ACCOUNT_COLUMNS, 'members.role', 'members.maySpeak', 'members.mayShare', 'members.sinceSeq'])
    .where('members.roomId', '=', roomId)
    .where('members.accountId', '=', accountId)
    .executeTakeFirst();
  return row ? { account: toAccount(row), role: row.role, rights: toRights(row), sinceSeq: row.sinceSeq } : null;
};

export type RoomOfAccount = { room: Room; seq: number; role: Role; rights: Rights; readSeq: number; sinceSeq: number };

/** All of them, or one. */
export const roomsOf = async (db: Db, accountId: AccountId, roomId?: RoomId): Promise<RoomOfAccount[]> => {
  let query = db
    .selectFrom('members')
    .innerJoin('rooms', 'rooms.id', 'members.roomId')
    .select([...ROOM, 'rooms.seq', 'members.role', 'members.maySpeak', 'members.mayShare', 'members.readSeq', 'members.sinceSeq'])
    .where('members.accountId', '=', accountId)
    .orderBy('rooms.name')
    .orderBy('rooms.id');
  if (roomId !== undefined) query = query.where('rooms.id', '=', roomId);
  return (await query.execute()).map((row) => ({
    room: toRoom(row),
    seq: row.seq,
    role: row.role,
    rights: toRights(row),
    readSeq: row.readSeq,
    sinceSeq: row.sinceSeq,
  }));
};

export const roomIdsOf = async (db: Db, accountId: AccountId): Promise<RoomId[]> => {
  const rows = await db.selectFrom('members').select('roomId').where('accountId', '=', accountId).execute();
  return rows.map(({ roomId }) => roomId as RoomId);
};

export const countRoomsOf = async (db: Db, accountId: AccountId): Promise<number> => {
  const { count } = await db
    .selectFrom('members')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow();
  return count;
};

export const countMembers = async (db: Db, roomId: RoomId): Promise<number> => {
  const { count } = await db
    .selectFrom('members')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('roomId', '=', roomId)
    .executeTakeFirstOrThrow();
  return count;
};

export const membersOf = async (db: Db, roomId: RoomId): Promise<Member[]> => {
  const rows = await db
    .selectFrom('members')
    .innerJoin('accounts', 'accounts.id', 'members.accountId')
    .select([...ACCOUNT_COLUMNS, ...PROFILE_COLUMNS, 'members.role', 'members.maySpeak', 'members.mayShare'])
    .where('members.roomId', '=', roomId)
    .execute();
  return rows.map((row) => ({ account: toAccount(row), profile: toProfile(row), role: row.role, rights: toRights(row) }));
};

/** Public rooms by name, after a card; one more than a page tells whether there are more. */
export const directory = async (
  db: Db,
  accountId: AccountId,
  after: { name: string; id: RoomId } | undefined,
  limit: number,
): Promise<RoomCard[]> => {
  let query = db
    .selectFrom('rooms')
    .leftJoin('members', (join) => join.onRef('members.roomId', '=', 'rooms.id').on('members.accountId', '=', accountId))
    .select([...ROOM, 'members.role'])
    .select((eb) =>
      eb
        .selectFrom('members as all')
        .whereRef('all.roomId', '=', 'rooms.id')
        .select((own) => own.fn.countAll<number>().as('count'))
        .as('memberCount'),
    )
    .where('rooms.visibility', '=', 'public')
    .orderBy('rooms.name')
    .orderBy('rooms.id')
    .limit(limit);
  if (after) query = query.where(sql<boolean>`(rooms.name, rooms.id) > (${after.name}, ${after.id})`);
  const rows = await query.execute();
  return rows.map((row) => ({ room: toRoom(row), memberCount: Number(row.memberCount), isMember: row.role !== null }));
};

/** False where the address is taken. */
export const insertRoom = async (trx: Trx, room: Room): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('rooms')
    .values({ ...room, seq: 0 })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

/** False where the account is a member already. */
export const insertMember = async (
  trx: Trx,
  member: {
    roomId: RoomId;
    accountId: AccountId;
    role: Role;
    readSeq: number;
    joinedAt: number;
    invitationId: InvitationId | null;
  } & Rights,
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('members')
    .values(member)
    .onConflict((conflict) => conflict.columns(['roomId', 'accountId']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

/** From where on a new member reads. */
export const setStart = async (
  trx: Trx,
  roomId: RoomId,
  accountId: AccountId,
  start: { sinceSeq: number; readSeq: number },
): Promise<void> => {
  await trx.updateTable('members').set(start).where('roomId', '=', roomId).where('accountId', '=', accountId).execute();
};

export const updateMember = async (trx: Trx, roomId: RoomId, accountId: AccountId, change: { role: Role } & Rights): Promise<void> => {
  await trx.updateTable('members').set(change).where('roomId', '=', roomId).where('accountId', '=', accountId).execute();
};

export const setLocked = async (trx: Trx, roomId: RoomId, isLocked: boolean): Promise<void> => {
  await trx.updateTable('rooms').set({ isLocked }).where('id', '=', roomId).execute();
};

/** False where the account was no member. */
export const deleteMember = async (trx: Trx, roomId: RoomId, accountId: AccountId): Promise<boolean> => {
  const { numDeletedRows } = await trx
    .deleteFrom('members')
    .where('roomId', '=', roomId)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
};

const FIRST_ROOM = 'firstRoom';

export const findFirstRoom = async (db: Db): Promise<RoomId | null> => {
  const row = await db.selectFrom('house').select('value').where('key', '=', FIRST_ROOM).executeTakeFirst();
  return (row?.value ?? null) as RoomId | null;
};

export const rememberFirstRoom = async (trx: Trx, roomId: RoomId): Promise<void> => {
  await trx.insertInto('house').values({ key: FIRST_ROOM, value: roomId }).execute();
};

/** What others see of an account, also of one that is deleted. */
export const findShown = async (db: Db, accountId: AccountId): Promise<{ account: Account; profile: Profile } | null> => {
  const row = await db
    .selectFrom('accounts')
    .select([...ACCOUNT_COLUMNS, ...PROFILE_COLUMNS])
    .where('id', '=', accountId)
    .executeTakeFirst();
  return row ? { account: toAccount(row), profile: toProfile(row) } : null;
};

export type Person = { account: Account; profile: Profile; house: HouseRole };

/** null for nobody, and for somebody whose account is deleted. */
export const findPerson = async (db: Db, accountId: AccountId): Promise<Person | null> => {
  const row = await db
    .selectFrom('accounts')
    .select([...ACCOUNT_COLUMNS, ...PROFILE_COLUMNS])
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (!row || row.accountRole === 'deleted') return null;
  return { account: toAccount(row), profile: toProfile(row), house: row.accountRole };
};

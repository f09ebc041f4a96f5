// Rooms, the verbs: making, finding, joining, leaving, renaming, deleting. What was said in them is chat's, who talks in them is calls'.
// After each commit, and only then, the room's stream and the accounts concerned are told over the bus.
import { sortMembers } from '../../protocol/apply.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { Placed, RoomEvent } from '../../protocol/protocol.ts';
import type { Message } from '../../protocol/chat.ts';
import type { Member, Role, Room, RoomCard, RoomSummary, RoomView, Visibility } from '../../protocol/rooms.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Call } from '../../protocol/calls.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { mayAddMembers, mayDelete, mayEnter, mayJoin, mayKnow, mayLeave, mayRename, type Standing } from './rooms.policy.ts';
import * as queries from './rooms.queries.ts';
import { slugOf, withSuffix } from './slugs.ts';

export type Rooms = ReturnType<typeof createRooms>;

/** What is in a room but belongs to the wings to the right: they are asked through this, and not known. */
export type RoomContents = {
  /** The newest messages, oldest first. */
  newest(roomId: RoomId, limit: number, at: Db): Promise<Message[]>;
  unread(roomId: RoomId, accountId: AccountId, readSeq: number, at?: Db): Promise<number>;
  callOf(roomId: RoomId): Call | null;
};

type Needs = { database: Database; bus: Bus; clock: Clock; newId: () => string; contents: RoomContents };

type Person = { id: AccountId; name: string };

const SLUG_TRIES = 8;

const notFound = () => new Refusal('not-found', 'there is no such room, or it is not open to you');
const notAllowed = (what: string) => new Refusal('not-allowed', `only the owner of the room may ${what}`);

export const createRooms = ({ database, bus, clock, newId, contents }: Needs) => {
  const { db } = database;

  /** The room, if the account may know of it. */
  const load = async (accountId: AccountId, roomId: RoomId, at: Db) => {
    const found = await queries.findRoom(at, accountId, roomId);
    if (!found || !mayKnow(found.standing)) throw notFound();
    return found;
  };

  /** The same inside a change: the answer holds until its end, whoever leaves or deletes the room meanwhile. */
  const loadLocked = async (accountId: AccountId, roomId: RoomId, trx: Trx) => {
    await queries.lockRoom(trx, roomId);
    return load(accountId, roomId, trx);
  };

  const loadFor = async (trx: Trx, accountId: AccountId, roomId: RoomId, may: (standing: Standing) => boolean, refusal: () => Refusal) => {
    const found = await loadLocked(accountId, roomId, trx);
    if (!may(found.standing)) throw refusal();
    return found;
  };

  const tell = (roomId: RoomId, placed: Placed<RoomEvent>) => bus.publishToRoom(roomId, { kind: 'event', placed });

  const addMember = async (trx: Trx, room: Room, person: Person, role: Role) => {
    const isNew = await queries.insertMember(trx, { roomId: room.id, accountId: person.id, role, readSeq: 0, joinedAt: clock.now() });
    if (!isNew) return null;
    // Counted with the new one, which a refusal takes back: who is in already needs no place.
    if ((await queries.countRoomsOf(trx, person.id)) > LIMITS.roomsPerAccount) {
      throw new Refusal('full', `nobody can be in more than ${LIMITS.roomsPerAccount} rooms`);
    }
    if ((await queries.countMembers(trx, room.id)) > LIMITS.membersPerRoom) {
      throw new Refusal('full', `a room has no place for more than ${LIMITS.membersPerRoom} members`);
    }
    const event = { event: 'rooms.member-joined' as const, body: { member: { account: person, role } satisfies Member } };
    const placed = await queries.appendEvent(trx, room.id, event);
    await trx
      .updateTable('members')
      .set({ readSeq: placed.seq })
      .where('roomId', '=', room.id)
      .where('accountId', '=', person.id)
      .execute();
    return placed;
  };

  const tellEntered = (person: Person, room: Room, placed: Placed, role: Role): RoomSummary => {
    // All that was there before counts as read.
    const summary = { room, seq: placed.seq, role, readSeq: placed.seq, unread: 0, call: contents.callOf(room.id) };
    // The room first: its stream is then where the newcomer's begins.
    tell(room.id, placed);
    bus.publishToAccount(person.id, {
      kind: 'event',
      event: { event: 'rooms.entered', body: { summary } },
      attach: { roomId: room.id, seq: placed.seq },
    });
    return summary;
  };

  const insertRoom = async (trx: Trx, name: string, visibility: Visibility): Promise<Room> => {
    const slug = slugOf(name);
    for (let attempt = 0; attempt < SLUG_TRIES; attempt++) {
      const room: Room = {
        id: newId() as RoomId,
        // A private room's address always has a suffix: a taken address would tell that the room is there.
        slug: attempt === 0 && visibility === 'public' ? slug : withSuffix(slug, visibility === 'public' ? 4 : 8),
        name,
        visibility,
        createdAt: clock.now(),
      };
      if (await queries.insertRoom(trx, room)) return room;
    }
    throw new Refusal('unavailable', 'no free address was found for this name', 1_000);
  };

  return {
    async create(person: Person, name: string, visibility: Visibility): Promise<RoomSummary> {
      const { room, placed } = await database.transaction(async (trx) => {
        const made = await insertRoom(trx, name, visibility);
        return { room: made, placed: await addMember(trx, made, person, 'owner') };
      });
      return tellEntered(person, room, placed!, 'owner');
    },

    async directory(
      accountId: AccountId,
      after: { name: string; id: RoomId } | undefined,
    ): Promise<{ cards: RoomCard[]; hasMore: boolean }> {
      const cards = await queries.directory(db, accountId, after, LIMITS.directoryPage + 1);
      return { cards: cards.slice(0, LIMITS.directoryPage), hasMore: cards.length > LIMITS.directoryPage };
    },

    async find(accountId: AccountId, slug: string): Promise<RoomCard> {
      const found = await queries.findRoomBySlug(db, accountId, slug);
      if (!found || !mayKnow(found.standing)) throw notFound();
      return { room: found.room, memberCount: await queries.countMembers(db, found.room.id), isMember: found.standing.role !== null };
    },

    /** Everything that a member sees of the room, at one moment. */
    view: (accountId: AccountId, roomId: RoomId): Promise<RoomView> =>
      database
        .snapshot(async (at) => {
          const { room, seq, readSeq, standing } = await load(accountId, roomId, at);
          if (!mayEnter(standing)) throw notFound();
          const newest = await contents.newest(roomId, LIMITS.page + 1, at);
          return {
            viewerId: accountId,
            room,
            seq,
            members: sortMembers(await queries.membersOf(at, roomId)),
            messages: newest.slice(-LIMITS.page),
            hasOlder: newest.length > LIMITS.page,
            readSeq,
            unread: await contents.unread(roomId, accountId, readSeq, at),
          };
        })
        // The call last: it is no part of the snapshot, and must be no older than the signals that the page has seen.
        .then((view) => ({ ...view, call: contents.callOf(roomId) })),

    /** The sidebar: every room of an account, at one moment. */
    summaries: (accountId: AccountId): Promise<RoomSummary[]> =>
      database
        .snapshot(async (at) => {
          const own = await queries.roomsOf(at, accountId);
          const unread: number[] = [];
          for (const { room, readSeq } of own) unread.push(await contents.unread(room.id, accountId, readSeq, at));
          return own.map((row, index) => ({ ...row, unread: unread[index]! }));
        })
        .then((rows) => rows.map((row) => ({ ...row, call: contents.callOf(row.room.id) }))),

    async join(person: Person, roomId: RoomId): Promise<RoomSummary> {
      const { room, seq, readSeq, role, placed } = await database.transaction(async (trx) => {
        const before = await loadLocked(person.id, roomId, trx);
        const added = mayJoin(before.standing) ? await addMember(trx, before.room, person, 'member') : null;
        return { ...before, role: before.standing.role ?? ('member' as const), placed: added };
      });
      if (placed) return tellEntered(person, room, placed, 'member');
      // A repeat, after a lost reply: the same answer.
      return { room, seq, role, readSeq, unread: await contents.unread(roomId, person.id, readSeq), call: contents.callOf(roomId) };
    },

    async addMember(caller: AccountId, roomId: RoomId, accountId: AccountId): Promise<void> {
      const done = await database.transaction(async (trx) => {
        const { room } = await loadFor(trx, caller, roomId, mayAddMembers, () => notAllowed('add people'));
        const name = await queries.accountName(trx, accountId);
        if (name === null) throw new Refusal('not-found', 'there is no such person');
        const person = { id: accountId, name };
        return { room, person, placed: await addMember(trx, room, person, 'member') };
      });
      if (done.placed) tellEntered(done.person, done.room, done.placed, 'member');
    },

    async leave(accountId: AccountId, roomId: RoomId): Promise<void> {
      const placed = await database.transaction(async (trx) => {
        const found = await loadLocked(accountId, roomId, trx);
        if (found.standing.role === null) return null;
        if (!mayLeave(found.standing)) throw new Refusal('not-allowed', 'the owner cannot leave the room: delete it instead');
        if (!(await queries.deleteMember(trx, roomId, accountId))) return null;
        return queries.appendEvent(trx, roomId, { event: 'rooms.member-left', body: { accountId } });
      });
      if (!placed) return;
      const exited = { event: 'rooms.exited' as const, body: { roomId, reason: 'left' as const } };
      bus.publishToAccount(accountId, { kind: 'event', event: exited, detach: roomId });
      tell(roomId, placed);
    },

    async rename(accountId: AccountId, roomId: RoomId, name: string): Promise<void> {
      const placed = await database.transaction(async (trx) => {
        await loadFor(trx, accountId, roomId, mayRename, () => notAllowed('rename it'));
        await trx.updateTable('rooms').set({ name }).where('id', '=', roomId).execute();
        return queries.appendEvent(trx, roomId, { event: 'rooms.renamed', body: { name } });
      });
      tell(roomId, placed);
    },

    async remove(accountId: AccountId, roomId: RoomId): Promise<void> {
      const members = await database.transaction(async (trx) => {
        await loadFor(trx, accountId, roomId, mayDelete, () => notAllowed('delete it'));
        const all = await queries.membersOf(trx, roomId);
        await trx.deleteFrom('rooms').where('id', '=', roomId).execute();
        return all;
      });
      const exited = { event: 'rooms.exited' as const, body: { roomId, reason: 'deleted' as const } };
      for (const { account } of members) bus.publishToAccount(account.id, { kind: 'event', event: exited, detach: roomId });
      bus.publishToRoom(roomId, { kind: 'closed' });
    },

    /** Throws `not-found` for those who are not a member: they may not know what happens inside. */
    async requireMember(roomId: RoomId, accountId: AccountId, trx: Db = db): Promise<void> {
      const found = await queries.findRoom(trx, accountId, roomId);
      if (!found || !mayEnter(found.standing)) throw notFound();
    },

    seqsOf: (roomIds: readonly RoomId[]) => queries.seqsOf(db, roomIds),
    eventsAfter: (roomId: RoomId, after: number, limit: number, at: Db = db) => queries.eventsAfter(at, roomId, after, limit),
    nextSeq: queries.nextSeq,

    /** The room that a new house opens with; made once, and not again when it is deleted. */
    async openFirstRoom(name: string): Promise<void> {
      await database.transaction(async (trx) => {
        if ((await queries.findFirstRoom(trx)) !== null) return;
        const room = await insertRoom(trx, name, 'public');
        await queries.rememberFirstRoom(trx, room.id);
      });
    },

    /** A new person is in the first room from the beginning; the house's owner owns it. */
    async welcome(person: Person, role: Role): Promise<void> {
      const done = await database.transaction(async (trx) => {
        const roomId = await queries.findFirstRoom(trx);
        if (roomId) await queries.lockRoom(trx, roomId);
        const found = roomId && (await queries.findRoom(trx, person.id, roomId));
        return found ? { room: found.room, placed: await addMember(trx, found.room, person, role) } : null;
      });
      if (done?.placed) tellEntered(person, done.room, done.placed, role);
    },
  };
};

// Rooms, the verbs: making, finding, joining, leaving, renaming, deleting. What was said in them is chat's, who talks in them is calls'.
// After each commit, and only then, the room's stream and the accounts concerned are told over the bus.
import { LIMITS } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { Placed, RoomEvent } from '../../protocol/protocol.ts';
import type { Role, Room, RoomCard, RoomSummary, Visibility } from '../../protocol/rooms.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Viewer } from '../caller.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { createArriving, type Doors } from './arriving.ts';
import { isBanned } from './bans.queries.ts';
import { asMember, createEntering } from './entering.ts';
import { createForgetting } from './forgetting.ts';
import { createInvitations } from './invitations.ts';
import { mustBeLetIn, mustNotBeBanned } from './letting-in.ts';
import { deleteWaits } from './lobby.queries.ts';
import { createLobby } from './lobby.ts';
import { createLookup, notFound } from './lookup.ts';
import { createModeration } from './moderation.ts';
import { createRoles } from './roles.ts';
import { mayJoin, mayKnow, mayLeave } from './rooms.policy.ts';
import * as queries from './rooms.queries.ts';
import { slugOf, withSuffix } from './slugs.ts';
import { createViews, type RoomContents } from './views.ts';
import { createWaits } from './waits.ts';

export type Rooms = ReturnType<typeof createRooms>;

type Needs = {
  database: Database;
  bus: Bus;
  clock: Clock;
  newId: () => string;
  /** The house's own. */
  secret: string;
  contents: RoomContents;
  doors: Doors;
};

const SLUG_TRIES = 8;

export const createRooms = ({ database, bus, clock, newId, secret, contents, doors }: Needs) => {
  const { db } = database;
  const lookup = createLookup(db);
  const { loadLocked, loadFor, require } = lookup;
  const waits = createWaits({ database, bus, clock });
  const views = createViews({ database, lookup, contents });
  const entering = createEntering({ bus, clock, waits, callOf: contents.callOf });
  const arriving = createArriving({ database, clock, secret, entering, waits, views, contents, doors });
  const lobby = createLobby({ database, clock, lookup, entering, waits, termsOf: arriving.termsOfWait });
  const invitations = createInvitations({ database, clock, newId, secret, lookup, entering, waits });
  const { addMember, publishEntered, tellEntered, removeMember, tellExited } = entering;

  const tell = (roomId: RoomId, placed: Placed<RoomEvent>) => bus.publishToRoom(roomId, { kind: 'event', placed });

  const insertRoom = async (trx: Trx, name: string, visibility: Visibility): Promise<Room> => {
    const slug = slugOf(name);
    for (let attempt = 0; attempt < SLUG_TRIES; attempt++) {
      const room: Room = {
        id: newId() as RoomId,
        // A private room's address always has a suffix: a taken address would tell that the room is there.
        slug: attempt === 0 && visibility === 'public' ? slug : withSuffix(slug, visibility === 'public' ? 4 : 8),
        name,
        visibility,
        isLocked: false,
        createdAt: clock.now(),
      };
      if (await queries.insertRoom(trx, room)) return room;
    }
    throw new Refusal('unavailable', 'no free address was found for this name', 1_000);
  };

  /** Deletes the room, once `before` has seen nothing against it, and tells everybody in it. */
  const close = async (roomId: RoomId, before: (trx: Trx) => Promise<void>): Promise<void> => {
    const { members, ended } = await database.transaction(async (trx) => {
      await before(trx);
      const all = { members: await queries.membersOf(trx, roomId), ended: await deleteWaits(trx, { roomId }) };
      await trx.deleteFrom('rooms').where('id', '=', roomId).execute();
      return all;
    });
    const exited = { event: 'rooms.exited' as const, body: { roomId, reason: 'deleted' as const } };
    for (const { account } of members) bus.publishToAccount(account.id, { kind: 'event', event: exited, detach: roomId });
    bus.publishToRoom(roomId, { kind: 'closed' });
    await waits.tellEnded(ended, 'closed');
  };

  return {
    async create({ accountId }: Viewer, name: string, visibility: Visibility): Promise<RoomSummary> {
      const arrival = await database.transaction(async (trx) =>
        addMember(trx, await insertRoom(trx, name, visibility), accountId, asMember('owner')),
      );
      return publishEntered(arrival!);
    },

    async directory(
      { accountId }: Viewer,
      after: { name: string; id: RoomId } | undefined,
    ): Promise<{ cards: RoomCard[]; hasMore: boolean }> {
      const cards = await queries.directory(db, accountId, after, LIMITS.directoryPage + 1);
      return { cards: cards.slice(0, LIMITS.directoryPage), hasMore: cards.length > LIMITS.directoryPage };
    },

    async find(viewer: Viewer, slug: string): Promise<RoomCard> {
      const found = await queries.findRoomBySlug(db, viewer, slug);
      if (!found || !mayKnow(found.standing)) throw notFound();
      return { room: found.room, memberCount: await queries.countMembers(db, found.room.id), isMember: found.standing.role !== null };
    },

    view: views.view,
    summaries: views.summaries,

    async join(viewer: Viewer, roomId: RoomId): Promise<RoomSummary> {
      const { accountId } = viewer;
      const arrival = await database.transaction(async (trx) => {
        const { room, standing } = await loadLocked(viewer, roomId, trx);
        if (!mayJoin(standing)) return null;
        await mustBeLetIn(trx, room, accountId);
        return addMember(trx, room, accountId, asMember());
      });
      if (arrival) return tellEntered(arrival);
      // A repeat, after a lost reply: the same answer.
      const summary = await views.summary(accountId, roomId);
      if (!summary) throw notFound();
      return summary;
    },

    async addMember(viewer: Viewer, roomId: RoomId, accountId: AccountId): Promise<void> {
      const arrival = await database.transaction(async (trx) => {
        const { room } = await loadFor('rooms.add-member', viewer, roomId, trx);
        await mustNotBeBanned(trx, roomId, accountId);
        return addMember(trx, room, accountId, asMember());
      });
      if (arrival) await tellEntered(arrival);
    },

    async leave(viewer: Viewer, roomId: RoomId): Promise<void> {
      const { accountId } = viewer;
      const departure = await database.transaction(async (trx) => {
        const found = await loadLocked(viewer, roomId, trx);
        if (found.standing.role === null) return null;
        if (!mayLeave(found.standing)) throw new Refusal('not-allowed', 'the owner cannot leave the room: hand it over or delete it');
        return removeMember(trx, roomId, accountId);
      });
      if (departure) tellExited(departure, 'left');
    },

    async rename(viewer: Viewer, roomId: RoomId, name: string): Promise<void> {
      const placed = await database.transaction(async (trx) => {
        await loadFor('rooms.rename', viewer, roomId, trx);
        await trx.updateTable('rooms').set({ name }).where('id', '=', roomId).execute();
        return queries.appendEvent(trx, roomId, { event: 'rooms.renamed', body: { name } });
      });
      tell(roomId, placed);
    },

    remove: (viewer: Viewer, roomId: RoomId): Promise<void> =>
      close(roomId, async (trx) => void (await loadFor('rooms.delete', viewer, roomId, trx))),

    /** By those who run the house, who need not be in it. `also` is part of the same transaction. */
    removeForHouse: (roomId: RoomId, also: (trx: Trx, room: Room) => Promise<void>): Promise<void> =>
      close(roomId, async (trx) => {
        await queries.lockRoom(trx, roomId);
        const room = await queries.findRoomAsHouse(trx, roomId);
        if (!room) throw notFound();
        await also(trx, room);
      }),

    ...createRoles({ database, bus, clock, lookup, waits }),
    ...createForgetting({ database, bus, clock, entering, waits, saidIn: contents.saidIn }),
    ...createModeration({ database, bus, clock, secret, lookup, entering, waits }),
    lobby,
    waits,
    invitations,
    arriving,

    require,

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
    async welcome(accountId: AccountId, role: Role): Promise<void> {
      const arrival = await database.transaction(async (trx) => {
        const roomId = await queries.findFirstRoom(trx);
        if (roomId) await queries.lockRoom(trx, roomId);
        const found = roomId && (await queries.findRoom(trx, { accountId, role: 'member' }, roomId));
        if (!found || found.room.isLocked || (await isBanned(trx, found.room.id, accountId))) return null;
        return addMember(trx, found.room, accountId, asMember(role));
      });
      if (arrival) await tellEntered(arrival);
    },
  };
};

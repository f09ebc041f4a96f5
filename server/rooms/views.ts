// What a member sees: of one room, and of all of theirs. Everything in a view is of one moment, but for the call, which lives beside the database.
import { sortMembers } from '../../protocol/apply.ts';
import type { Call } from '../../protocol/calls.ts';
import type { Message } from '../../protocol/chat.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { seesLobby } from '../../protocol/permissions.ts';
import type { RoomSummary, RoomView, Waiting } from '../../protocol/rooms.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Viewer } from '../caller.ts';
import type { Database } from '../storage/database.ts';
import type { Db } from '../storage/schema.ts';
import { waitingAt } from './lobby.queries.ts';
import { notFound, type Lookup } from './lookup.ts';
import * as queries from './rooms.queries.ts';

/** What is in a room but belongs to the wings to the right: they are asked through this, and not known. */
export type RoomContents = {
  /** The newest messages after a `seq`, oldest first. */
  newest(roomId: RoomId, sinceSeq: number, limit: number, at: Db): Promise<Message[]>;
  unread(roomId: RoomId, accountId: AccountId, readSeq: number, at?: Db): Promise<number>;
  /** The `seq` of the last message from before a moment; 0 for none. */
  lastBefore(roomId: RoomId, moment: number, at: Db): Promise<number>;
  /** Rooms in which the account said something, also those that it has left. */
  saidIn(accountId: AccountId, at: Db): Promise<RoomId[]>;
  callOf(roomId: RoomId): Call | null;
};

export type Views = ReturnType<typeof createViews>;

export const createViews = ({ database, lookup, contents }: { database: Database; lookup: Lookup; contents: RoomContents }) => {
  const lobbyFor = (role: queries.RoomOfAccount['role'], roomId: RoomId, at: Db): Promise<Waiting[]> =>
    seesLobby(role) ? waitingAt(at, roomId) : Promise.resolve([]);

  const withoutCall = async (row: queries.RoomOfAccount, accountId: AccountId, at: Db) => ({
    ...row,
    unread: await contents.unread(row.room.id, accountId, row.readSeq, at),
    lobby: await lobbyFor(row.role, row.room.id, at),
  });
  const withCall = (row: Omit<RoomSummary, 'call'>): RoomSummary => ({ ...row, call: contents.callOf(row.room.id) });

  return {
    /** Everything that a member sees of the room, at one moment. */
    view: (viewer: Viewer, roomId: RoomId): Promise<RoomView> =>
      database
        .snapshot(async (at) => {
          const { room, seq, readSeq, sinceSeq, standing } = await lookup.load(viewer, roomId, at);
          if (standing.role === null) throw notFound();
          const newest = await contents.newest(roomId, sinceSeq, LIMITS.page + 1, at);
          return {
            viewerId: viewer.accountId,
            room,
            seq,
            sinceSeq,
            members: sortMembers(await queries.membersOf(at, roomId)),
            messages: newest.slice(-LIMITS.page),
            hasOlder: newest.length > LIMITS.page,
            readSeq,
            unread: await contents.unread(roomId, viewer.accountId, readSeq, at),
            lobby: await lobbyFor(standing.role, roomId, at),
          };
        })
        // The call last: it is no part of the snapshot, and must be no older than the signals that the page has seen.
        .then((view) => ({ ...view, call: contents.callOf(roomId) })),

    /** The sidebar: every room of an account, at one moment. */
    summaries: (accountId: AccountId): Promise<RoomSummary[]> =>
      database
        .snapshot(async (at) => {
          const rows: Omit<RoomSummary, 'call'>[] = [];
          for (const row of await queries.roomsOf(at, accountId)) rows.push(await withoutCall(row, accountId, at));
          return rows;
        })
        .then((rows) => rows.map(withCall)),

    /** One row of it; null for those who are no member. */
    summary: (accountId: AccountId, roomId: RoomId): Promise<RoomSummary | null> =>
      database
        .snapshot(async (at) => {
          const [row] = await queries.roomsOf(at, accountId, roomId);
          return row ? withoutCall(row, accountId, at) : null;
        })
        .then((row) => row && withCall(row)),
  };
};

// Looking a room up for somebody who wants something of it: what they may know of it, and whether their role there allows what they ask. What they may
// not know of is answered like what is not there. Every verb on rooms begins here.
import { Refusal } from '../../protocol/errors.ts';
import { mayDoTo, mayInRoom, type Action } from '../../protocol/permissions.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Viewer } from '../caller.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { mayKnow } from './rooms.policy.ts';
import * as queries from './rooms.queries.ts';

export type Lookup = ReturnType<typeof createLookup>;

export const notFound = () => new Refusal('not-found', 'there is no such room, or it is not open to you');
export const notAllowed = () => new Refusal('not-allowed', 'your role in this room does not allow this');

export const createLookup = (db: Db) => {
  /** The room, if the caller may know of it. */
  const load = async (viewer: Viewer, roomId: RoomId, at: Db) => {
    const found = await queries.findRoom(at, viewer, roomId);
    if (!found || !mayKnow(found.standing)) throw notFound();
    return found;
  };

  /** The same inside a change: the answer holds until its end, whoever leaves or deletes the room meanwhile. */
  const loadLocked = async (viewer: Viewer, roomId: RoomId, trx: Trx) => {
    await queries.lockRoom(trx, roomId);
    return load(viewer, roomId, trx);
  };

  /** For those whose role allows it. Whom it is done to is another question: `loadOver`. */
  const loadFor = async (action: Action, viewer: Viewer, roomId: RoomId, trx: Trx) => {
    const found = await loadLocked(viewer, roomId, trx);
    if (!mayInRoom(action, found.standing.role)) throw notAllowed();
    return found;
  };

  return {
    load,
    loadLocked,
    loadFor,

    /** For what is done to somebody: the caller's role is above theirs, who need not be in the room. `theirs` is null then. */
    async loadOver(action: Action, viewer: Viewer, roomId: RoomId, accountId: AccountId, trx: Trx) {
      const { room } = await loadFor(action, viewer, roomId, trx);
      const own = await queries.findMembership(trx, roomId, viewer.accountId);
      const theirs = await queries.findMembership(trx, roomId, accountId);
      if (!own || !mayDoTo(action, own.role, theirs?.role ?? null)) throw notAllowed();
      return { room, own, theirs };
    },

    /** What the account is in the room. Throws `not-found` for those who are no member: they may not know what happens inside. */
    async require(action: Action, roomId: RoomId, accountId: AccountId, at: Db = db): Promise<queries.Membership> {
      const found = await queries.findMembership(at, roomId, accountId);
      if (!found) throw notFound();
      if (!mayInRoom(action, found.role)) throw notAllowed();
      return found;
    },
  };
};

// Keeping order in a room: removing somebody, banning them, letting nobody new in. Each of these may be asked again after a lost reply, and does
// nothing more then. What is done is in the trail, or it was not done.
import { Refusal } from '../../protocol/errors.ts';
import type { Account } from '../../protocol/accounts.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { record } from '../audit/audit.ts';
import type { Viewer } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Database } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';
import { bannedFrom, deleteBan, insertBan, latestNetwork } from './bans.queries.ts';
import type { Entering } from './entering.ts';
import { hashNetwork } from './letting-in.ts';
import { deleteWaits } from './lobby.queries.ts';
import type { Lookup } from './lookup.ts';
import * as queries from './rooms.queries.ts';
import type { Waits } from './waits.ts';

type Needs = {
  database: Database;
  bus: Bus;
  clock: Clock;
  secret: string;
  lookup: Lookup;
  entering: Pick<Entering, 'removeMember' | 'tellExited'>;
  waits: Pick<Waits, 'tellEnded'>;
};

export const createModeration = ({ database, bus, clock, secret, lookup, entering, waits }: Needs) => {
  /** Of those who have no account to be known by; everybody else may sign in from where they like. */
  const networkOf = async (trx: Trx, { account }: queries.Person): Promise<string | null> => {
    const network = account.kind === 'guest' ? await latestNetwork(trx, account.id) : null;
    return network === null ? null : hashNetwork(secret, network);
  };

  return {
    /** They may come back the way they came. */
    async removeMember(viewer: Viewer, roomId: RoomId, accountId: AccountId): Promise<void> {
      const departure = await database.transaction(async (trx) => {
        const { room } = await lookup.loadOver('rooms.remove-member', viewer, roomId, accountId, trx);
        const left = await entering.removeMember(trx, roomId, accountId);
        if (left) {
          const at = clock.now();
          await record(trx, { at, action: 'rooms.member-removed', actorId: viewer.accountId, room, subjectId: accountId });
        }
        return left;
      });
      if (departure) entering.tellExited(departure, 'removed');
    },

    /** Also somebody who is not in, or waits. */
    async ban(viewer: Viewer, roomId: RoomId, accountId: AccountId): Promise<void> {
      const { departure, ended } = await database.transaction(async (trx) => {
        const { room } = await lookup.loadOver('rooms.ban', viewer, roomId, accountId, trx);
        const person = await queries.findPerson(trx, accountId);
        if (!person) throw new Refusal('not-found', 'there is no such person');
        const at = clock.now();
        const networkHash = await networkOf(trx, person);
        if (await insertBan(trx, { roomId, accountId, networkHash, bannedBy: viewer.accountId, at })) {
          await record(trx, { at, action: 'rooms.banned', actorId: viewer.accountId, room, subjectId: accountId });
        }
        return {
          departure: await entering.removeMember(trx, roomId, accountId),
          ended: await deleteWaits(trx, { roomId, accountIds: [accountId] }),
        };
      });
      if (departure) entering.tellExited(departure, 'banned');
      await waits.tellEnded(ended, 'turned-away');
    },

    async unban(viewer: Viewer, roomId: RoomId, accountId: AccountId): Promise<void> {
      await database.transaction(async (trx) => {
        const { room } = await lookup.loadFor('rooms.unban', viewer, roomId, trx);
        if (!(await deleteBan(trx, roomId, accountId))) return;
        await record(trx, { at: clock.now(), action: 'rooms.unbanned', actorId: viewer.accountId, room, subjectId: accountId });
      });
    },

    async bans({ accountId }: Viewer, roomId: RoomId): Promise<Account[]> {
      await lookup.require('rooms.bans', roomId, accountId);
      return bannedFrom(database.db, roomId);
    },

    /** What a moderator turned off in the room's call, of one person or (null) of all below them. */
    async recordInCall(roomId: RoomId, actorId: AccountId, subjectId: AccountId | null, details: Record<string, string>): Promise<void> {
      await database.transaction(async (trx) => {
        const name = await queries.nameOf(trx, roomId);
        if (name === null) return;
        const subject = subjectId === null ? {} : { subjectId };
        await record(trx, { at: clock.now(), action: 'calls.turned-off', actorId, room: { id: roomId, name }, ...subject, details });
      });
    },

    async lock(viewer: Viewer, roomId: RoomId, isLocked: boolean): Promise<void> {
      const placed = await database.transaction(async (trx) => {
        const { room } = await lookup.loadFor('rooms.lock', viewer, roomId, trx);
        if (room.isLocked === isLocked) return null;
        await queries.setLocked(trx, roomId, isLocked);
        await record(trx, { at: clock.now(), action: isLocked ? 'rooms.locked' : 'rooms.unlocked', actorId: viewer.accountId, room });
        return queries.appendEvent(trx, roomId, { event: 'rooms.locked', body: { isLocked } });
      });
      if (placed) bus.publishToRoom(roomId, { kind: 'event', placed });
    },
  };
};

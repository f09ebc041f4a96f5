// What a member is in the room, and what they may do in its call. One member is the owner, always: the room changes hands in one step.
import { Refusal } from '../../protocol/errors.ts';
import { mayGive, seesLobby } from '../../protocol/permissions.ts';
import type { Placed } from '../../protocol/protocol.ts';
import type { Rights, Role } from '../../protocol/rooms.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { record } from '../audit/audit.ts';
import type { Viewer } from '../caller.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';
import { ALL_RIGHTS, keepsOrder } from './entering.ts';
import { notAllowed, type Lookup } from './lookup.ts';
import * as queries from './rooms.queries.ts';
import type { Waits } from './waits.ts';
import { keepRights } from './withheld.queries.ts';

type Needs = { database: Database; bus: Bus; clock: Clock; lookup: Lookup; waits: Pick<Waits, 'tell'> };

const noMember = () => new Refusal('not-found', 'there is no such member in this room');

export const createRoles = ({ database, bus, clock, lookup, waits }: Needs) => {
  const change = async (trx: Trx, roomId: RoomId, accountId: AccountId, role: Role, rights: Rights): Promise<Placed> => {
    await queries.updateMember(trx, roomId, accountId, { role, ...rights });
    return queries.appendEvent(trx, roomId, { event: 'rooms.member-changed', body: { accountId, role, rights } });
  };

  const tell = (roomId: RoomId, all: readonly Placed[]): void => {
    for (const placed of all) bus.publishToRoom(roomId, { kind: 'event', placed });
  };

  return {
    async setRole(viewer: Viewer, roomId: RoomId, accountId: AccountId, role: Exclude<Role, 'guest'>): Promise<void> {
      const { changes, comesToSee } = await database.transaction(async (trx) => {
        const { room, own, theirs } = await lookup.loadOver('rooms.set-role', viewer, roomId, accountId, trx);
        if (!theirs) throw noMember();
        if (!mayGive(own.role, role)) throw notAllowed();
        if (theirs.account.kind === 'guest') throw new Refusal('not-allowed', 'without an account of their own somebody stays a guest');
        if (theirs.role === role) return { changes: [], comesToSee: false };
        await record(trx, {
          at: clock.now(),
          action: 'rooms.role-changed',
          actorId: viewer.accountId,
          room,
          subjectId: accountId,
          details: { from: theirs.role, to: role },
        });
        if (keepsOrder(role)) await keepRights(trx, roomId, accountId, ALL_RIGHTS);
        // The former owner first: a room has no two.
        const former = role === 'owner' ? [await change(trx, roomId, viewer.accountId, 'moderator', own.rights)] : [];
        return {
          changes: [...former, await change(trx, roomId, accountId, role, keepsOrder(role) ? ALL_RIGHTS : theirs.rights)],
          comesToSee: seesLobby(role) && !seesLobby(theirs.role),
        };
      });
      tell(roomId, changes);
      if (comesToSee) await waits.tell(roomId, [accountId]);
    },

    async setRights(viewer: Viewer, roomId: RoomId, accountId: AccountId, rights: Rights): Promise<void> {
      const changes = await database.transaction(async (trx) => {
        const { room, theirs } = await lookup.loadOver('rooms.set-rights', viewer, roomId, accountId, trx);
        if (!theirs) throw noMember();
        const { maySpeak, mayShare } = theirs.rights;
        if (maySpeak === rights.maySpeak && mayShare === rights.mayShare) return [];
        await record(trx, {
          at: clock.now(),
          action: 'rooms.rights-changed',
          actorId: viewer.accountId,
          room,
          subjectId: accountId,
          details: { maySpeak: String(rights.maySpeak), mayShare: String(rights.mayShare) },
        });
        await keepRights(trx, roomId, accountId, rights);
        return [await change(trx, roomId, accountId, theirs.role, rights)];
      });
      tell(roomId, changes);
    },
  };
};

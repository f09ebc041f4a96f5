// Somebody deletes their account: what becomes of the rooms they were in. What they said stays; a room they owned is handed to whoever kept order in it
// longest, or else has been in it longest, and goes with them when nobody is left who could own it. All of it in one transaction with the deletion itself.
import type { Account, Profile } from '../../protocol/accounts.ts';
import type { Placed } from '../../protocol/protocol.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { holdAccount } from '../accounts/people.ts';
import { record } from '../audit/audit.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { NO_PROFILE } from './account-changes.ts';
import { deleteBansOf } from './bans.queries.ts';
import { ALL_RIGHTS, type Departure, type Entering } from './entering.ts';
import * as forgotten from './forgetting.queries.ts';
import { deleteWaits, type Wait } from './lobby.queries.ts';
import * as queries from './rooms.queries.ts';
import type { Waits } from './waits.ts';
import { forgetWithheld, keepRights } from './withheld.queries.ts';

type Needs = {
  database: Database;
  bus: Bus;
  clock: Clock;
  entering: Pick<Entering, 'removeMember' | 'tellExited'>;
  waits: Pick<Waits, 'tell' | 'tellEnded'>;
  /** Rooms in which the account said something, also long ago. */
  saidIn(accountId: AccountId, at: Db): Promise<RoomId[]>;
};

/** What is told once it is so. `successor`: who owns the room from now on. */
type Told =
  | { kind: 'left'; roomId: RoomId; departure: Departure | null; placed: Placed[]; successor: AccountId | null }
  | { kind: 'deleted'; roomId: RoomId; members: AccountId[]; ended: Wait[] };

/** A room was entered between the moment that the rooms were looked up and the moment that the account was held: all is begun anew. */
class EnteredAnother extends Error {}

const TRIES = 10;

export const createForgetting = ({ database, bus, clock, entering, waits, saidIn }: Needs) => {
  /** In the order of their ids, which is the order that they are locked in. */
  const roomsOf = async (accountId: AccountId, at: Db): Promise<RoomId[]> => {
    const [inside, once] = [await queries.roomIdsOf(at, accountId), await saidIn(accountId, at)];
    return [...new Set([...inside, ...once])].toSorted();
  };

  const handOver = async (trx: Trx, roomId: RoomId, from: AccountId, to: AccountId): Promise<Placed> => {
    await queries.updateMember(trx, roomId, to, { role: 'owner', ...ALL_RIGHTS });
    await keepRights(trx, roomId, to, ALL_RIGHTS);
    const room = { id: roomId, name: (await queries.nameOf(trx, roomId)) ?? '' };
    await record(trx, { at: clock.now(), action: 'rooms.role-changed', actorId: from, room, subjectId: to, details: { to: 'owner' } });
    return queries.appendEvent(trx, roomId, { event: 'rooms.member-changed', body: { accountId: to, role: 'owner', rights: ALL_RIGHTS } });
  };

  const close = async (trx: Trx, roomId: RoomId): Promise<Told> => {
    const members = (await queries.membersOf(trx, roomId)).map(({ account }) => account.id);
    const ended = await deleteWaits(trx, { roomId });
    await trx.deleteFrom('rooms').where('id', '=', roomId).execute();
    return { kind: 'deleted', roomId, members, ended };
  };

  type Gone = { account: Account; said: ReadonlySet<RoomId> };
  const leave = async (trx: Trx, roomId: RoomId, { account, said }: Gone): Promise<Told> => {
    const own = await queries.findMembership(trx, roomId, account.id);
    const departure = await entering.removeMember(trx, roomId, account.id);
    const successor = own?.role === 'owner' ? await forgotten.findSuccessor(trx, roomId) : null;
    if (own?.role === 'owner' && !successor) return close(trx, roomId);
    const placed: Placed[] = [];
    if (successor) placed.push(await handOver(trx, roomId, account.id, successor));
    if (said.has(roomId)) {
      const body: { account: Account; profile: Profile } = { account, profile: NO_PROFILE };
      placed.push(await queries.appendEvent(trx, roomId, { event: 'rooms.account-changed', body }));
    }
    return { kind: 'left', roomId, departure, placed, successor };
  };

  const tell = async (told: Told): Promise<void> => {
    const { roomId } = told;
    switch (told.kind) {
      case 'left':
        if (told.departure) entering.tellExited(told.departure, 'left');
        for (const placed of told.placed) bus.publishToRoom(roomId, { kind: 'event', placed });
        if (told.successor) await waits.tell(roomId, [told.successor]);
        return;
      case 'deleted': {
        const event = { event: 'rooms.exited' as const, body: { roomId, reason: 'deleted' as const } };
        for (const accountId of told.members) bus.publishToAccount(accountId, { kind: 'event', event, detach: roomId });
        bus.publishToRoom(roomId, { kind: 'closed' });
        await waits.tellEnded(told.ended, 'closed');
        return;
      }
      default:
        told satisfies never;
    }
  };

  /** `bury` makes of the account what is left of it, or refuses. */
  const forget = async (accountId: AccountId, bury: (trx: Trx) => Promise<void>): Promise<void> => {
    const roomIds = await roomsOf(accountId, database.db);
    const { all, ended } = await database.transaction(async (trx) => {
      for (const roomId of roomIds) await queries.lockRoom(trx, roomId);
      await holdAccount(trx, accountId);
      const now = await roomsOf(accountId, trx);
      if (now.some((roomId) => !roomIds.includes(roomId))) throw new EnteredAnother();
      const said = new Set(await saidIn(accountId, trx));
      await bury(trx);
      const shown = await queries.findShown(trx, accountId);
      if (shown?.account.kind !== 'deleted') throw new Error('bug: an account that is to be forgotten is still there');
      const told: Told[] = [];
      for (const roomId of now) told.push(await leave(trx, roomId, { account: shown.account, said }));
      const over = await deleteWaits(trx, { accountIds: [accountId] });
      await deleteBansOf(trx, accountId);
      await forgetWithheld(trx, accountId);
      await forgotten.revokeInvitationsOf(trx, accountId, clock.now());
      await forgotten.forgetInEvents(trx, shown.account, NO_PROFILE);
      return { all: told, ended: over };
    });
    for (const told of all) await tell(told);
    await waits.tellEnded(ended, 'stopped');
  };

  return {
    async forget(accountId: AccountId, bury: (trx: Trx) => Promise<void>): Promise<void> {
      for (let tries = 1; ; tries++) {
        try {
          return await forget(accountId, bury);
        } catch (error) {
          if (!(error instanceof EnteredAnother) || tries >= TRIES) throw error;
        }
      }
    },
  };
};

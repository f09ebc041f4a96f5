// Somebody changed what others see of them: every room that shows them is told, in its stream, so that pages that were away learn of it as well.
// The change itself is made in the first room's transaction, so that it is told wherever it holds.
import type { Profile } from '../../protocol/accounts.ts';
import type { Placed, RoomEvent } from '../../protocol/protocol.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Database } from '../storage/database.ts';
import type { Db, Trx } from '../storage/schema.ts';
import * as queries from './rooms.queries.ts';

/**
 * `account`: the name, the picture or the kind, and maybe the profile as well. `profile`: that alone, which members see and nobody else. `member`: the
 * account, of somebody who is a guest no longer, neither of the house nor of any room.
 */
export type Changed = 'nothing' | 'profile' | 'account' | 'member';

type Needs = {
  database: Database;
  bus: Bus;
  /** Rooms in which the account said something, also long ago. */
  saidIn(accountId: AccountId, at: Db): Promise<RoomId[]>;
  /** Those who decide over the lobbies in which they wait see who they are now. */
  tellLobbies(accountId: AccountId): Promise<void>;
};

export type AccountChanges = ReturnType<typeof createAccountChanges>;

/** Rooms that are held at once. */
const BATCH = 100;
/** Of somebody who is no member any more, only who they are is shown. */
export const NO_PROFILE: Profile = { about: '', pronouns: '', timeZone: null, status: null };

type Told = { roomId: RoomId; placed: Placed };

export const createAccountChanges = ({ database, bus, saidIn, tellLobbies }: Needs) => {
  /** In the order of their ids, which is the order that they are locked in. */
  const roomsOf = async (accountId: AccountId, most: Changed, at: Db = database.db): Promise<RoomId[]> => {
    const inside = await queries.roomIdsOf(at, accountId);
    const once = most === 'profile' ? [] : await saidIn(accountId, at);
    return [...new Set([...inside, ...once])].toSorted();
  };

  /** Whoever was a guest for want of an account is a member from now on, with the rights that they have. */
  const raise = async (trx: Trx, accountId: AccountId, roomId: RoomId): Promise<Placed | null> => {
    const own = await queries.findMembership(trx, roomId, accountId);
    if (own?.role !== 'guest') return null;
    await queries.updateMember(trx, roomId, accountId, { role: 'member', ...own.rights });
    const body = { accountId, role: 'member' as const, rights: own.rights };
    return queries.appendEvent(trx, roomId, { event: 'rooms.member-changed', body });
  };

  const append = async (trx: Trx, accountId: AccountId, roomIds: readonly RoomId[], changed: Changed): Promise<Told[]> => {
    const shown = await queries.findShown(trx, accountId);
    if (!shown) return [];
    const inside = new Set(await queries.roomIdsOf(trx, accountId));
    const there = await queries.seqsOf(trx, roomIds);
    const told: Told[] = [];
    for (const roomId of roomIds) {
      if (!there.has(roomId) || (changed === 'profile' && !inside.has(roomId))) continue;
      const raised = changed === 'member' ? await raise(trx, accountId, roomId) : null;
      if (raised) told.push({ roomId, placed: raised });
      const profile = inside.has(roomId) ? shown.profile : NO_PROFILE;
      const event: RoomEvent = { event: 'rooms.account-changed', body: { account: shown.account, profile } };
      told.push({ roomId, placed: await queries.appendEvent(trx, roomId, event) });
    }
    return told;
  };

  const publish = (told: readonly Told[]): void => {
    for (const { roomId, placed } of told) bus.publishToRoom(roomId, { kind: 'event', placed });
  };

  /** In rooms that were entered before the change was made, and with what was so then. */
  const tellTheRest = async (accountId: AccountId, changed: Changed, done: Set<RoomId>): Promise<void> => {
    for (;;) {
      const batch = (await roomsOf(accountId, changed)).filter((roomId) => !done.has(roomId)).slice(0, BATCH);
      if (batch.length === 0) break;
      const told = await database.transaction(async (trx) => {
        for (const roomId of batch) await queries.lockRoom(trx, roomId);
        return append(trx, accountId, batch, changed);
      });
      publish(told);
      for (const roomId of batch) done.add(roomId);
    }
    if (changed !== 'profile') await tellLobbies(accountId);
  };

  return {
    /**
     * Makes the change and tells of it; answers how many rooms were told. `most` is what it can change at most: a profile alone spares the question
     * where somebody once said something. Rooms are locked before accounts, here as everywhere.
     */
    async tell(accountId: AccountId, change: (trx: Trx) => Promise<Changed>, most: 'profile' | 'account' = 'account'): Promise<number> {
      const batch = (await roomsOf(accountId, most)).slice(0, BATCH);
      const { changed, told } = await database.transaction(async (trx) => {
        for (const roomId of batch) await queries.lockRoom(trx, roomId);
        const now = await change(trx);
        return { changed: now, told: now === 'nothing' ? [] : await append(trx, accountId, batch, now) };
      });
      if (changed === 'nothing') return 0;
      publish(told);
      const done = new Set(batch);
      await tellTheRest(accountId, changed, done);
      return done.size;
    },

    /** For a change that is part of a larger one: holds every room that shows the account, and `also`; before anything else is held. */
    async hold(trx: Trx, accountId: AccountId, also: readonly RoomId[]): Promise<RoomId[]> {
      const roomIds = await roomsOf(accountId, 'account', trx);
      for (const roomId of [...new Set([...roomIds, ...also])].toSorted()) await queries.lockRoom(trx, roomId);
      return roomIds;
    },

    /** Once it is made. What is answered is called after the commit. */
    async write(trx: Trx, accountId: AccountId, roomIds: readonly RoomId[], changed: Changed): Promise<() => Promise<void>> {
      const told = await append(trx, accountId, roomIds, changed);
      return async () => {
        publish(told);
        await tellTheRest(accountId, changed, new Set(roomIds));
      };
    },
  };
};

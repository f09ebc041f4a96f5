// Somebody changed what others see of them: every room that shows them is told, in its stream, so that pages that were away learn of it as well.
// The change itself is made in the first room's transaction, so that it is told wherever it holds.
import type { Profile } from '../../protocol/accounts.ts';
import type { Placed, RoomEvent } from '../../protocol/protocol.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Database } from '../storage/database.ts';
import type { Db, Trx } from '../storage/schema.ts';
import * as queries from './rooms.queries.ts';

/** `account`: the name, the picture or the kind, and maybe the profile as well. `profile`: that alone, which members see and nobody else. */
export type Changed = 'nothing' | 'profile' | 'account';

type Needs = {
  database: Database;
  bus: Bus;
  /** Rooms in which the account said something, also long ago. */
  saidIn(accountId: AccountId, at: Db): Promise<RoomId[]>;
};

export type AccountChanges = ReturnType<typeof createAccountChanges>;

/** Rooms that are held at once. */
const BATCH = 100;
/** Of somebody who is no member any more, only who they are is shown. */
const NO_PROFILE: Profile = { about: '', pronouns: '', timeZone: null, status: null };

type Told = { roomId: RoomId; placed: Placed };

export const createAccountChanges = ({ database, bus, saidIn }: Needs) => {
  /** In the order of their ids, which is the order that they are locked in. */
  const roomsOf = async (accountId: AccountId, most: Changed): Promise<RoomId[]> => {
    const inside = await queries.roomIdsOf(database.db, accountId);
    const once = most === 'account' ? await saidIn(accountId, database.db) : [];
    return [...new Set([...inside, ...once])].toSorted();
  };

  const append = async (trx: Trx, accountId: AccountId, roomIds: readonly RoomId[], changed: Changed): Promise<Told[]> => {
    const shown = await queries.findShown(trx, accountId);
    if (!shown) return [];
    const inside = new Set(await queries.roomIdsOf(trx, accountId));
    const there = await queries.seqsOf(trx, roomIds);
    const told: Told[] = [];
    for (const roomId of roomIds) {
      if (!there.has(roomId) || (changed === 'profile' && !inside.has(roomId))) continue;
      const profile = inside.has(roomId) ? shown.profile : NO_PROFILE;
      const event: RoomEvent = { event: 'rooms.account-changed', body: { account: shown.account, profile } };
      told.push({ roomId, placed: await queries.appendEvent(trx, roomId, event) });
    }
    return told;
  };

  return {
    /**
     * Makes the change and tells of it; answers how many rooms were told. `most` is what it can change at most: a profile alone spares the question
     * where somebody once said something. Rooms are locked before accounts, here as everywhere.
     */
    async tell(accountId: AccountId, change: (trx: Trx) => Promise<Changed>, most: 'profile' | 'account' = 'account'): Promise<number> {
      let changed: Changed | null = null;
      const done = new Set<RoomId>();
      let left = await roomsOf(accountId, most);
      do {
        const batch = left.slice(0, BATCH);
        const told = await database.transaction(async (trx) => {
          for (const roomId of batch) await queries.lockRoom(trx, roomId);
          const now = changed ?? (await change(trx));
          return { now, rooms: now === 'nothing' ? [] : await append(trx, accountId, batch, now) };
        });
        changed = told.now;
        if (changed === 'nothing') return 0;
        for (const { roomId, placed } of told.rooms) bus.publishToRoom(roomId, { kind: 'event', placed });
        for (const roomId of batch) done.add(roomId);
        // Once more, for rooms that were entered before the change was made, and with what was so then.
        left = (await roomsOf(accountId, changed)).filter((roomId) => !done.has(roomId));
      } while (left.length > 0);
      return done.size;
    },
  };
};

// The lobby, the verbs: moderators let those in who wait in front of their room, or turn them away, one by one or all; and whoever waits may stop. Waits
// begin with an invitation (arriving.ts).
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { record } from '../audit/audit.ts';
import type { Viewer } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';
import type { Arrival, Entering, Terms } from './entering.ts';
import { deleteWaits, type Wait } from './lobby.queries.ts';
import type { Lookup } from './lookup.ts';
import type { Waits } from './waits.ts';

type Needs = {
  database: Database;
  clock: Clock;
  lookup: Lookup;
  entering: Pick<Entering, 'addMember' | 'publishEntered'>;
  waits: Waits;
  /** On what terms somebody comes in who waited. */
  termsOf(trx: Trx, wait: Wait): Promise<Terms>;
};

export const createLobby = ({ database, clock, lookup, entering, waits, termsOf }: Needs) => ({
  /** Also into a room that is locked. Those who do not wait, any more or ever, are left out. */
  async admit(viewer: Viewer, roomId: RoomId, accountIds: readonly AccountId[]): Promise<void> {
    const arrivals = await database.transaction(async (trx) => {
      const { room } = await lookup.loadFor('rooms.admit', viewer, roomId, trx);
      const done: Arrival[] = [];
      for (const wait of await deleteWaits(trx, { roomId, accountIds })) {
        const arrival = await entering.addMember(trx, room, wait.accountId, await termsOf(trx, wait));
        if (!arrival) continue;
        done.push({ ...arrival, hasWaited: true });
        await record(trx, { at: clock.now(), action: 'rooms.admitted', actorId: viewer.accountId, room, subjectId: wait.accountId });
      }
      return done;
    });
    for (const arrival of arrivals) entering.publishEntered(arrival);
    if (arrivals.length > 0) await waits.tell(roomId);
  },

  async turnAway(viewer: Viewer, roomId: RoomId, accountIds: readonly AccountId[]): Promise<void> {
    const ended = await database.transaction(async (trx) => {
      const { room } = await lookup.loadFor('rooms.turn-away', viewer, roomId, trx);
      const over = await deleteWaits(trx, { roomId, accountIds });
      for (const { accountId: subjectId } of over) {
        await record(trx, { at: clock.now(), action: 'rooms.turned-away', actorId: viewer.accountId, room, subjectId });
      }
      return over;
    });
    await waits.tellEnded(ended, 'turned-away');
  },

  /** The same answer for whoever does not wait: it tells nothing of the room. */
  async stopWaiting({ accountId }: Viewer, roomId: RoomId): Promise<void> {
    const ended = await database.transaction((trx) => deleteWaits(trx, { roomId, accountIds: [accountId] }));
    await waits.tellEnded(ended, 'stopped');
  },
});

// A bus and a database that behave as badly as they may: the bus loses, doubles and delays what is said to rooms, the database answers when it is
// told to and sometimes fails before it did anything. Wrapped around the real ones.
import type { KyselyPlugin } from 'kysely';
import type { RoomId } from '../../protocol/wire.ts';
import type { Bus, RoomMessage } from '../cluster/bus.ts';
import type { Database } from '../storage/database.ts';
import type { Chance } from './chance.ts';

/** `isKind`: no more faults from now on. */
export type Mood = { isKind: boolean };

const LOST = 0.15;
const DOUBLED = 0.15;
const OUT_OF_TURN = 0.3;
const FAILED = 0.03;

export const createWildBus = (inner: Bus, chance: Chance, mood: Mood) => {
  const held: { roomId: RoomId; message: RoomMessage }[] = [];
  const bus: Bus = {
    ...inner,
    publishToRoom(roomId, message) {
      if (!mood.isKind && chance.of(LOST)) return;
      held.push({ roomId, message });
      if (!mood.isKind && chance.of(DOUBLED)) held.push({ roomId, message });
    },
  };
  return {
    bus,
    get held(): number {
      return held.length;
    },
    /** Lets one message go, mostly the oldest. */
    letGo() {
      const index = !mood.isKind && chance.of(OUT_OF_TURN) ? chance.below(held.length) : 0;
      const [entry] = held.splice(index, 1);
      if (entry) inner.publishToRoom(entry.roomId, entry.message);
    },
  };
};

/** As SQLite says that it is busy: an accident, after which nothing was done. */
const busy = () => Object.assign(new Error('database is locked'), { errcode: 5 });

export const createSlowDatabase = (inner: Database, chance: Chance, mood: Mood) => {
  const gates: (() => void)[] = [];
  /** Asked and not answered by the real database. */
  let active = 0;
  const gate = () => new Promise<void>((resolve) => gates.push(resolve));

  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      active++;
      return node;
    },
    async transformResult({ result }) {
      active--;
      await gate();
      return result;
    },
  };

  const slowly = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    await gate();
    if (!mood.isKind && chance.of(FAILED)) throw busy();
    active++;
    const answer = await run().finally(() => active--);
    await gate();
    return answer;
  };

  const database: Database = {
    ...inner,
    db: inner.db.withPlugin(plugin),
    transaction: (work) => slowly(() => inner.transaction(work)),
    snapshot: (work) => slowly(() => inner.snapshot(work)),
  };
  return {
    database,
    get waiting(): number {
      return gates.length;
    },
    letGo() {
      const [go] = gates.splice(chance.below(gates.length), 1);
      go?.();
    },
    /** Until nothing more happens by itself. */
    async quiet(): Promise<void> {
      for (let calm = 0; calm < 2;) {
        await new Promise((resolve) => setImmediate(resolve));
        calm = active === 0 ? calm + 1 : 0;
      }
    },
  };
};

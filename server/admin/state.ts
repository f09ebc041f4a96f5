// How the house is: what runs, what it holds, and what is down. A database that does not answer is a fact like others, and no reason to show none.
import type { HouseState } from '../../protocol/admin.ts';
import type { Health } from '../health.ts';
import type { Outbox, OutboxState } from '../mail/mailer.ts';
import type { Database } from '../storage/database.ts';
import { countAll, type Counts } from './state.queries.ts';

/** What other parts of the server know of themselves. */
export type Facts = {
  startedAt: number;
  mediaAddress: string | null;
  health: Health;
  /** null: this house sends no mail. */
  outbox: Pick<Outbox, 'state'> | null;
  /** Of this node. */
  sessions(): number;
  calls(): number;
};

const NOTHING: Counts = { people: 0, guests: 0, rooms: 0, messages: 0, storedBytes: 0 };
const NO_MAIL: OutboxState = { waiting: 0, lastError: null };

export const createState =
  (database: Database, { startedAt, mediaAddress, health, outbox, sessions, calls }: Facts) =>
  async (): Promise<HouseState> => {
    const { version, database: found, media } = await health();
    const isUp = found.status === 'ok';
    const [counts, bytes, mailState] = isUp
      ? await Promise.all([database.snapshot(countAll), database.bytes(), outbox?.state() ?? NO_MAIL])
      : [NOTHING, 0, NO_MAIL];
    return {
      version,
      node: process.version,
      startedAt,
      database: { isUp, kind: database.dialect, bytes },
      media: { workers: media.workers, alive: media.alive, address: mediaAddress },
      mail: { isSetUp: outbox !== null, ...mailState },
      ...counts,
      sessions: sessions(),
      calls: calls(),
    };
  };

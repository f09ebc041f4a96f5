// The door to storage: one set of queries on two databases. A wing gets `db` for reading and `transaction` for every change.
import type { Db, Trx } from './schema.ts';

export type Dialect = 'sqlite' | 'postgres';

export type Database = {
  readonly dialect: Dialect;
  readonly db: Db;
  /**
   * Runs `work` in a transaction and answers after its commit reached the disk. What `work` throws rolls back its own changes and is passed
   * on. Changes of several callers may share one commit.
   */
  transaction<Result>(work: (trx: Trx) => Promise<Result>): Promise<Result>;
  /** Runs reads that must agree with each other: none of them sees what was committed after the first. */
  snapshot<Result>(work: (db: Db) => Promise<Result>): Promise<Result>;
  /** What it takes on the disk. */
  bytes(): Promise<number>;
  /** Throws when the database does not answer. */
  check(): Promise<void>;
  /** After running work is done. Idempotent. */
  close(): Promise<void>;
};

/** The database is of a later version than this program: starting on it could lose data. */
export class NewerDatabase extends Error {}

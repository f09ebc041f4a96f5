// SQLite behind Kysely: a dialect whose connection is a thread (sqlite-thread.ts), and transactions that share commits. With full sync a commit
// costs a wait for the disk; so what is asked for while one commit runs goes into the next one together, each piece in its own savepoint.
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import {
  CompiledQuery,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { Database } from './database.ts';
import type { Schema, Trx } from './schema.ts';
import type { Answer, Ask } from './sqlite-thread.ts';

export class SqliteError extends Error {
  readonly code: string | undefined;
  readonly errcode: number | undefined;
  constructor(failure: Extract<Answer, { failure: unknown }>['failure']) {
    super(failure.message);
    this.name = 'SqliteError';
    this.code = failure.code;
    this.errcode = failure.errcode;
  }
}

type Thread = { ask(sql: string, parameters: readonly unknown[]): Promise<QueryResult<unknown>>; close(): Promise<void> };

const startThread = (path: string): Thread => {
  const worker = new Worker(new URL('./sqlite-thread.ts', import.meta.url), { workerData: { path } });
  const waiting = new Map<number, { resolve(result: QueryResult<unknown>): void; reject(error: unknown): void }>();
  let nextId = 0;
  let ended: Error | null = null;
  const end = (error: Error) => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('failure' in answer) asked?.reject(new SqliteError(answer.failure));
    else asked?.resolve({ rows: answer.rows, numAffectedRows: BigInt(answer.changes) });
  });
  worker.on('error', (error) => end(error as Error));
  worker.on('exit', () => end(new Error('the database thread has ended')));
  return {
    ask: (text, parameters) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, sql: text, parameters } satisfies Ask);
      }),
    async close() {
      if (ended) return;
      const exit = once(worker, 'exit');
      worker.postMessage('close');
      await exit;
    },
  };
};

/** One connection, lent to one holder at a time: a transaction must not meet another's statements. */
const createDriver = (thread: Thread): Driver => {
  const run = (query: CompiledQuery) => thread.ask(query.sql, query.parameters);
  const connection: DatabaseConnection = {
    executeQuery: <Row>(query: CompiledQuery) => run(query) as Promise<QueryResult<Row>>,
    // oxlint-disable-next-line require-yield -- Kysely's interface wants a generator; nothing here streams.
    streamQuery: async function* () {
      throw new Error('SQLite queries are not streamed');
    },
  };
  const queue: (() => void)[] = [];
  let isLent = false;
  return {
    init: async () => {},
    async acquireConnection() {
      if (isLent) await new Promise<void>((resolve) => queue.push(resolve));
      isLent = true;
      return connection;
    },
    async releaseConnection() {
      const next = queue.shift();
      if (next) next();
      else isLent = false;
    },
    // IMMEDIATE: takes the write lock at once, where waiting for it is safe; a read that turns into a write may fail instead.
    beginTransaction: async () => void (await run(CompiledQuery.raw('begin immediate'))),
    commitTransaction: async () => void (await run(CompiledQuery.raw('commit'))),
    async rollbackTransaction() {
      try {
        await run(CompiledQuery.raw('rollback'));
      } catch (error) {
        // SQLite ended it by itself; the error that made it so must not be hidden behind this one.
        if (!(error instanceof SqliteError && error.message.includes('no transaction is active'))) throw error;
      }
    },
    destroy: () => thread.close(),
  };
};

const SHARED_COMMIT_LIMIT = 64;

type Piece = { work(trx: Trx): Promise<unknown>; resolve(result: unknown): void; reject(error: unknown): void };
type Outcome = { piece: Piece; settle: () => void };

const carryOut = async (trx: Trx, piece: Piece): Promise<Outcome> => {
  await sql`savepoint piece`.execute(trx);
  try {
    const result = await piece.work(trx);
    await sql`release piece`.execute(trx);
    return { piece, settle: () => piece.resolve(result) };
  } catch (error) {
    try {
      await sql`rollback to piece`.execute(trx);
      await sql`release piece`.execute(trx);
    } catch {
      // A full disk or a failing one ends the whole transaction, savepoints and all: why it ended is what everybody in it is to be told.
      throw error;
    }
    return { piece, settle: () => piece.reject(error) };
  }
};

/** 0 for a file that is not there: the log beside the database comes and goes. */
const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
};

/** `path` may be `:memory:`. */
export const openSqlite = (path: string): Database => {
  const thread = startThread(path);
  const driver = createDriver(thread);
  const db = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => driver,
      createIntrospector: (own) => new SqliteIntrospector(own),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const pending: Piece[] = [];
  let running: Promise<void> | null = null;

  const commitPending = async (): Promise<void> => {
    while (pending.length > 0) {
      const pieces = pending.splice(0, SHARED_COMMIT_LIMIT);
      try {
        const outcomes = await db.transaction().execute(async (trx) => {
          const done: Outcome[] = [];
          for (const piece of pieces) done.push(await carryOut(trx, piece));
          return done;
        });
        for (const { settle } of outcomes) settle();
      } catch (error) {
        // The commit itself failed (disk full, lock): nothing of it is stored, and everybody is told so.
        for (const { reject } of pieces) reject(error);
      }
    }
    running = null;
  };

  const transaction = <Result>(work: (trx: Trx) => Promise<Result>): Promise<Result> =>
    new Promise<Result>((resolve, reject) => {
      pending.push({ work, resolve: (result) => resolve(result as Result), reject });
      running ??= commitPending();
    });

  return {
    dialect: 'sqlite',
    db,
    transaction,
    // With one connection nothing else runs in between, and a commit without changes waits for no disk.
    snapshot: transaction,
    async bytes() {
      if (path !== ':memory:') return (await sizeOf(path)) + (await sizeOf(`${path}-wal`));
      const { rows } = await sql<{
        bytes: number;
      }>`select page_count * page_size as bytes from pragma_page_count, pragma_page_size`.execute(db);
      return rows[0]!.bytes;
    },
    check: async () => void (await sql`select 1`.execute(db)),
    async close() {
      await running;
      await db.destroy();
    },
  };
};

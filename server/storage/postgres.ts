// PostgreSQL behind Kysely, through pg's pool. Commits wait for the disk (`synchronous_commit` is on by default); PostgreSQL shares them by itself.
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Database } from './database.ts';
import type { Schema } from './schema.ts';

const INT8 = 20;

export const openPostgres = (url: string, log: Log): Database => {
  const types = {
    // Counts and milliseconds are int8 and fit a double; pg would hand them out as strings.
    getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
      oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
  };
  const pool = new pg.Pool({ connectionString: url, max: 10, types, application_name: 'parlor', connectionTimeoutMillis: 5_000 });
  // An idle connection that dies is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  let isClosed = false;
  return {
    dialect: 'postgres',
    db,
    transaction: (work) => db.transaction().execute(work),
    snapshot: (work) => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work),
    async bytes() {
      const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(db);
      return rows[0]!.bytes;
    },
    check: async () => void (await sql`select 1`.execute(db)),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await db.destroy();
    },
  };
};

// The list of migrations, and how they run: in order, each in a transaction of its own together with its own record, so that a crash in the
// middle of one leaves the database as it was before it. A record that this list does not know means a newer program was here.
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import { NewerDatabase, type Database, type Dialect } from '../database.ts';
import { house } from './0001-house.ts';
import { people } from './0002-people.ts';

/** What differs between the databases: column types (`text` sorts by code point in both), and the two values of a flag. */
export type ColumnTypes = { dialect: Dialect } & Record<'text' | 'time' | 'flag' | 'yes' | 'no', RawBuilder<unknown>>;

export type Migration = { name: string; up(trx: Transaction<unknown>, types: ColumnTypes): Promise<void> };

export const MIGRATIONS: readonly Migration[] = [house, people];

const COLUMN_TYPES: Record<Dialect, ColumnTypes> = {
  sqlite: {
    dialect: 'sqlite',
    text: sql.raw('text'),
    time: sql.raw('text'),
    flag: sql.raw('integer'),
    yes: sql.raw('1'),
    no: sql.raw('0'),
  },
  postgres: {
    dialect: 'postgres',
    text: sql.raw('text collate "C"'),
    time: sql.raw('timestamptz'),
    flag: sql.raw('boolean'),
    yes: sql.raw('true'),
    no: sql.raw('false'),
  },
};

/** Any number: it only has to be the same for all who migrate. */
const ADVISORY_LOCK = 7_062_767_567;

const applied = async (db: Kysely<unknown>): Promise<Set<string>> => {
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(db);
  return new Set(rows.map(({ name }) => name));
};

const requireKnown = (done: Set<string>, migrations: readonly Migration[]): void => {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...done].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new NewerDatabase(
      `the database was made by a newer Parlor (it has ${unknown.join(', ')}): start that version or a later one, or restore the backup from before the upgrade`,
    );
  }
};

/** What a server of this version would still do to the database before it opens; nothing is changed. */
export const pendingMigrations = async (database: Database, migrations: readonly Migration[] = MIGRATIONS): Promise<string[]> => {
  const db = database.db as unknown as Kysely<unknown>;
  const tables = await db.introspection.getTables();
  const done = tables.some(({ name }) => name === 'migrations') ? await applied(db) : new Set<string>();
  requireKnown(done, migrations);
  return migrations.map(({ name }) => name).filter((name) => !done.has(name));
};

export const migrate = async (database: Database, migrations: readonly Migration[] = MIGRATIONS): Promise<string[]> => {
  const db = database.db as unknown as Kysely<unknown>;
  const types = COLUMN_TYPES[database.dialect];
  // Two nodes that start together: one migrates, the other waits. SQLite's `begin immediate` does the same.
  const lock = async (trx: Kysely<unknown>) => {
    if (database.dialect === 'postgres') await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(trx);
  };
  await db.transaction().execute(async (trx) => {
    await lock(trx);
    await sql`create table if not exists migrations (name ${types.text} primary key, at bigint not null)`.execute(trx);
  });

  requireKnown(await applied(db), migrations);

  const done: string[] = [];
  for (const { name, up } of migrations) {
    const isNew = await db.transaction().execute(async (trx) => {
      await lock(trx);
      if ((await applied(trx)).has(name)) return false;
      await up(trx, types);
      await sql`insert into migrations (name, at) values (${name}, ${Date.now()})`.execute(trx);
      return true;
    });
    if (isNew) done.push(name);
  }
  return done;
};

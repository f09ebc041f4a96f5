// Migrations: each is done whole or not at all, once, whoever starts at the same time, and never by an older program.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import { describe, expect, it } from 'vitest';
import { NewerDatabase, type Database } from './database.ts';
import { eachDatabase, makeFile } from './databases.testing.ts';
import { MIGRATIONS, migrate, type Migration } from './migrations/migrations.ts';
import { openSqlite } from './sqlite.ts';

const names = (migrations: readonly Migration[]) => migrations.map(({ name }) => name);
const addsTable = (name: string): Migration => ({
  name,
  async up(trx, { text }) {
    await sql`create table ${sql.table(name)} (id ${text} primary key)`.execute(trx);
  },
});
const tablesOf = async (database: Database): Promise<string[]> => {
  const tables = await (database.db as unknown as Kysely<unknown>).introspection.getTables({ withInternalKyselyTables: true });
  return tables.map(({ name }) => name).toSorted();
};

eachDatabase('migrations', ({ isShared, place }) => {
  const openEmpty = async () => (await place()).open();

  it('make an empty database into a house; running them again does nothing', async () => {
    const database = await openEmpty();
    expect(await migrate(database)).toEqual(names(MIGRATIONS));
    const tables = await tablesOf(database);
    expect(tables).toEqual(
      [
        ...[
          'accounts',
          'signIns',
          'credentials',
          'verifications',
          'secondFactors',
          'backupCodes',
          'steps',
          'passkeys',
          'links',
          'recoveryRequests',
          'mails',
          'files',
        ],
        ...['house', 'rooms', 'members', 'events', 'messages', 'invitations', 'invitationUses', 'lobby', 'bans', 'withheld'],
        ...['audit', 'migrations'],
      ].toSorted(),
    );
    await database.db.insertInto('house').values({ key: 'kept', value: 'x' }).execute();
    expect(await migrate(database)).toEqual([]);
    expect(await tablesOf(database)).toEqual(tables);
    expect(await database.db.selectFrom('house').select('key').execute()).toEqual([{ key: 'kept' }]);
  });

  it('run those that are new, in their order', async () => {
    const database = await openEmpty();
    await migrate(database, [addsTable('0001-a')]);
    const order: string[] = [];
    const noting = ({ name, up }: Migration): Migration => ({
      name,
      async up(trx, types) {
        order.push(name);
        await up(trx, types);
      },
    });
    expect(await migrate(database, ['0001-a', '0002-b', '0003-c'].map(addsTable).map(noting))).toEqual(['0002-b', '0003-c']);
    expect(order).toEqual(['0002-b', '0003-c']);
  });

  it('that fail in the middle leave the database as it was before them, and complete at the next start', async () => {
    const database = await openEmpty();
    await migrate(database, [addsTable('0001-a')]);
    const whole = addsTable('0002-b');
    const failing: Migration = {
      name: '0002-b',
      async up(trx, types) {
        await whole.up(trx, types);
        await sql`insert into ${sql.table('0002-b')} (id) values ('x')`.execute(trx);
        throw new Error('in the middle');
      },
    };
    const later = addsTable('0003-c');
    await expect(migrate(database, [addsTable('0001-a'), failing, later])).rejects.toThrow('in the middle');
    expect(await tablesOf(database)).toEqual(['0001-a', 'migrations']);
    expect(await migrate(database, [addsTable('0001-a'), whole, later])).toEqual(['0002-b', '0003-c']);
    expect(await tablesOf(database)).toEqual(['0001-a', '0002-b', '0003-c', 'migrations']);
  });

  it('refuse a database that a newer program made, in a line that says what to do, and leave it alone', async () => {
    const database = await openEmpty();
    await migrate(database, [addsTable('0001-a'), addsTable('0007-later')]);
    const start = migrate(database, [addsTable('0001-a'), addsTable('0002-b')]);
    await expect(start).rejects.toThrow(NewerDatabase);
    await expect(start).rejects.toThrow(/^the database was made by a newer Parlor \(it has 0007-later\): start that version [^\n]*$/);
    expect(await tablesOf(database)).toEqual(['0001-a', '0007-later', 'migrations']);
  });

  if (isShared) {
    it('run once when two start at the same time', async () => {
      const shared = await place();
      const starts = await Promise.all([migrate(shared.open()), migrate(shared.open()), migrate(shared.open())]);
      expect(starts.flat()).toEqual(names(MIGRATIONS));
    });
  }
});

describe('a process that is killed in the middle of a migration', () => {
  it('leaves the database as it was before it; the next start completes', async () => {
    const { path, remove } = makeFile();
    const started = openSqlite(path);
    await migrate(started);
    await started.db.insertInto('house').values({ key: 'kept', value: 'x' }).execute();
    await started.close();

    const child = spawn(process.execPath, [join(import.meta.dirname, 'migrating.testing.ts'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const dead = once(child, 'exit');
    try {
      const said = await Promise.race([once(child.stdout, 'data'), dead]);
      expect(String(said[0])).toBe('inside\n');
      expect(statSync(`${path}-wal`).size, 'pages that are not committed').toBeGreaterThan(1_000_000);
    } finally {
      child.kill('SIGKILL');
    }
    expect(await dead).toEqual([null, 'SIGKILL']);

    const next = openSqlite(path);
    try {
      expect(await tablesOf(next)).not.toContain('halfDone');
      expect(await migrate(next, [...MIGRATIONS, addsTable('9999-cut-short')])).toEqual(['9999-cut-short']);
      expect(await next.db.selectFrom('house').select('key').execute()).toEqual([{ key: 'kept' }]);
      const { rows } = await sql`pragma integrity_check`.execute(next.db);
      expect(rows).toEqual([{ integrity_check: 'ok' }]);
    } finally {
      await next.close();
      await remove();
    }
  });
});

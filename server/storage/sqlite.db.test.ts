// What SQLite alone must show: settings that keep what was acknowledged, shared commits, a full disk, a lock that another process holds.
import { statSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { toReply } from '../gateway/replies.ts';
import type { Database } from './database.ts';
import { makeFile } from './databases.testing.ts';
import { migrate } from './migrations/migrations.ts';
import type { Db } from './schema.ts';
import { openSqlite } from './sqlite.ts';

let file: ReturnType<typeof makeFile>;
let database: Database;
const others: Database[] = [];

beforeEach(async () => {
  file = makeFile();
  database = openSqlite(file.path);
  await migrate(database);
});
afterEach(async () => {
  await Promise.all([database, ...others.splice(0)].map((opened) => opened.close()));
  await file.remove();
});

const openAgain = (): Database => {
  const other = openSqlite(file.path);
  others.push(other);
  return other;
};
const pragma = async (name: string): Promise<unknown> => {
  const { rows } = await sql<Record<string, unknown>>`${sql.raw(`pragma ${name}`)}`.execute(database.db);
  return Object.values(rows[0] ?? {})[0];
};
const put = (db: Db, key: string, value = 'x') => db.insertInto('house').values({ key, value }).execute();
const count = async (db: Db): Promise<number> => (await db.selectFrom('house').select('key').execute()).length;
const refusedAs = (outcome: PromiseSettledResult<unknown>) =>
  outcome.status === 'rejected' ? toReply(outcome.reason, silentLog, 'a test').code : 'stored';

it.each([
  ['journal_mode', 'wal'],
  ['synchronous', 2],
  ['foreign_keys', 1],
  ['busy_timeout', 5_000],
])('is opened with %s = %s', async (name, value) => {
  expect(await pragma(name)).toBe(value);
});

it('keeps what was answered when it is opened again, and a sound file', async () => {
  await database.transaction((trx) => put(trx, 'kept'));
  await database.close();
  database = openSqlite(file.path);
  expect(await count(database.db)).toBe(1);
  expect(await pragma('integrity_check')).toBe('ok');
});

it('shares commits: what is asked for while one runs goes into the next together', async () => {
  // Every commit writes each page that it changed to the log anew, so the log's growth counts the commits. Two pages for each row here.
  const frame = 4_096 + 24;
  await pragma('wal_checkpoint(truncate)');
  await Promise.all(Array.from({ length: 200 }, (_, index) => database.transaction((trx) => put(trx, `shared.${index}`))));
  expect(await count(database.db)).toBe(200);
  expect(statSync(`${file.path}-wal`).size / frame).toBeLessThan(100);
});

describe('a full disk', () => {
  const fill = async (pages: number) => {
    const size = Number(await pragma('page_count'));
    expect(await pragma(`max_page_count = ${size + pages}`)).toBe(size + pages);
  };

  it('fails everything that shares the commit as unavailable, stores nothing of it, and is no harm once there is space again', async () => {
    await fill(8);
    const attempts = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        database.transaction((trx) => put(trx, `full.${index}`, 'x'.repeat(index === 20 ? 100_000 : 10))),
      ),
    );
    const stored = attempts.filter(({ status }) => status === 'fulfilled');
    expect(stored.length).toBeLessThan(40);
    expect(new Set(attempts.map(refusedAs))).toEqual(new Set(['stored', 'unavailable']));
    expect(await count(database.db)).toBe(stored.length);

    await pragma('max_page_count = 100000');
    await database.transaction((trx) => put(trx, 'after', 'x'.repeat(100_000)));
    expect(await count(database.db)).toBe(stored.length + 1);
    expect(await pragma('integrity_check')).toBe('ok');
  });

  it('leaves reading as it was', async () => {
    await put(database.db, 'before');
    await fill(0);
    await expect(database.transaction((trx) => put(trx, 'big', 'x'.repeat(100_000)))).rejects.toThrow('full');
    expect(await database.snapshot(count)).toBe(1);
    await expect(database.check()).resolves.toBeUndefined();
  });
});

describe('another process that holds the write lock', () => {
  const holdLock = async () => {
    const other = openAgain();
    const held = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const holding = other.transaction(async (trx) => {
      await put(trx, 'theirs');
      held.resolve();
      await release.promise;
    });
    await held.promise;
    return async () => {
      release.resolve();
      await holding;
    };
  };

  it('is waited for, while everything else of this process goes on', async () => {
    const release = await holdLock();
    let isStored = false;
    const waiting = database
      .transaction((trx) => put(trx, 'ours'))
      .then(() => {
        isStored = true;
      });
    // Turns of the event loop: with the wait on this thread there would be none before the lock is given up.
    for (let turn = 0; turn < 1_000; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(isStored).toBe(false);
    await release();
    await waiting;
    expect(await count(database.db)).toBe(2);
  });

  it('is given up on after the busy timeout, as unavailable', async () => {
    const release = await holdLock();
    const [attempt] = await Promise.allSettled([database.transaction((trx) => put(trx, 'ours'))]);
    expect(refusedAs(attempt)).toBe('unavailable');
    await release();
    await database.transaction((trx) => put(trx, 'ours'));
    expect(await count(database.db)).toBe(2);
  });
});

it('a path that cannot be opened fails what is asked, with its reason', async () => {
  const nowhere = openSqlite(`${file.path}/not/a/folder`);
  others.push(nowhere);
  await expect(nowhere.check()).rejects.toThrow(/unable to open/);
  await expect(nowhere.transaction((trx) => put(trx, 'x'))).rejects.toThrow(/unable to open/);
});

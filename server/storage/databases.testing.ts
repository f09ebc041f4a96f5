// Every database that Parlor runs on, for suites that must hold on each: SQLite in memory, SQLite in a file, PostgreSQL. What is opened is
// fresh and empty, and gone when the suite is over.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe } from 'vitest';
import { silentLog } from '../log.ts';
import type { Database, Dialect } from './database.ts';
import { migrate } from './migrations/migrations.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/** A place for one database. `open` may be called again for another connection to the same one, where the kind has such. */
export type Place = { open(): Database; remove(): Promise<void> };

export type Kind = { name: string; dialect: Dialect; isShared: boolean; makePlace(): Promise<Place> };

const makeFolder = (): { folder: string; remove(): Promise<void> } => {
  const folder = mkdtempSync(join(tmpdir(), 'parlor-storage-'));
  return { folder, remove: async () => rmSync(folder, { recursive: true, force: true }) };
};

/** Where the file of a database is known, because the test looks at it from outside. */
export const makeFile = (): { path: string; remove(): Promise<void> } => {
  const { folder, remove } = makeFolder();
  return { path: join(folder, 'parlor.sqlite'), remove };
};

const administrate = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: process.env['TEST_POSTGRES_URL'] });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

const inMemory: Kind = {
  name: 'SQLite in memory',
  dialect: 'sqlite',
  isShared: false,
  makePlace: async () => ({ open: () => openSqlite(':memory:'), remove: async () => {} }),
};

const inFile: Kind = {
  name: 'SQLite in a file',
  dialect: 'sqlite',
  isShared: true,
  makePlace: async () => {
    const { path, remove } = makeFile();
    return { open: () => openSqlite(path), remove };
  },
};

/** An empty PostgreSQL database, for what opens it by its address. */
export const makeDatabase = async (): Promise<{ url: string; remove(): Promise<void> }> => {
  const name = `parlor_${randomUUID().replaceAll('-', '')}`;
  // A house's server may sort by the rules of a language; what must sort by code point says so itself.
  await administrate(`create database ${name} template template0 locale_provider icu icu_locale 'en-US'`);
  const url = new URL(process.env['TEST_POSTGRES_URL']!);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => administrate(`drop database ${name} with (force)`) };
};

const onPostgres: Kind = {
  name: 'PostgreSQL',
  dialect: 'postgres',
  isShared: true,
  makePlace: async () => {
    const { url, remove } = await makeDatabase();
    return { open: () => openPostgres(url, silentLog), remove };
  },
};

/** `open`: a fresh database, migrated unless told otherwise. `place`: an empty one, to be opened more than once. */
export type Databases = {
  dialect: Dialect;
  /** Whether a second connection can reach the same database. */
  isShared: boolean;
  open(): Promise<Database>;
  place(): Promise<{ open(): Database }>;
};

/** Runs a suite on each database, one after the other. */
export const eachDatabase = (title: string, suite: (databases: Databases) => void): void => {
  describe.each([inMemory, inFile, onPostgres])(`${title}, on $name`, ({ dialect, isShared, makePlace }) => {
    const opened: Database[] = [];
    const places: Place[] = [];

    const place = async () => {
      const made = await makePlace();
      places.push(made);
      return {
        open: () => {
          const database = made.open();
          opened.push(database);
          return database;
        },
      };
    };

    afterAll(async () => {
      await Promise.all(opened.map((database) => database.close()));
      await Promise.all(places.map(({ remove }) => remove()));
    });

    suite({
      dialect,
      isShared,
      place,
      async open() {
        const database = (await place()).open();
        await migrate(database);
        return database;
      },
    });
  });
};

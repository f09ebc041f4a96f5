// The house's database, as the settings name it: for the server, and for commands beside it.
import { WrongSetting, type Config } from './config.ts';
import type { Log } from './log.ts';
import type { Database } from './storage/database.ts';
import { openPostgres } from './storage/postgres.ts';
import { openSqlite } from './storage/sqlite.ts';

/** `path`: of SQLite, where no other database is named. */
export const openDatabase = async ({ databaseUrl }: Pick<Config, 'databaseUrl'>, path: string, log: Log): Promise<Database> => {
  if (!databaseUrl) return openSqlite(path);
  const database = openPostgres(databaseUrl, log);
  try {
    await database.check();
  } catch (error) {
    await database.close();
    throw new WrongSetting(
      `DATABASE_URL: the database does not answer (${(error as Error).message}): is it running, and is the address right?`,
      { cause: error },
    );
  }
  return database;
};

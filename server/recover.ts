// `npm run recover`: a link for a new password, made on the server's own shell, for the owner of the house or for an address that is given. The server
// may run meanwhile or not: the link lies in the database, where it is looked for.
import { existsSync } from 'node:fs';
import { Email } from '../protocol/accounts.ts';
import { createHandOuts } from './accounts/hand-outs.ts';
import { createLinks } from './accounts/links.ts';
import { findOwner, findRecoverable, type Recoverable } from './accounts/recovery.queries.ts';
import { systemClock } from './clock.ts';
import { readConfig, WrongSetting, type Config } from './config.ts';
import { databasePathIn } from './data-folder.ts';
import { silentLog } from './log.ts';
import { openDatabase } from './open-database.ts';
import { NewerDatabase, type Database } from './storage/database.ts';
import { pendingMigrations } from './storage/migrations/migrations.ts';

/** What whoever typed the command can mend. */
class Mistake extends Error {}

const findPerson = async ({ db }: Database, address: string | undefined): Promise<Recoverable> => {
  if (address === undefined) {
    const owner = await findOwner(db);
    if (!owner) throw new Mistake('Nobody owns this house yet: the first account that is made does.');
    return owner;
  }
  const email = Email.safeParse(address);
  if (!email.success) throw new Mistake(`${address} is not an e-mail address: write it like npm run recover -- ana@example.org`);
  const person = await findRecoverable(db, { email: email.data });
  if (!person)
    throw new Mistake(
      `No account that one could get back into has the address ${email.data}; one that is suspended is restored in Admin first.`,
    );
  return person;
};

const recover = async (database: Database, config: Config, address: string | undefined): Promise<string> => {
  if ((await pendingMigrations(database)).length > 0) {
    throw new Mistake('The database is of an older Parlor, or empty: start this one once (npm start), then ask again.');
  }
  const person = await findPerson(database, address);
  const handOuts = createHandOuts({ database, clock: systemClock, links: createLinks({ clock: systemClock }) });
  const { secret } = await handOuts.makeResetLink(null, person.accountId);
  const house = config.publicUrl ?? `http://localhost:${config.port}`;
  return `For ${person.name} (${person.email}): whoever opens this link within 30 minutes chooses a new password, once.\n${house}/reset#${secret}`;
};

const run = async (addresses: string[]): Promise<string> => {
  if (addresses.length > 1) throw new Mistake('One address, or none for the owner of the house: npm run recover -- ana@example.org');
  const config = readConfig(process.env);
  const path = databasePathIn(config.dataFolder);
  if (!config.databaseUrl && !existsSync(path)) {
    throw new Mistake(`There is no house in ${config.dataFolder}: set PARLOR_DATA to the folder that the server has, or DATABASE_URL.`);
  }
  const database = await openDatabase(config, path, silentLog);
  try {
    return await recover(database, config, addresses[0]);
  } finally {
    await database.close();
  }
};

try {
  process.stdout.write(`${await run(process.argv.slice(2))}\n`);
} catch (error) {
  const isForeseen = error instanceof Mistake || error instanceof WrongSetting || error instanceof NewerDatabase;
  process.stderr.write(`${isForeseen ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}

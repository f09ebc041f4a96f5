// What GET /health answers: whether people can be served, and by which version.
import { readFileSync } from 'node:fs';
import type { Sfu } from './media/sfu.ts';
import type { Database } from './storage/database.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
export const VERSION = version;

const DATABASE_WITHIN_MS = 2_000;

export type Health = ReturnType<typeof createHealth>;

export const createHealth =
  ({ database, sfu }: { database: Database; sfu: Sfu }) =>
  async () => {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the database does not answer')), DATABASE_WITHIN_MS);
    });
    const isDatabaseUp = await Promise.race([database.check(), tooLong]).then(
      () => true,
      () => false,
    );
    clearTimeout(timer);
    const workers = sfu.health();
    const alive = workers.filter(({ isAlive }) => isAlive).length;
    const isUp = isDatabaseUp && alive > 0 && alive === workers.length;
    return {
      status: isUp ? ('ok' as const) : ('down' as const),
      version: VERSION,
      database: { status: isDatabaseUp ? ('ok' as const) : ('down' as const), kind: database.dialect },
      media: { status: alive === workers.length && alive > 0 ? 'ok' : 'down', workers: workers.length, alive },
    };
  };

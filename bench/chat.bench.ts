// `npm run bench -- chat`: what chat costs the server. M5, deliveries per CPU second against `ws.send` for every socket; M6, memory of an idle
// signed-in connection against plain `ws`; M7 and M8, pages of history and posts in a room of a million messages, beside the disk's own wait.
// The server runs as a process of its own with everything but media; those who ask and read run in others. Not measured: the network, the page,
// browsers, and a cold disk. Wall times are for this machine and moment; ratios and CPU seconds are what travels.
// Flags: --only deliveries|memory|million, --rounds, --seconds, --sockets, --connections, --messages, --per-second, --folder, --postgres URL or "own"
import { tmpdir } from 'node:os';
import { finish, readFlags, say } from './load/command.ts';
import { measureDeliveries } from './chat/deliveries.ts';
import { measureMemory } from './chat/memory.ts';
import { measureMillion } from './chat/million.ts';

const flags = readFlags({
  only: '',
  rounds: 5,
  seconds: 2,
  sockets: 200,
  connections: 4_000,
  messages: 1_000_000,
  'per-second': 50,
  folder: tmpdir(),
  postgres: '',
});

const isWanted = (part: string) => flags.only === '' || flags.only === part;

/** The million on PostgreSQL: on the server that was named, or one of its own for the time being. */
const onPostgres = async <Result>(measure: (url: string) => Promise<Result>): Promise<Result> => {
  if (flags.postgres !== 'own') return measure(flags.postgres);
  type Started = { url: string; stop(): Promise<void> };
  const { startPostgres } = (await import(new URL('../setup/test-postgres.mjs', import.meta.url).href)) as {
    startPostgres(): Promise<Started>;
  };
  const server = await startPostgres();
  try {
    return await measure(server.url);
  } finally {
    await server.stop();
  }
};

const million = { messages: flags.messages, seconds: flags.seconds * 10, perSecond: flags['per-second'], folder: flags.folder };
const figures: Record<string, unknown> = {};
if (isWanted('deliveries')) figures['M5'] = await measureDeliveries(flags);
if (isWanted('memory')) figures['M6'] = await measureMemory(flags);
if (isWanted('million')) {
  const { history, post, ...room } = flags.postgres
    ? await onPostgres((databaseUrl) => measureMillion({ ...million, databaseUrl }))
    : await measureMillion({ ...million, databaseUrl: null });
  Object.assign(figures, { room, M7: history, M8: post });
}
if (Object.keys(figures).length === 0) say('--only knows deliveries, memory and million');
finish(figures);

// M14: from starting the server's process to its first answer, on data that are there already; beside the floor, a Node process that answers over HTTP
// and does nothing else. Then `npm start` where nothing is left to set up.
import { against, say } from '../load/command.ts';
import { freePort, MAIN, ownSettings, start, type Command } from '../load/server.ts';
import { median, round } from '../load/statistics.ts';

const FLOOR = `require('node:http').createServer((request, response) => response.end('ok')).listen(process.env.PORT, '127.0.0.1')`;
const NPM_ROUNDS = 3;

const startOnce = async (command: Command) => {
  const { stop, ...took } = await start(command);
  await stop();
  return took;
};
type Took = Awaited<ReturnType<typeof startOnce>>;

export const measureStart = async ({ rounds }: { rounds: number }) => {
  const port = await freePort();
  // As it ships: a media worker for every core.
  const { MEDIA_WORKERS: _one, ...env } = await ownSettings();
  const server = () => startOnce({ command: process.execPath, args: MAIN, env, port });
  const floor = () => startOnce({ command: process.execPath, args: ['-e', FLOOR], env, port });
  const npmStart = () => startOnce({ command: 'npm', args: ['start'], env, port });

  const first = await server();
  await floor();
  const servers: Took[] = [];
  const floors: Took[] = [];
  for (let turn = 0; turn < rounds; turn++) {
    floors.push(await floor());
    servers.push(await server());
  }
  await npmStart(); // Sets up what is missing.
  const npm: Took[] = [];
  for (let turn = 0; turn < NPM_ROUNDS; turn++) npm.push(await npmStart());

  const wall = (all: Took[]) => round(median(all.map(({ wallMs }) => wallMs)));
  const cpu = (all: Took[]) => round(median(all.map(({ cpuMs }) => cpuMs)));
  say('M14: from start to the first answer, medians');
  say(`  node server/main.ts  ${wall(servers)} ms, ${cpu(servers)} ms of CPU (on a new data folder ${round(first.wallMs)} ms)`);
  say(`  bare Node over HTTP  ${wall(floors)} ms, ${cpu(floors)} ms of CPU`);
  say(`  npm start, set up    ${wall(npm)} ms`);
  return {
    rounds,
    startMs: against(wall(servers), 1_000, 'at most'),
    startCpuMs: cpu(servers),
    bareNodeMs: wall(floors),
    bareNodeCpuMs: cpu(floors),
    ratioToBareNode: round(wall(servers) / wall(floors)),
    newFolderMs: round(first.wallMs),
    npmStartMs: wall(npm),
  };
};

// M6: memory of one idle connection that is signed in and has said hello, against a plain `ws` server with as many idle sockets. Each server is a
// process of its own that has served sockets before, so that neither code nor first growth is counted; what the kernel keeps is in neither figure.
import { setTimeout as sleep } from 'node:timers/promises';
import { against, say, temporaryFolder } from '../load/command.ts';
import { signUp } from '../load/people.ts';
import { startHouse, startReaders } from '../load/processes.ts';
import { round, thousands } from '../load/statistics.ts';

const SOCKETS_PER_ACCOUNT = 50;
const WARM_SOCKETS = 500;
/** Timers of a new socket run for ten seconds; afterwards it is as idle as it gets. */
const SETTLE_MS = 11_500;

/** What is free goes back to the system: else the room that start-up left free would hide what connections take. */
const TIDY = { execArgv: ['--expose-gc'], env: { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '65536' } };

type PerConnection = { residentBytes: number; heapBytes: number };

const measureOne = async (connections: number, isPlain: boolean): Promise<PerConnection> => {
  const { house, port, plainPort } = await startHouse({ folder: temporaryFolder(), databaseUrl: null }, TIDY);
  const readers = startReaders();
  const people = isPlain ? [] : await signUp(port, Math.ceil(connections / SOCKETS_PER_ACCOUNT));
  const cookies = isPlain ? null : people.map(({ cookie }) => cookie);
  const connect = (count: number) => readers.ask('connect', { port: isPlain ? plainPort : port, count, cookies });

  await connect(Math.min(WARM_SOCKETS, connections));
  await readers.ask('disconnect');
  await sleep(SETTLE_MS);
  const before = await house.ask('memory');
  await connect(connections);
  await sleep(SETTLE_MS);
  const after = await house.ask('memory');
  await readers.close();
  await house.close();
  return {
    residentBytes: (after.residentBytes - before.residentBytes) / connections,
    heapBytes: (after.heapBytes - before.heapBytes) / connections,
  };
};

export const measureMemory = async ({ connections }: { connections: number }) => {
  say(`M6: ${thousands(connections)} idle connections`);
  const plain = await measureOne(connections, true);
  const parlor = await measureOne(connections, false);
  const kb = (bytes: number) => round(bytes / 1_000);
  for (const [name, { residentBytes, heapBytes }] of Object.entries({ 'plain ws': plain, Parlor: parlor })) {
    say(`  ${name.padEnd(10)} ${kb(residentBytes)} kB resident, of it ${kb(heapBytes)} kB counted by V8 and Node, per connection`);
  }
  return {
    connections,
    residentKbPerConnection: against(kb(parlor.residentBytes), 15, 'at most'),
    heapKbPerConnection: kb(parlor.heapBytes),
    plainResidentKbPerConnection: kb(plain.residentBytes),
    plainHeapKbPerConnection: kb(plain.heapBytes),
    ratioToPlain: round(parlor.residentBytes / plain.residentBytes),
  };
};

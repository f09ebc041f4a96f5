// A server as a process of its own, on free ports: started, timed until its first answer, stopped. Whatever still runs when the bench ends, ends too.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from './command.ts';

export const ROOT = join(import.meta.dirname, '../..');
const WITHIN_MS = 60_000;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const { pid } of running) if (pid) process.kill(-pid, 'SIGKILL');
});

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    get({ port, host: '127.0.0.1', path: '/health', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });

/** User and system time of a process so far; NaN where there is no /proc. */
const cpuMs = (pid: number): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
};

export type Command = { command: string; args: string[]; env: Record<string, string>; port: number };
export type Started = { wallMs: number; cpuMs: number; stop(): Promise<void> };

/** Ready when it answers `GET /health` with 200. */
export const start = async ({ command, args, env, port }: Command): Promise<Started> => {
  const startedAt = performance.now();
  // At the head of its own group: `npm start` has children of its own.
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 2, 2],
    detached: true,
  });
  running.add(child);
  const exit = once(child, 'exit').finally(() => running.delete(child));
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${command} ${args.join(' ')} ended with ${child.exitCode}`);
    if (performance.now() - startedAt > WITHIN_MS) throw new Error(`${command} ${args.join(' ')} did not answer`);
    await sleep(3);
  }
  return {
    wallMs: performance.now() - startedAt,
    cpuMs: cpuMs(child.pid!),
    async stop() {
      process.kill(-child.pid!, 'SIGTERM');
      await exit;
    },
  };
};

export const MAIN = [join(ROOT, 'server/main.ts')];

/** What a server needs to run beside others: its own folder and ports. */
export const ownSettings = async (): Promise<Record<string, string>> => ({
  PARLOR_DATA: temporaryFolder(),
  MEDIA_PORT: String(await freePort()),
  MEDIA_ADDRESS: '127.0.0.1',
  MEDIA_WORKERS: '1',
  LOG_LEVEL: 'error',
});

export type Server = { url: string; port: number; close(): Promise<void> };

export const openServer = async (settings: Record<string, string> = {}): Promise<Server> => {
  const port = await freePort();
  const { stop } = await start({ command: process.execPath, args: MAIN, env: { ...(await ownSettings()), ...settings }, port });
  return { url: `http://localhost:${port}`, port, close: stop };
};

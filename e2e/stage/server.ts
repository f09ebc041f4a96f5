// A real server as a process of its own, on free ports and in a temporary folder: started, killed, started again on the same data.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../server/main.ts');
const READY_WITHIN_MS = 60_000;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

export type House = {
  readonly url: string;
  readonly port: number;
  readonly mediaPort: number;
  readonly pid: number;
  /** What the process was told: for commands beside it. */
  readonly environment: NodeJS.ProcessEnv;
  /** As a crash would: nothing is said, nothing is saved. */
  kill(): Promise<void>;
  /** On the same data, at the same ports. */
  start(): Promise<void>;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
  /** Stops and removes everything. */
  close(): Promise<void>;
};

type Settings = Record<string, string>;

/** Some settings speak of the address, which is known once a port is found. */
export const openHouse = async (wanted: Settings | ((url: string) => Settings | Promise<Settings>) = {}): Promise<House> => {
  const folder = await mkdtemp(join(tmpdir(), 'parlor-e2e-'));
  const port = await freePort();
  const mediaPort = await freePort();
  const settings = typeof wanted === 'function' ? await wanted(`http://localhost:${port}`) : wanted;
  const url = settings['PUBLIC_URL'] ?? `http://localhost:${port}`;
  let child: ChildProcess | null = null;

  const environment = {
    ...process.env,
    PORT: String(port),
    MEDIA_PORT: String(mediaPort),
    MEDIA_ADDRESS: '127.0.0.1',
    MEDIA_WORKERS: '1',
    PARLOR_DATA: folder,
    LOG_LEVEL: 'warn',
    ...settings,
  };
  const start = async () => {
    const started = spawn(process.execPath, [MAIN], {
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child = started;
    const deadline = performance.now() + READY_WITHIN_MS;
    for (;;) {
      if (started.exitCode !== null) throw new Error(`the server ended with ${started.exitCode}`);
      const isReady = await fetch(`http://127.0.0.1:${port}/health`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady) return;
      if (performance.now() > deadline) throw new Error('the server did not answer in time');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return ending?.exitCode ?? null;
    const exit = once(ending, 'exit') as Promise<[number | null]>;
    ending.kill(signal);
    return (await exit)[0];
  };

  await start();
  return {
    url,
    port,
    mediaPort,
    environment,
    get pid() {
      return child?.pid ?? 0;
    },
    start,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    async close() {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
};

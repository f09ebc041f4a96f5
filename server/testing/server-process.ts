// The real server as a process of its own, in a folder of its own, to be killed and started again. Nothing of it outlives this process: when
// ours ends, what still runs is killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type ServerProcess = {
  /** From the start to the line that says that it is open. */
  readonly startMs: number;
  readonly pid: number;
  /** What it wrote, line by line. */
  readonly lines: string[];
  /** Resolves with the exit code; null for one that was killed. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
};

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const READY_WITHIN_MS = 60_000;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

/** Settings for a server that disturbs no other. */
export const settingsFor = async (folder: string): Promise<Record<string, string>> => ({
  PARLOR_DATA: join(folder, 'data'),
  PORT: String(await freePort()),
  HOST: '127.0.0.1',
  MEDIA_PORT: String(await freePort()),
  MEDIA_ADDRESS: '127.0.0.1',
  MEDIA_WORKERS: '1',
  LOG_LEVEL: 'info',
});

const spawnServer = (settings: Record<string, string>): ChildProcess => {
  const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
};

/** Killed so many milliseconds after it was started, open or not. */
export const startAndKill = async (settings: Record<string, string>, afterMs: number): Promise<void> => {
  const child = spawnServer(settings);
  const exit = once(child, 'exit');
  child.stdout!.resume();
  child.stderr!.resume();
  setTimeout(() => child.kill('SIGKILL'), afterMs);
  await exit;
};

/** Rejects, with what it wrote, when it ends instead of opening. */
export const startServer = async (settings: Record<string, string>): Promise<ServerProcess> => {
  const startedAt = performance.now();
  const child = spawnServer(settings);
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  const lines: string[] = [];
  const opened = Promise.withResolvers<void>();
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (line.includes('"Parlor is open"')) opened.resolve();
    });
  }
  const late = setTimeout(() => opened.reject(new Error('it took too long')), READY_WITHIN_MS);
  void exit.then(([code, signal]) => opened.reject(new Error(`it ended with ${code ?? signal}`)));
  try {
    await opened.promise;
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`the server did not start: ${(error as Error).message}\n${lines.join('\n')}`, { cause: error });
  } finally {
    clearTimeout(late);
  }
  return {
    startMs: performance.now() - startedAt,
    pid: child.pid!,
    lines,
    async end(signal) {
      child.kill(signal);
      const [code] = await exit;
      return code;
    },
  };
};

// A process of its own, asked by name over its IPC channel: what is measured runs apart from what measures. The child hands `answerAsks` a table of
// functions; the parent imports the table's type and nothing else of it. A child ends when its parent is gone.
import { fork } from 'node:child_process';
import { once } from 'node:events';

type Table = Record<string, (body: never) => unknown>;
type Asked = { id: number; ask: string; body: unknown };
type Answered = { id: number; ok?: unknown; no?: string };

export type Child<Asks extends Table> = {
  readonly pid: number;
  ask<Name extends keyof Asks & string>(ask: Name, ...body: Parameters<Asks[Name]>): Promise<Awaited<ReturnType<Asks[Name]>>>;
  close(): Promise<void>;
};

const running = new Set<{ kill(): void }>();
process.on('exit', () => {
  for (const child of running) child.kill();
});

export type How = { execArgv?: string[]; env?: Record<string, string> };

export const startChild = <Asks extends Table>(file: string, { execArgv = [], env = {} }: How = {}): Child<Asks> => {
  const child = fork(file, [], { execArgv, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const own = { kill: () => void child.kill('SIGKILL') };
  running.add(own);
  let nextId = 0;
  child.on('message', (message) => {
    const { id, ok, no } = message as Answered;
    const asked = waiting.get(id);
    waiting.delete(id);
    if (no === undefined) asked?.resolve(ok);
    else asked?.reject(new Error(no));
  });
  child.on('exit', (code) => {
    running.delete(own);
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}`));
    waiting.clear();
  });
  return {
    pid: child.pid ?? 0,
    ask: (ask, ...[body]) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve: resolve, reject });
        child.send({ id, ask, body } satisfies Asked);
      }),
    async close() {
      if (!running.has(own)) return;
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
};

/** `onEnd` runs when the parent lets go, and is waited for. */
export const answerAsks = (table: Table, onEnd: () => Promise<void> = async () => {}): void => {
  const answer = async ({ id, ask, body }: Asked) => {
    try {
      const ok = await table[ask]!(body as never);
      process.send!({ id, ok } satisfies Answered);
    } catch (error) {
      process.send!({ id, no: (error as Error).stack ?? String(error) } satisfies Answered);
    }
  };
  process.on('message', (message) => void answer(message as Asked));
  process.on('disconnect', () => void onEnd().finally(() => process.exit(0)));
};

// Pictures by way of sharp, in a process of its own (sharp-process.ts) that is started when there is a picture, given one after the other, ended when one
// takes too long, and let go when none came for a while. What it dies of was no picture.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../../protocol/errors.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Encoder } from './encoder.ts';
import type { Done, Task } from './sharp-process.ts';

const PROGRAM = fileURLToPath(new URL('./sharp-process.ts', import.meta.url));
const WAITING_LIMIT = 16;
const WITHIN_MS = 10_000;
const LET_GO_AFTER_MS = 30_000;
const RETRY_AFTER_MS = 2_000;

const notAPicture = () => new Refusal('not-a-picture', 'this is no picture that can be read here, or one that unpacks to too much');

type Needs = { clock: Clock; log: Log; withinMs?: number };

export const createSharpEncoder = ({ clock, log, withinMs = WITHIN_MS }: Needs): Encoder & { readonly pid: number | null } => {
  let child: ChildProcess | null = null;
  let nextId = 0;
  let waiting = 0;
  let line: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  let keep = () => {};

  const start = (): ChildProcess => {
    const started = fork(PROGRAM, [], {
      // Nothing of the house's environment: its secrets are not this process's to know.
      env: { MALLOC_ARENA_MAX: '2' },
      execArgv: ['--max-old-space-size=128'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // Unless it is at work, it is no reason for the house, or a test, to go on.
    started.unref();
    started.channel?.unref();
    // `exit` says the same to whoever waits; without a listener the house would end.
    started.on('error', (error) => log.warn({ err: error }, 'the process for pictures could not be started or reached'));
    started.on('exit', () => {
      if (child === started) child = null;
    });
    return started;
  };

  const end = (ending: ChildProcess | null): void => {
    if (child === ending) child = null;
    ending?.kill('SIGKILL');
  };

  const run = async (bytes: Buffer, edges: readonly number[]): Promise<Map<number, Buffer>> => {
    if (isClosed) throw notAPicture();
    keep();
    const asked = (child ??= start());
    const id = nextId++;
    const { promise, resolve } = Promise.withResolvers<Done['squares']>();
    const hear = (done: Done) => done.id === id && resolve(done.squares);
    // What cannot be reached is dying, or will not answer the next one either.
    const lose = () => {
      end(asked);
      resolve(null);
    };
    asked.channel?.ref();
    asked.on('message', hear).on('exit', lose).on('error', lose);
    const stopWaiting = clock.after(withinMs, () => end(asked));
    try {
      asked.send({ id, bytes, edges } satisfies Task, (error) => error && lose());
      const squares = await promise;
      if (!squares) throw notAPicture();
      return new Map(squares.map(([edge, square]) => [edge, Buffer.from(square)]));
    } finally {
      stopWaiting();
      asked.channel?.unref();
      asked.off('message', hear).off('exit', lose).off('error', lose);
      keep = clock.after(LET_GO_AFTER_MS, () => end(asked));
    }
  };

  return {
    get pid() {
      return child?.pid ?? null;
    },

    async encode(bytes, edges) {
      if (waiting >= WAITING_LIMIT) throw new Refusal('too-many', 'many pictures are being read: try again in a moment', RETRY_AFTER_MS);
      waiting++;
      const done = line.then(() => run(bytes, edges)).finally(() => waiting--);
      // The next one comes whatever becomes of this.
      line = done.catch(() => {});
      return done;
    },

    async close() {
      isClosed = true;
      keep();
      const ending = child;
      if (!ending) return;
      ending.ref();
      const exit = once(ending, 'exit');
      end(ending);
      await exit;
    },
  };
};

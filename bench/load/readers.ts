// A process that holds many sockets and reads what they are told: counts whole frames and bytes, and of every so many frames how old they are.
// Texts that begin with `t=<microseconds of the machine's monotonic clock>;` tell when they were sent.
import { setTimeout as sleep } from 'node:timers/promises';
import { PROTOCOL_VERSION } from '../../protocol/constants.ts';
import { addressOf } from './people.ts';
import { answerAsks } from './child.ts';
import { openSocket, type Wire } from './socket.ts';
import { percentile } from './statistics.ts';

const AT_ONCE = 32;
const SOCKETS_PER_ADDRESS = 4_000;
const AGE_OF_EVERY = 16;
const STAMP = Buffer.from('t=');
const SEMICOLON = 0x3b;

let wires: Wire[] = [];
let frames = 0;
let bytesRead = 0;
let ages: number[] = [];
let failure: string | null = null;

const nowUs = () => Number(process.hrtime.bigint() / 1_000n);

const readAge = (bytes: Buffer, start: number, end: number): void => {
  const at = bytes.indexOf(STAMP, start);
  if (at < 0 || at >= end) return;
  const until = bytes.indexOf(SEMICOLON, at);
  ages.push(nowUs() - Number(bytes.toString('latin1', at + STAMP.length, until)));
};

/** With a cookie a page that says hello; without one a socket of the plain server, which needs none. */
const openOne = (port: number, cookie: string | undefined, index: number): Promise<void> =>
  new Promise((resolve, reject) => {
    let isGreeted = cookie === undefined;
    openSocket(
      { port, path: '/socket', from: addressOf(index, SOCKETS_PER_ADDRESS), ...(cookie === undefined ? {} : { cookie }) },
      {
        onText(bytes, start, end) {
          if (!isGreeted) {
            isGreeted = true;
            if (bytes.toString('latin1', start, start + 13) === '{"re":1,"ok":') resolve();
            else reject(new Error(`hello was answered ${bytes.toString('utf8', start, Math.min(end, start + 200))}`));
            return;
          }
          frames++;
          bytesRead += end - start;
          if (frames % AGE_OF_EVERY === 0) readAge(bytes, start, end);
        },
        onEnd: (why) => (failure ??= why),
      },
    ).then((wire) => {
      wires.push(wire);
      if (cookie === undefined) resolve();
      else wire.send(JSON.stringify({ id: 1, ask: 'hello', body: { version: PROTOCOL_VERSION } }));
    }, reject);
  });

const table = {
  /** `cookies[i]` is for as many sockets in a row; null for a plain server. */
  async connect({ port, count, cookies }: { port: number; count: number; cookies: string[] | null }) {
    let next = 0;
    const perCookie = cookies ? Math.ceil(count / cookies.length) : 1;
    const open = async () => {
      while (next < count) {
        const index = next++;
        await openOne(port, cookies?.[Math.floor(index / perCookie)], index);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, open));
    if (failure) throw new Error(`a socket ended: ${failure}`);
  },
  reset() {
    frames = 0;
    bytesRead = 0;
    ages = [];
  },
  /** Waits for that many frames; what was read then. */
  async until({ expected, withinMs }: { expected: number; withinMs: number }) {
    const end = performance.now() + withinMs;
    while (frames < expected && performance.now() < end && !failure) await sleep(2);
    if (failure) throw new Error(`a socket ended: ${failure}`);
    if (frames < expected) throw new Error(`${frames} of ${expected} frames came within ${withinMs} ms`);
    const ms = (part: number) => percentile(ages, part) / 1_000;
    return { frames, bytes: bytesRead, ages: ages.length, p50Ms: ms(0.5), p99Ms: ms(0.99) };
  },
  cpuUs() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  disconnect() {
    for (const wire of wires) wire.close();
    wires = [];
    failure = null;
  },
};

export type ReaderAsks = typeof table;
answerAsks(table);

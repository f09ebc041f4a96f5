// The SFU on real workers. MEDIASOUP_WORKER_BIN names the worker's program.
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { availableParallelism } from 'node:os';
import * as mediasoup from 'mediasoup';
import type { Worker } from 'mediasoup/types';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CallId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { silentLog } from '../log.ts';
import { createMediasoupSfu } from './mediasoup.ts';
import { browserCapabilities, microphone } from './rtp-samples.ts';
import { sfuContract } from './sfu.contract.ts';
import type { CallListener, Sfu } from './sfu.ts';

const settings = { workers: 1, port: 0, listenHost: '127.0.0.1', announcedAddress: '127.0.0.1', log: silentLog };
const workers: Worker[] = [];
mediasoup.observer.on('newworker', (worker) => workers.push(worker));

const isRunning = (pid: number): boolean => {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
};

const kill = async (sfu: Sfu, signal: NodeJS.Signals): Promise<void> => {
  const { pid } = sfu.health()[0]!;
  const worker = workers.find((candidate) => candidate.pid === pid)!;
  const isOver = new Promise((resolve) => worker.once('subprocessclose', () => resolve(undefined)));
  process.kill(pid, signal);
  await isOver;
};

sfuContract('mediasoup', async () => {
  const sfu = await createMediasoupSfu(settings);
  return {
    sfu,
    killWorker: () => kill(sfu, 'SIGKILL'),
    async countOpen() {
      const worker = workers.find(({ pid }) => pid === sfu.health()[0]!.pid)!;
      return (await worker.dump()).channelMessageHandlers.channelRequestHandlers.length;
    },
  };
});

describe('mediasoup', () => {
  let sfu: Sfu;
  const listener = () => ({ onSpeaking: vi.fn<CallListener['onSpeaking']>(), onLost: vi.fn<CallListener['onLost']>() });
  const candidates = async (on: Sfu) => {
    const call = await on.open(newId() as CallId, listener());
    const media = await call.admit(browserCapabilities);
    return (await media.openTransport('send')).iceCandidates;
  };
  /** A port that was free a moment ago, with free ones behind it. */
  const freePort = (): Promise<number> =>
    new Promise((resolve) => {
      const socket = createSocket('udp4').bind(0, '127.0.0.1', () => {
        const { port } = socket.address();
        socket.close(() => resolve(port - 8));
      });
    });

  afterEach(() => sfu.close());

  it('has one worker per core, each with one port for UDP and TCP, the first at the port that was asked for', async () => {
    const port = await freePort();
    const { workers: _, ...one } = settings;
    sfu = await createMediasoupSfu({ ...one, port });
    expect(sfu.health()).toHaveLength(availableParallelism());
    expect(new Set(sfu.health().map(({ pid }) => pid)).size).toBe(availableParallelism());
    const offered = await candidates(sfu);
    expect(offered.map((candidate) => [candidate.protocol, candidate.port])).toEqual([
      ['udp', port],
      ['tcp', port],
    ]);
    expect(offered[0]!.priority).toBeGreaterThan(offered[1]!.priority);
  });

  it('announces the address that it was told, and no other', async () => {
    sfu = await createMediasoupSfu({ ...settings, listenHost: '0.0.0.0', announcedAddress: '203.0.113.7' });
    expect(new Set((await candidates(sfu)).map(({ address }) => address))).toEqual(new Set(['203.0.113.7']));
  });

  it('does not start when a port is taken, and leaves no worker running', async () => {
    const port = await freePort();
    sfu = await createMediasoupSfu({ ...settings, port: port + 1 });
    const before = workers.length;
    await expect(createMediasoupSfu({ ...settings, workers: 2, port })).rejects.toThrow(`port ${port + 1}`);
    await vi.waitFor(() => expect(workers.slice(before).map(({ pid }) => isRunning(pid))).toEqual([false, false]));
  });

  it('leaves other calls alone when one worker dies, and comes back on the same port', async () => {
    const port = await freePort();
    sfu = await createMediasoupSfu({ ...settings, workers: 2, port });
    const first = sfu.health()[0]!.pid;
    const listeners = Array.from({ length: 10 }, listener);
    // As many as one worker takes with ease.
    for (const each of listeners) await sfu.open(newId() as CallId, each);
    const other = listener();
    await sfu.open(newId() as CallId, other);
    await kill(sfu, 'SIGSEGV');
    for (const { onLost } of listeners) expect(onLost).toHaveBeenCalledTimes(1);
    expect(other.onLost).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(sfu.health()[0]).toMatchObject({ isAlive: true, pid: expect.not.toSatisfy((pid) => pid === first) }));
    expect((await candidates(sfu))[0]!.port).toBe(port);
  });

  it('F3: ends a worker that hangs, and replaces it', async () => {
    sfu = await createMediasoupSfu(settings);
    const { onLost, onSpeaking } = listener();
    await sfu.open(newId() as CallId, { onLost, onSpeaking });
    const { pid } = sfu.health()[0]!;
    process.kill(pid, 'SIGSTOP');
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledTimes(1), 10_000);
    await vi.waitFor(() => expect(sfu.health()[0]!.isAlive).toBe(true), 5_000);
    expect(sfu.health()[0]!.pid).not.toBe(pid);
    expect(isRunning(pid)).toBe(false);
  });

  it('leaves no process behind when it is closed, not even a stopped one', async () => {
    sfu = await createMediasoupSfu({ ...settings, workers: 2 });
    const pids = sfu.health().map(({ pid }) => pid);
    process.kill(pids[1]!, 'SIGSTOP');
    await sfu.close();
    expect(pids.map(isRunning)).toEqual([false, false]);
  });

  it('A31: has no SCTP, and refuses a fingerprint that is none', async () => {
    sfu = await createMediasoupSfu(settings);
    const call = await sfu.open(newId() as CallId, listener());
    const media = await call.admit(browserCapabilities);
    expect(await media.openTransport('send')).not.toHaveProperty('sctpParameters');
    await expect(media.secureTransport('send', [])).rejects.toMatchObject({ code: 'bad-request' });
    await media.publish({ kind: 'audio', rtpParameters: microphone(), isPaused: false });
  });
});

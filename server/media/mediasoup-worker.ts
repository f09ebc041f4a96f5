// One media worker that should always be there: starts the process and its one port, watches it, and puts a new one in its place when it
// dies. What runs on it belongs to mediasoup-call.ts; which worker a call gets is decided in mediasoup.ts.
import * as mediasoup from 'mediasoup';
import type { TransportListenInfo, WebRtcServer, Worker } from 'mediasoup/types';
import type { Log } from '../log.ts';
import type { Carrier } from './placement.ts';
import type { WorkerHealth } from './sfu.ts';
import { waitedForCpu, watchdog } from './watchdog.ts';

/** A worker with its port, and what it carries: counted by the calls on it. */
export type LiveWorker = Carrier & { readonly worker: Worker; readonly server: WebRtcServer };

export type WorkerSlot = {
  /** null while there is none. */
  live(): LiveWorker | null;
  /** When a start that is under way now is over, well or not. */
  settled(): Promise<void>;
  health(): WorkerHealth;
  close(): Promise<void>;
};

export type WorkerSettings = { index: number; workerBin: string | undefined; listenInfos: TransportListenInfo[]; log: Log };

type State =
  | { is: 'starting'; settled: Promise<void> }
  | { is: 'running'; live: LiveWorker; since: number; unwatch: () => void }
  | { is: 'waiting'; cancel: () => void }
  | { is: 'closed' };

/** A worker that lived this long was started in vain by nobody: the next one may come at once. */
const LONG_LIFE_MS = 10_000;
const BACKOFF_MS = { first: 250, longest: 10_000 };
const CLOSE_WITHIN_MS = 2_000;

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was gone already, which is what was wanted.
  }
};

const spawn = async ({ workerBin, listenInfos, index }: WorkerSettings): Promise<LiveWorker> => {
  const worker = await mediasoup.createWorker({ logLevel: 'error', ...(workerBin === undefined ? {} : { workerBin }) });
  try {
    return { worker, server: await worker.createWebRtcServer({ listenInfos }), streams: 0, calls: 0 };
  } catch (cause) {
    worker.close();
    const where = `${listenInfos[0]?.ip} port ${listenInfos[0]?.port ?? 'any'}`;
    throw new Error(`media worker ${index} cannot listen on ${where}: ${cause instanceof Error ? cause.message : 'refused'}`, { cause });
  }
};

const end = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    if (worker.subprocessClosed) return resolve();
    const force = setTimeout(() => kill(worker.pid), CLOSE_WITHIN_MS);
    worker.once('subprocessclose', () => {
      clearTimeout(force);
      resolve();
    });
    worker.close();
  });

/** Rejects when the first worker does not start: a house without media should not open. */
export const startWorkerSlot = async (settings: WorkerSettings): Promise<WorkerSlot> => {
  const { index, log } = settings;
  let pid = 0;
  let failures = 0;
  let state: State;

  const run = (live: LiveWorker): void => {
    const { worker } = live;
    pid = worker.pid;
    const unwatch = watchdog({
      ask: () => worker.getResourceUsage(),
      waited: () => waitedForCpu(worker.pid),
      onHang() {
        log.error({ worker: index, pid: worker.pid }, 'media worker hangs, killing it');
        kill(worker.pid);
      },
    });
    state = { is: 'running', live, since: Date.now(), unwatch };
    log.info({ worker: index, pid }, 'media worker started');
    worker.once('died', (err) => {
      unwatch();
      if (state.is !== 'running') return;
      log.error({ worker: index, pid: worker.pid, err }, 'media worker died');
      if (Date.now() - state.since >= LONG_LIFE_MS) failures = 0;
      restart();
    });
  };

  const start = async (): Promise<void> => {
    try {
      const live = await spawn(settings);
      if (state.is === 'closed') return await end(live.worker);
      run(live);
    } catch (err) {
      if (state.is === 'closed') return;
      log.error({ worker: index, err }, 'media worker did not start');
      restart();
    }
  };

  const restart = (): void => {
    const begin = () => {
      // Set before `start` runs, which looks at it.
      const { promise, resolve } = Promise.withResolvers<void>();
      state = { is: 'starting', settled: promise };
      void start().finally(resolve);
    };
    failures += 1;
    if (failures === 1) return begin();
    const timer = setTimeout(begin, Math.min(BACKOFF_MS.first * 2 ** (failures - 2), BACKOFF_MS.longest));
    timer.unref();
    state = { is: 'waiting', cancel: () => clearTimeout(timer) };
  };

  run(await spawn(settings));

  return {
    live: () => (state.is === 'running' && !state.live.worker.closed ? state.live : null),
    settled: async () => {
      if (state.is === 'starting') await state.settled;
    },
    health: () => ({ pid, isAlive: state.is === 'running' && !state.live.worker.closed }),
    async close() {
      const was = state;
      state = { is: 'closed' };
      switch (was.is) {
        case 'running':
          was.unwatch();
          return end(was.live.worker);
        case 'starting':
          return was.settled;
        case 'waiting':
          return was.cancel();
        case 'closed':
          return;
        default:
          was satisfies never;
      }
    },
  };
};

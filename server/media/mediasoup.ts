// The SFU on mediasoup: one worker per core, each with one port for UDP and TCP, `port` and those that follow it. This file starts them and
// gives every call a place; a worker's life is in mediasoup-worker.ts, a call's media in mediasoup-call.ts and mediasoup-participant.ts.
import { availableParallelism } from 'node:os';
import * as mediasoup from 'mediasoup';
import type { TransportListenInfo } from 'mediasoup/types';
import type { RtpCapabilities } from '../../protocol/media.ts';
import type { Log } from '../log.ts';
import { mediaCodecs, openMediasoupCall } from './mediasoup-call.ts';
import { startWorkerSlot } from './mediasoup-worker.ts';
import { place } from './placement.ts';
import { SfuUnavailable, type Sfu } from './sfu.ts';

export type MediasoupSettings = {
  /** The worker's program; without it, what mediasoup finds by `MEDIASOUP_WORKER_BIN` or in its own folder. */
  workerBin?: string;
  /** One per core, if not said otherwise. */
  workers?: number;
  /** Of the first worker; the next one listens at the next port. 0: any free ports. */
  port: number;
  /** An address of this machine; all of them, if not said otherwise. */
  listenHost?: string;
  /** What browsers are told instead: an address or host name that they can reach. Needed unless `listenHost` is one. */
  announcedAddress?: string;
  log: Log;
};

const listenInfosFor = (index: number, { port, listenHost: ip = '0.0.0.0', announcedAddress }: MediasoupSettings): TransportListenInfo[] =>
  (['udp', 'tcp'] as const).map((protocol) => ({
    protocol,
    ip,
    ...(announcedAddress === undefined ? {} : { announcedAddress }),
    ...(port === 0 ? {} : { port: port + index }),
  }));

/** mediasoup tells of every refused request; only what a dying worker writes to stderr is for the operator. */
const routeLogs = (log: Log): void =>
  mediasoup.setLogEventListeners({
    onwarn: (from, text) => log.debug({ from }, text),
    onerror: (from, text) => (text.startsWith('(stderr)') ? log.warn({ from }, text) : log.debug({ from }, text)),
  });

export const createMediasoupSfu = async (settings: MediasoupSettings): Promise<Sfu> => {
  const { workers = availableParallelism(), workerBin } = settings;
  const log = settings.log.child({ part: 'media' });
  routeLogs(log);

  const starts = await Promise.allSettled(
    Array.from({ length: workers }, (_, index) => startWorkerSlot({ index, workerBin, listenInfos: listenInfosFor(index, settings), log })),
  );
  const slots = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed) {
    await Promise.all(slots.map((slot) => slot.close()));
    throw failed.reason;
  }

  let isClosed = false;
  const choose = () => place(slots.map((slot) => slot.live()).filter((live) => live !== null));

  return {
    rtpCapabilities: mediasoup.ortc.generateRouterRtpCapabilities(mediaCodecs) as RtpCapabilities,

    async open(callId, listener) {
      let on = choose();
      if (!on && !isClosed) {
        // A worker that has just died is being replaced: a fraction of a second, worth waiting for.
        await Promise.all(slots.map((slot) => slot.settled()));
        on = choose();
      }
      if (!on || isClosed) throw new SfuUnavailable();
      try {
        const call = await openMediasoupCall(on, {
          onSpeaking: (trackIds) => listener.onSpeaking(trackIds),
          onLost: () => {
            if (!isClosed) listener.onLost();
          },
        });
        log.debug({ callId, pid: on.worker.pid }, 'call placed');
        return call;
      } catch (cause) {
        throw new SfuUnavailable({ cause });
      }
    },

    health: () => slots.map((slot) => slot.health()),

    async close() {
      isClosed = true;
      await Promise.all(slots.map((slot) => slot.close()));
    },
  };
};

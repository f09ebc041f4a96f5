// What leaves by one socket. Frames of one tick go out in one write; sockets that are owed the same frames share the joined bytes. A socket that does
// not read is owed nothing for long: first its signals wait, newest only, then it is given up.
import type { Duplex } from 'node:stream';

/** Writes to one socket are at least this far apart under load; after a quiet moment the next goes at once. */
const TICK_MS = 5;
const SIGNALS_WAIT_ABOVE_BYTES = 64 * 1024;
const SLOW_ABOVE_BYTES = 1024 * 1024;

export type Outgoing = {
  send(frame: Buffer): void;
  /** Only the latest of a `topic` matters. */
  signal(topic: string, frame: Buffer): void;
  /** Writes what is owed now. */
  flush(): void;
  /** Nothing is owed any more. */
  end(): void;
};

export type Pulse = { wake(outgoing: Outgoing): void; join(frames: readonly Buffer[]): Buffer };

/** When the next flush is: at once after a quiet moment, else a tick after the last. */
const atTicks = () => {
  let flushedAt = 0;
  return (flush: () => void): void => {
    const flushNow = () => {
      flushedAt = performance.now();
      flush();
    };
    const waitMs = TICK_MS - (performance.now() - flushedAt);
    if (waitMs <= 0) setImmediate(flushNow);
    else setTimeout(flushNow, waitMs);
  };
};

export const createPulse = (schedule: (flush: () => void) => void = atTicks()): Pulse => {
  const awake = new Set<Outgoing>();
  let isScheduled = false;
  let last: { frames: readonly Buffer[]; joined: Buffer } | null = null;

  const flush = () => {
    isScheduled = false;
    const due = [...awake];
    awake.clear();
    for (const outgoing of due) outgoing.flush();
    last = null;
  };

  return {
    wake(outgoing) {
      awake.add(outgoing);
      if (isScheduled) return;
      isScheduled = true;
      schedule(flush);
    },
    join(frames) {
      if (frames.length === 1) return frames[0]!;
      if (last?.frames.length === frames.length && frames.every((frame, index) => frame === last!.frames[index])) return last.joined;
      last = { frames, joined: Buffer.concat(frames) };
      return last.joined;
    },
  };
};

type Socket = Pick<Duplex, 'write' | 'writableLength' | 'on' | 'destroyed'>;

export const createOutgoing = (socket: Socket, pulse: Pulse, onSlow: () => void): Outgoing => {
  let frames: Buffer[] = [];
  let isEnded = false;
  const waitingSignals = new Map<string, Buffer>();

  const outgoing: Outgoing = {
    send(frame) {
      if (isEnded) return;
      frames.push(frame);
      pulse.wake(outgoing);
    },
    signal(topic, frame) {
      if (socket.writableLength > SIGNALS_WAIT_ABOVE_BYTES && !isEnded) {
        waitingSignals.set(topic, frame);
        return;
      }
      waitingSignals.delete(topic);
      outgoing.send(frame);
    },
    flush() {
      if (frames.length === 0 || socket.destroyed) return;
      const due = frames;
      frames = [];
      socket.write(pulse.join(due));
      if (socket.writableLength > SLOW_ABOVE_BYTES) onSlow();
    },
    end() {
      isEnded = true;
      frames = [];
      waitingSignals.clear();
    },
  };
  socket.on('drain', () => {
    for (const frame of waitingSignals.values()) outgoing.send(frame);
    waitingSignals.clear();
  });
  return outgoing;
};

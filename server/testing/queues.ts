// Connections without a network: what either side sends lies in a queue until a test moves it on. The server's end is the pair of a WebSocket
// and its socket that a session is made of; the page's end is a `Dial`.
import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Dial, Line } from './dial.ts';

type Item = { text: string; bytes: number } | { close: number };

export type Link = {
  /** How much lies in each queue. */
  readonly up: number;
  readonly down: number;
  /** Hands on so many items, to the server or to the page. */
  moveUp(count: number): void;
  moveDown(count: number): void;
};

/** The bytes of whole, unmasked text frames, taken apart again. */
export const readFrames = (bytes: Buffer): Buffer[] => {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    if (bytes[at] !== 0x81) throw new Error(`no text frame begins at ${at}: 0x${bytes[at]!.toString(16)}`);
    const short = bytes[at + 1]!;
    const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
    if (short > 127 || start + length > bytes.length) throw new Error(`the frame at ${at} is longer than what was written`);
    found.push(bytes.subarray(start, start + length));
    at = start + length;
  }
  return found;
};

const HIGH_WATER_BYTES = 16 * 1024;
const OPEN = 1;
const CLOSED = 3;

const createLink = (line: Line, keptAtCut: (queued: number) => number) => {
  const up: Item[] = [];
  const down: Item[] = [];
  let isCut = false;
  let wantsDrain = false;

  const socket = Object.assign(new EventEmitter(), {
    destroyed: false,
    writableLength: 0,
    write(bytes: Buffer) {
      for (const frame of readFrames(bytes)) down.push({ text: frame.toString(), bytes: frame.length });
      socket.writableLength += bytes.length;
      wantsDrain ||= socket.writableLength > HIGH_WATER_BYTES;
      return !wantsDrain;
    },
  });
  const end = (code: number) => {
    if (ws.readyState === CLOSED) return;
    ws.readyState = CLOSED;
    socket.destroyed = true;
    up.length = 0;
    ws.emit('close', code);
  };
  const ws = Object.assign(new EventEmitter(), {
    OPEN,
    readyState: OPEN,
    close(code: number) {
      if (ws.readyState !== OPEN) return;
      ws.readyState = 2;
      down.push({ close: code });
    },
    terminate() {
      if (ws.readyState === CLOSED) return;
      down.push({ close: 1006 });
      end(1006);
    },
    ping() {},
    pong() {},
  });

  const link: Link = {
    get up() {
      return up.length;
    },
    get down() {
      return down.length;
    },
    moveUp(count) {
      for (const item of up.splice(0, count)) {
        if ('close' in item) end(item.close);
        // Also behind a close of the server's own: the other side has not read it yet.
        else if (ws.readyState !== CLOSED) ws.emit('message', Buffer.from(item.text), false);
      }
    },
    moveDown(count) {
      for (const item of down.splice(0, count)) {
        if ('close' in item) {
          if (!isCut) line.onClose(item.close);
          isCut = true;
          end(item.close);
        } else if (!isCut) line.onText(item.text);
      }
      if (down.length > 0) return;
      socket.writableLength = 0;
      if (wantsDrain) socket.emit('drain');
      wantsDrain = false;
    },
  };
  const wire = {
    send: (text: string) => void up.push({ text, bytes: text.length }),
    /** What was under way may still arrive, or some of it; the server hears of the loss after that. */
    cut() {
      if (isCut) return;
      isCut = true;
      up.length = keptAtCut(up.length);
      up.push({ close: 1006 });
      down.length = 0;
    },
  };
  return { link, wire, ws: ws as unknown as WebSocket, socket: socket as unknown as Duplex };
};

/** `accept` is what the server does with a new connection. `keptAtCut`: how many of the frames under way arrive when a page is cut off. */
export const createQueues = (keptAtCut: (queued: number) => number) => {
  const links: Link[] = [];
  return {
    links,
    dialTo:
      (accept: (ws: WebSocket, socket: Duplex) => void): Dial =>
      (line) => {
        const { link, wire, ws, socket } = createLink(line, keptAtCut);
        links.push(link);
        accept(ws, socket);
        queueMicrotask(() => line.onOpen());
        return wire;
      },
  };
};

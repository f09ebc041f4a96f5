// A WebSocket as cheap as it gets, for processes that hold thousands: a client's frames masked with zeros, a server's frames counted where they lie.
import { request } from 'node:http';
import type { Socket } from 'node:net';

export type Wire = { send(text: string): void; close(): void };

export type Address = {
  port: number;
  path: string;
  cookie?: string;
  /** Limits are kept by network: 127.0.0.1 to 127.255.255.254 are as many. */
  from?: string;
};

type Hears = {
  /** A whole text frame: its payload is `bytes[start, end)`, valid until this returns. */
  onText(bytes: Buffer, start: number, end: number): void;
  onEnd(why: string): void;
};

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

const maskedFrame = (opcode: number, payload: Buffer): Buffer => {
  const long = payload.length >= 126;
  const head = Buffer.alloc(long ? 8 : 6);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (long ? 126 : payload.length);
  if (long) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
};

const createReader = (socket: Socket, { onText, onEnd }: Hears) => {
  let rest: Buffer | null = null;
  return (chunk: Buffer): void => {
    const bytes: Buffer = rest ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    while (bytes.length - at >= 2) {
      const short = bytes[at + 1]! & 0x7f;
      const headerLength = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (bytes.length - at < headerLength) break;
      const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
      const start = at + headerLength;
      const end = start + length;
      if (bytes.length < end) break;
      const opcode = bytes[at]! & 0x0f;
      if (opcode === TEXT) onText(bytes, start, end);
      else if (opcode === PING) socket.write(maskedFrame(PONG, bytes.subarray(start, end)));
      else if (opcode === CLOSE) onEnd(`closed with ${length >= 2 ? bytes.readUInt16BE(start) : 'no code'}`);
      at = end;
    }
    rest = at === bytes.length ? null : Buffer.from(bytes.subarray(at));
  };
};

export const openSocket = ({ port, path, cookie, from }: Address, hears: Hears): Promise<Wire> =>
  new Promise((resolve, reject) => {
    const asked = request({
      port,
      path,
      host: '127.0.0.1',
      ...(from === undefined ? {} : { localAddress: from }),
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        origin: `http://127.0.0.1:${port}`,
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.alloc(16).toString('base64'),
        ...(cookie === undefined ? {} : { cookie }),
      },
    });
    asked.on('error', reject);
    asked.on('response', ({ statusCode }) => reject(new Error(`the socket was refused with ${statusCode}`)));
    asked.on('upgrade', (_response, duplex, head) => {
      const socket = duplex;
      let isOver = false;
      const end = (why: string) => {
        if (!isOver) hears.onEnd(why);
        isOver = true;
      };
      const read = createReader(socket, { ...hears, onEnd: end });
      socket.setNoDelay(true);
      socket.on('data', read);
      socket.on('error', (error) => end(error.message));
      socket.on('close', () => end('the connection is gone'));
      if (head.length > 0) read(head);
      resolve({
        send: (text) => void socket.write(maskedFrame(TEXT, Buffer.from(text))),
        close() {
          isOver = true;
          socket.destroy();
        },
      });
    });
    asked.end();
  });

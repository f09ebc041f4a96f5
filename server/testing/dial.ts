// How a test page reaches a server: a real WebSocket with the cookie and the origin that a browser would send.
import { WebSocket } from 'ws';
import type { RefusalBody } from '../../protocol/errors.ts';

/** The page's end of a connection. */
export type Wire = {
  send(text: string): void;
  /** Gone without a word, as when the network is lost. */
  cut(): void;
};

export type Line = {
  onOpen(): void;
  onText(text: string): void;
  /** Once; also for a connection that was never opened (code 1006). */
  onClose(code: number): void;
};

export type Dial = (line: Line) => Wire;

type Address = {
  port: number;
  cookie?: string;
  origin?: string | null;
  headers?: Record<string, string>;
  path?: string;
  /** False: a browser that is there no more, and whose network has not noticed. */
  autoPong?: boolean;
};

/** For tests of the socket itself; pages use `dialSocket`. */
export const openSocket = ({ port, cookie, origin, headers, path = '/socket', autoPong = true }: Address): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    perMessageDeflate: false,
    autoPong,
    headers: {
      ...(origin === null ? {} : { origin: origin ?? `http://127.0.0.1:${port}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...headers,
    },
  });

export const dialSocket =
  (address: Address): Dial =>
  (line) => {
    const socket = openSocket(address);
    socket.on('open', () => line.onOpen());
    socket.on('message', (data: Buffer) => line.onText(data.toString()));
    // `close` follows and says the same.
    socket.on('error', () => {});
    socket.on('close', (code) => line.onClose(code));
    return { send: (text) => socket.send(text, () => {}), cut: () => socket.terminate() };
  };

/** What becomes of a try to connect: `open` (closed again by then), or the status that refused it. */
export const knock = (address: Address): Promise<number | 'open'> =>
  new Promise((resolve, reject) => {
    const socket = openSocket(address);
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });

type RawReply = { re: number; ok?: unknown; no?: RefusalBody };

/** A socket that is open, and everything that was heard on it; speaks in frames of any kind. */
export const openRaw = async (address: Address) => {
  const socket = openSocket(address);
  const heard: Record<string, unknown>[] = [];
  const asked = new Map<number, { resolve(reply: RawReply): void; reject(error: Error): void }>();
  socket.on('error', () => {});
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as RawReply;
    heard.push(frame);
    asked.get(frame.re)?.resolve(frame);
    asked.delete(frame.re);
  });
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (code) => {
      for (const { reject } of asked.values()) reject(new Error(`closed with ${code} instead of an answer`));
      resolve(code);
    });
  });
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('close', reject);
  });
  let nextId = 1;
  /** Sends a text as it is; resolves with the reply to `id`. */
  const say = (id: number, text: string): Promise<RawReply> =>
    new Promise((resolve, reject) => {
      asked.set(id, { resolve, reject });
      socket.send(text);
    });
  return {
    socket,
    heard,
    /** Resolves with the close code. */
    closed,
    say,
    /** Resolves with the whole reply: `{ re, ok }` or `{ re, no }`. */
    ask(ask: unknown, body: unknown = {}): Promise<RawReply> {
      const id = nextId++;
      return say(id, JSON.stringify({ id, ask, body }));
    },
  };
};

export type Raw = Awaited<ReturnType<typeof openRaw>>;

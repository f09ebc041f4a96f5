// A socket for tests: what the page sent is in `sent`, and the test plays the server.
import type { Socket } from './create-connection.ts';

export type FakeSocket = Socket & {
  readonly sent: { id: number; ask: string; body: unknown }[];
  isClosed: boolean;
  opened(): void;
  push(frame: unknown): void;
  /** Answers the newest request of that name. */
  answer(name: string, ok: unknown): void;
  refuse(name: string, code: string, retryAfterMs?: number): void;
  closed(code: number): void;
};

export const createFakeSocket = (): FakeSocket => {
  const socket: FakeSocket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    sent: [],
    isClosed: false,
    send: (text) => void socket.sent.push(JSON.parse(text) as FakeSocket['sent'][number]),
    close: () => void (socket.isClosed = true),
    opened: () => socket.onopen?.(),
    push: (frame) => socket.onmessage?.({ data: JSON.stringify(frame) }),
    answer: (name, ok) => socket.push({ re: idOf(name), ok }),
    refuse: (name, code, retryAfterMs) => socket.push({ re: idOf(name), no: { code, message: 'no', retryAfterMs } }),
    closed: (code) => socket.onclose?.({ code }),
  };
  const idOf = (name: string): number => {
    const ask = socket.sent.findLast((frame) => frame.ask === name);
    if (!ask) throw new Error(`${name} was not asked`);
    return ask.id;
  };
  return socket;
};

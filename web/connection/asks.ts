// What was asked and not yet answered. While closed, asks wait in line; a close loses those that were sent, because they may have been
// carried out, and keeps those that were not.
import type { Clock } from './clock.ts';
import { Lost, type Refused } from './connection.ts';

type Pending = {
  name: string;
  body: unknown;
  isSent: boolean;
  heardBefore: number;
  cancel: () => void;
  resolve(ok: unknown): void;
  reject(error: Error): void;
};

export type Asks = {
  /** Sent now if open, else when opened. */
  ask(name: string, body: unknown, timeoutMs: number): Promise<unknown>;
  /** Sent now, open or not: `hello`. */
  sendNow(name: string, body: unknown, timeoutMs: number): Promise<unknown>;
  open(): void;
  /** Loses what was sent. */
  close(): void;
  /** Closes and refuses all, sent or not. */
  refuseAll(error: Error): void;
  settle(id: number, answer: unknown): void;
  /** Something came down the socket. */
  heard(): void;
  heardCount(): number;
};

export const createAsks = ({
  clock,
  send,
  onSilence,
}: {
  clock: Clock;
  send: (frame: { id: number; ask: string; body: unknown }) => void;
  onSilence: () => void;
}): Asks => {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let isOpen = false;
  let heard = 0;

  const dispatch = (id: number, entry: Pending): void => {
    entry.isSent = true;
    entry.heardBefore = heard;
    send({ id, ask: entry.name, body: entry.body });
  };
  const add = (name: string, body: unknown, timeoutMs: number, isNow: boolean): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      const cancel = clock.after(timeoutMs, () => {
        pending.delete(id);
        reject(new Lost());
        if (entry.isSent && entry.heardBefore === heard) onSilence();
      });
      const entry: Pending = { name, body, isSent: false, heardBefore: heard, cancel, resolve, reject };
      pending.set(id, entry);
      if (isNow) dispatch(id, entry);
    });
  const fail = (error: Error, isMeant: (entry: Pending) => boolean): void => {
    isOpen = false;
    for (const [id, entry] of pending) {
      if (!isMeant(entry)) continue;
      pending.delete(id);
      entry.cancel();
      entry.reject(error);
    }
  };

  return {
    ask: (name, body, timeoutMs) => add(name, body, timeoutMs, isOpen),
    sendNow: (name, body, timeoutMs) => add(name, body, timeoutMs, true),
    open() {
      isOpen = true;
      for (const [id, entry] of pending) if (!entry.isSent) dispatch(id, entry);
    },
    close: () => fail(new Lost(), (entry) => entry.isSent),
    refuseAll: (error: Refused | Lost) => fail(error, () => true),
    settle(id, answer) {
      const entry = pending.get(id);
      if (!entry) return;
      pending.delete(id);
      entry.cancel();
      if (answer instanceof Error) entry.reject(answer);
      else entry.resolve(answer);
    },
    heard: () => void heard++,
    heardCount: () => heard,
  };
};

import { describe, expect, test, vi } from 'vitest';
import { ownOf } from '../../protocol/samples.testing.ts';
import { CLOSE, PROTOCOL_VERSION } from '../../protocol/constants.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { backoffMs } from './backoff.ts';
import { createFakeClock } from './clock.ts';
import { Lost, Refused } from './connection.ts';
import { createConnection, type ConnectionOptions } from './create-connection.ts';
import { createFakeSocket, type FakeSocket } from './fake-socket.testing.ts';

const HELLO = { me: ownOf('a', 'Alice'), rooms: [], stale: [], waitingFor: [] };
const garden = 'garden' as RoomId;

const open = (options: Partial<ConnectionOptions> = {}) => {
  const clock = createFakeClock();
  const sockets: FakeSocket[] = [];
  const connection = createConnection({
    url: () => 'ws://house/socket',
    clock,
    random: () => 1,
    makeSocket: () => {
      const socket = createFakeSocket();
      sockets.push(socket);
      return socket;
    },
    ...options,
  });
  connection.start();
  const last = () => sockets.at(-1)!;
  /** Lets promises that are settled be heard. */
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  const ready = async () => {
    last().opened();
    last().answer('hello', HELLO);
    await settle();
  };
  return { connection, clock, sockets, last, settle, ready };
};

describe('hello', () => {
  test('is first on each socket, with the version and what is held; asks wait for its reply', async () => {
    const { connection, clock, last, settle, ready } = open();
    connection.ask('rooms.directory', {}).catch(() => {});
    expect(last().sent).toEqual([]);
    last().opened();
    expect(last().sent).toMatchObject([{ ask: 'hello', body: { version: PROTOCOL_VERSION } }]);
    expect(last().sent[0]!.body).not.toHaveProperty('resume');
    last().answer('hello', HELLO);
    await settle();
    expect(last().sent.map((frame) => frame.ask)).toEqual(['hello', 'rooms.directory']);
    expect(connection.$state.get()).toEqual({ kind: 'ready' });

    connection.resumeFrom(() => [{ roomId: garden, seq: 7 }]);
    last().closed(CLOSE.resume);
    clock.advance(250);
    await ready();
    expect(last().sent[0]).toMatchObject({ ask: 'hello', body: { resume: [{ roomId: garden, seq: 7 }] } });
  });

  test('what comes before its reply is told after it', async () => {
    const { connection, last, settle } = open();
    const heard: string[] = [];
    connection.onHello(() => heard.push('hello'));
    connection.onRoomEvent((roomId, placed) => heard.push(`${roomId} ${placed.seq}`));
    connection.onSignal((_, signal) => heard.push(signal.signal));
    connection.onAccountEvent((event) => heard.push(event.event));
    last().opened();
    last().push({ room: garden, seq: 3, event: 'rooms.renamed', body: { name: 'Yard' } });
    last().push({ room: garden, signal: 'calls.changed', body: { call: null } });
    expect(heard).toEqual([]);
    last().answer('hello', HELLO);
    await settle();
    last().push({ event: 'rooms.exited', body: { roomId: garden, reason: 'left' } });
    expect(heard).toEqual(['hello', 'garden 3', 'calls.changed', 'rooms.exited']);
  });

  test('room events and signals are handed on without the room', async () => {
    const { connection, last, ready } = open();
    const told = vi.fn();
    connection.onRoomEvent(told);
    await ready();
    last().push({ room: garden, seq: 3, event: 'rooms.renamed', body: { name: 'Yard' } });
    expect(told).toHaveBeenCalledWith(garden, { seq: 3, event: 'rooms.renamed', body: { name: 'Yard' } });
  });

  test('never answered: the socket is given up', () => {
    const { connection, clock, sockets } = open();
    sockets[0]!.opened();
    clock.advance(10_000);
    expect(connection.$state.get().kind).toBe('waiting');
    clock.advance(250);
    expect(sockets).toHaveLength(2);
  });
});

describe('asking', () => {
  test('an answer settles its own question, a refusal rejects it', async () => {
    const { connection, last, ready } = open();
    await ready();
    const cards = connection.ask('rooms.directory', {});
    const found = connection.ask('rooms.find', { slug: 'x' });
    last().refuse('rooms.find', 'not-found');
    last().answer('rooms.directory', { cards: [], hasMore: false });
    await expect(cards).resolves.toEqual({ cards: [], hasMore: false });
    await expect(found).rejects.toMatchObject({ name: 'Refused', code: 'not-found' });
  });

  test('a close loses what was sent, and keeps what was not', async () => {
    const { connection, clock, last, ready } = open();
    await ready();
    const sent = connection.ask('rooms.directory', {});
    last().closed(1006);
    await expect(sent).rejects.toBeInstanceOf(Lost);
    const waiting = connection.ask('rooms.find', { slug: 'x' });
    clock.advance(250);
    await ready();
    last().answer('rooms.find', { card: null });
    await expect(waiting).resolves.toEqual({ card: null });
  });

  test('no reply in time is lost, waiting or sent', async () => {
    const { connection, clock } = open();
    const asked = connection.ask('rooms.directory', {}, { timeoutMs: 2_000 });
    clock.advance(2_000);
    await expect(asked).rejects.toBeInstanceOf(Lost);
  });

  test('silence after a question: the socket is tried, and replaced if it is dead', async () => {
    const { connection, clock, last, sockets, ready } = open();
    await ready();
    const asked = connection.ask('rooms.directory', {});
    clock.advance(15_000);
    await expect(asked).rejects.toBeInstanceOf(Lost);
    expect(last().sent.at(-1)!.ask).toBe('rooms.find');
    clock.advance(4_000);
    expect(sockets[0]!.isClosed).toBe(true);
    expect(connection.$state.get().kind).toBe('waiting');
  });

  test('a slow answer on a socket that lives does not close it', async () => {
    const { connection, clock, last, sockets, ready } = open();
    await ready();
    const asked = connection.ask('rooms.directory', {});
    clock.advance(14_000);
    last().push({ room: garden, signal: 'calls.changed', body: { call: null } });
    clock.advance(20_000);
    await expect(asked).rejects.toBeInstanceOf(Lost);
    expect(sockets).toHaveLength(1);
    expect(connection.$state.get().kind).toBe('ready');
  });
});

describe('coming back', () => {
  test('waits longer each time, to ten seconds, and starts anew after a success', async () => {
    const { connection, clock, sockets, last, settle, ready } = open();
    const waited: number[] = [];
    for (let round = 0; round < 8; round++) {
      last().closed(1006);
      await settle();
      const state = connection.$state.get();
      if (state.kind !== 'waiting') throw new Error(state.kind);
      waited.push(state.retryAtMs - clock.now());
      clock.advance(state.retryAtMs - clock.now());
      expect(sockets).toHaveLength(round + 2);
    }
    expect(waited).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    await ready();
    last().closed(CLOSE.slow);
    expect(connection.$state.get()).toMatchObject({ kind: 'waiting', retryAtMs: clock.now() + 250 });
  });

  test.each([
    [0, 0, 125],
    [0, 1, 250],
    [3, 0, 1_000],
    [99, 1, 10_000],
  ])('attempt %i with chance %f waits %i ms', (attempt, random, ms) => expect(backoffMs(attempt, random)).toBe(ms));

  test('a nudge while waiting tries at once', () => {
    const { connection, sockets, last } = open();
    last().closed(1006);
    connection.nudge();
    expect(sockets).toHaveLength(2);
    expect(connection.$state.get().kind).toBe('connecting');
  });

  test('a nudge while ready replaces only a socket that does not answer', async () => {
    const { connection, clock, sockets, last, ready } = open();
    await ready();
    connection.nudge();
    connection.nudge();
    expect(last().sent.filter((frame) => frame.ask === 'rooms.find')).toHaveLength(1);
    last().refuse('rooms.find', 'not-found');
    clock.advance(4_000);
    expect(connection.$state.get().kind).toBe('ready');
    connection.nudge();
    clock.advance(4_000);
    expect(sockets[0]!.isClosed).toBe(true);
  });

  test('a late word from a socket that was given up is not heard', async () => {
    const { connection, clock, sockets, ready } = open();
    await ready();
    connection.nudge();
    clock.advance(4_250);
    const told = vi.fn();
    connection.onRoomEvent(told);
    sockets[0]!.push({ room: garden, seq: 3, event: 'rooms.renamed', body: { name: 'Yard' } });
    sockets[0]!.closed(CLOSE.signedOut);
    expect(told).not.toHaveBeenCalled();
    expect(connection.$state.get().kind).toBe('connecting');
  });

  test('too many requests: not before five seconds', async () => {
    const { connection, clock, last, ready } = open();
    await ready();
    last().closed(CLOSE.tooMany);
    expect(connection.$state.get()).toMatchObject({ kind: 'waiting', retryAtMs: clock.now() + 5_000 });
  });

  test('a hello refused for now waits as long as it is told to', async () => {
    const { connection, clock, last, settle } = open();
    last().opened();
    last().refuse('hello', 'unavailable', 3_000);
    await settle();
    expect(connection.$state.get()).toMatchObject({ kind: 'waiting', retryAtMs: clock.now() + 3_000 });
  });
});

describe('ending', () => {
  test.each([
    [CLOSE.outdated, 'outdated'],
    [CLOSE.signedOut, 'signed-out'],
  ] as const)('close %i: %s, final, and every ask is refused', async (code, kind) => {
    const { connection, clock, sockets, last, ready } = open();
    await ready();
    last().closed(code);
    expect(connection.$state.get()).toEqual({ kind });
    await expect(connection.ask('rooms.directory', {})).rejects.toMatchObject({ code: kind });
    clock.advance(60_000);
    expect(sockets).toHaveLength(1);
  });

  test('a hello refused as outdated', async () => {
    const { connection, last, settle } = open();
    const waiting = connection.ask('rooms.directory', {});
    last().opened();
    last().refuse('hello', 'outdated');
    await expect(waiting).rejects.toBeInstanceOf(Refused);
    await settle();
    expect(connection.$state.get()).toEqual({ kind: 'outdated' });
    expect(last().isClosed).toBe(true);
  });

  test('an upgrade that fails asks whether the account is still known', async () => {
    const isSignedIn = vi.fn(() => Promise.resolve(false));
    const { connection, last, settle } = open({ isSignedIn });
    last().closed(1006);
    await settle();
    expect(connection.$state.get()).toEqual({ kind: 'signed-out' });
    connection.start();
    expect(connection.$state.get().kind).toBe('connecting');
  });

  test('an upgrade that fails because the server is away goes on trying', async () => {
    const { connection, last, settle } = open({ isSignedIn: () => Promise.reject(new Error('no network')) });
    last().closed(1006);
    await settle();
    expect(connection.$state.get().kind).toBe('waiting');
  });

  test('stopped: the socket is closed, what was asked is lost, nothing is tried', async () => {
    const { connection, clock, sockets, ready } = open();
    await ready();
    const asked = connection.ask('rooms.directory', {});
    connection.stop();
    await expect(asked).rejects.toBeInstanceOf(Lost);
    clock.advance(60_000);
    expect(sockets).toHaveLength(1);
    expect(connection.$state.get()).toEqual({ kind: 'stopped' });
  });
});

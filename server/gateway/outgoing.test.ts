import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { readFrames } from '../testing/queues.ts';
import { textFrame } from './frames.ts';
import { createOutgoing, createPulse } from './outgoing.ts';

const KIB = 1024;

/** A socket whose reader reads when told to. */
const createSocket = () => {
  const writes: Buffer[] = [];
  const socket = Object.assign(new EventEmitter(), {
    destroyed: false,
    writableLength: 0,
    write(bytes: Buffer) {
      writes.push(bytes);
      socket.writableLength += bytes.length;
      return true;
    },
  });
  const read = () => {
    socket.writableLength = 0;
    socket.emit('drain');
  };
  return { socket: socket as never, writes, read, destroy: () => void (socket.destroyed = true) };
};

const createTicks = () => {
  const due: (() => void)[] = [];
  return { pulse: createPulse((flush) => due.push(flush)), tick: () => due.splice(0).forEach((flush) => flush()), due };
};

const told = (writes: Buffer[]): string[] => writes.flatMap((bytes) => readFrames(bytes).map(String));

describe('outgoing frames', () => {
  it('of one tick leave in one write, in their order', () => {
    const { pulse, tick, due } = createTicks();
    const { socket, writes } = createSocket();
    const outgoing = createOutgoing(socket, pulse, () => {});
    const texts = Array.from({ length: 50 }, (_, index) => `frame ${index}`);
    for (const text of texts) outgoing.send(textFrame(text));
    expect([writes.length, due.length]).toEqual([0, 1]);
    tick();
    expect(writes).toHaveLength(1);
    expect(told(writes)).toEqual(texts);
    outgoing.send(textFrame('later'));
    tick();
    expect(writes).toHaveLength(2);
  });

  it('are joined once for all sockets that are owed the same, and anew for one that is owed more', () => {
    const { pulse, tick } = createTicks();
    const sockets = Array.from({ length: 3 }, createSocket);
    const outgoings = sockets.map(({ socket }) => createOutgoing(socket, pulse, () => {}));
    const shared = ['a', 'b'].map(textFrame);
    for (const frame of shared) for (const outgoing of outgoings) outgoing.send(frame);
    outgoings[1]!.send(textFrame('own'));
    tick();
    expect(sockets[2]!.writes[0]).not.toBe(sockets[1]!.writes[0]);
    expect(sockets.map(({ writes }) => told(writes))).toEqual([
      ['a', 'b'],
      ['a', 'b', 'own'],
      ['a', 'b'],
    ]);
    for (const frame of ['c', 'd'].map(textFrame)) for (const outgoing of outgoings) outgoing.send(frame);
    tick();
    expect(sockets[2]!.writes[1]).toBe(sockets[0]!.writes[1]);
  });

  it('by the real ticks: the first at once, those that follow together', async () => {
    const { socket, writes } = createSocket();
    const outgoing = createOutgoing(socket, createPulse(), () => {});
    outgoing.send(textFrame('first'));
    while (writes.length < 1) await new Promise((resolve) => setImmediate(resolve));
    for (const text of ['second', 'third']) outgoing.send(textFrame(text));
    while (writes.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(writes.map((bytes) => told([bytes]))).toEqual([['first'], ['second', 'third']]);
  });

  it('R5: signals wait while the socket does not read, the newest of each topic only', () => {
    const { pulse, tick } = createTicks();
    const { socket, writes, read } = createSocket();
    const outgoing = createOutgoing(socket, pulse, () => {});
    outgoing.signal('garden speaking', textFrame('0'));
    outgoing.send(textFrame('x'.repeat(64 * KIB)));
    tick();
    writes.length = 0;
    for (const text of ['1', '2', '3']) outgoing.signal('garden speaking', textFrame(`garden ${text}`));
    outgoing.signal('kitchen speaking', textFrame('kitchen 1'));
    outgoing.send(textFrame('an event'));
    tick();
    expect(told(writes)).toEqual(['an event']);
    read();
    tick();
    expect(told(writes)).toEqual(['an event', 'garden 3', 'kitchen 1']);
    outgoing.signal('garden speaking', textFrame('garden 4'));
    tick();
    read();
    tick();
    expect(told(writes).slice(3)).toEqual(['garden 4']);
  });

  it('R5: a socket that is owed more than 1 MiB is called slow; once it is given up it is owed nothing', () => {
    const { pulse, tick } = createTicks();
    const { socket, writes } = createSocket();
    let slow = 0;
    const outgoing = createOutgoing(socket, pulse, () => slow++);
    const frame = textFrame('x'.repeat(256 * KIB));
    for (let count = 0; count < 3; count++) outgoing.send(frame);
    tick();
    expect(slow).toBe(0);
    outgoing.send(frame);
    tick();
    expect(slow).toBe(1);
    outgoing.end();
    const before = writes.length;
    outgoing.send(frame);
    outgoing.signal('garden speaking', frame);
    tick();
    outgoing.flush();
    expect(writes).toHaveLength(before);
  });

  it('are not written to a socket that is gone', () => {
    const { pulse, tick } = createTicks();
    const { socket, writes, destroy } = createSocket();
    const outgoing = createOutgoing(socket, pulse, () => {});
    outgoing.send(textFrame('a'));
    destroy();
    tick();
    expect(writes).toEqual([]);
  });
});

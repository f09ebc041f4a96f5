// Browsers that do not read, or are there no more: noticed, given up, and no burden to anybody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE, PROTOCOL_VERSION } from '../../protocol/constants.ts';
import type { RequestReply } from '../../protocol/protocol.ts';
import type { MessageKey, RoomId } from '../../protocol/wire.ts';
import { createFakeClock } from '../clock.ts';
import { newId } from '../ids.ts';
import { browserCapabilities, fingerprints } from '../media/rtp-samples.ts';
import { openRaw, type Raw } from '../testing/dial.ts';
import { openHouse, type House, type Person } from '../testing/house.ts';

const clock = createFakeClock(Date.now());
let house: House;
let alice: Person;
let roomId: RoomId;
beforeAll(async () => {
  house = await openHouse({ clock });
  alice = await house.signUp('Alice');
});
afterAll(() => house.close());

const open = async (autoPong = true): Promise<Raw> => {
  const raw = await openRaw({ port: house.port, cookie: alice.cookie, autoPong });
  const { rooms } = (await raw.ask('hello', { version: PROTOCOL_VERSION })).ok as RequestReply<'hello'>;
  roomId = rooms[0]!.room.id;
  return raw;
};

describe('R5: a socket that does not read', () => {
  it('is closed with 4013 past 1 MiB, is owed nothing more, and delays nobody', async () => {
    const reader = house.page(alice);
    await reader.connect();
    const slow = await open();
    slow.socket.pause();
    // Each 24 kB in UTF-8; together far more than the system's own buffers take.
    const text = '語'.repeat(8_000);
    const MESSAGES = 1_500;
    for (let sent = 0; sent < MESSAGES; sent += 50) {
      const posts = Array.from({ length: 50 }, () => house.parlor.chat.post(alice.account.id, roomId, newId() as MessageKey, text));
      const { seq } = (await Promise.all(posts)).at(-1)!;
      await reader.when(() => reader.rooms.summaries.get(roomId)?.seq === seq);
    }
    expect(reader.rooms.wrongs).toEqual([]);
    expect(reader.closes).toEqual([]);
    slow.socket.resume();
    expect(await slow.closed).toBe(CLOSE.slow);
    expect(slow.heard.length).toBeLessThan(MESSAGES / 2);
    reader.close();
  });

  it('is cut off when it does not even read that', async () => {
    const slow = await open();
    slow.socket.pause();
    const before = house.parlor.sessions.count;
    const text = '語'.repeat(8_000);
    for (let sent = 0; sent < 750; sent += 50) {
      await Promise.all(Array.from({ length: 50 }, () => house.parlor.chat.post(alice.account.id, roomId, newId() as MessageKey, text)));
    }
    await new Promise((resolve) => setImmediate(resolve));
    while (house.parlor.sessions.count === before) {
      clock.advance(500);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(house.parlor.sessions.count).toBe(before - 1);
    slow.socket.terminate();
  });
});

describe('R6: a socket that answers no ping', () => {
  /** A request and its answer on another socket: by then the server has read what came before. */
  const passTime = async (bystander: Raw, seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1_000);
      await bystander.ask('rooms.directory');
      await bystander.ask('rooms.directory');
    }
  };

  it('is closed after 45 seconds; one that does answer is not, though it says nothing else', async () => {
    const [bystander, mute, well] = [await open(), await open(false), await open()];
    let pings = 0;
    well.socket.on('ping', () => pings++);
    let isMuteClosed = false;
    void mute.closed.then(() => (isMuteClosed = true));
    await passTime(bystander, 44);
    expect([isMuteClosed, pings >= 1]).toEqual([false, true]);
    await passTime(bystander, 3);
    expect(await mute.closed).toBe(1006);
    await passTime(bystander, 60);
    expect(pings).toBeLessThan(8);
    expect((await well.ask('rooms.directory')).ok).toBeDefined();
    for (const { socket } of [bystander, well]) socket.terminate();
  });

  it('is closed after 6 seconds in a call', async () => {
    const [bystander, mute] = [await open(), await open(false)];
    const joined = await mute.ask('calls.join', {
      roomId,
      rtpCapabilities: browserCapabilities,
      sendFingerprints: fingerprints,
      receiveFingerprints: fingerprints,
    });
    expect(joined.no).toBeUndefined();
    let isClosed = false;
    void mute.closed.then(() => (isClosed = true));
    await passTime(bystander, 4);
    expect(isClosed).toBe(false);
    await passTime(bystander, 2);
    expect(await mute.closed).toBe(1006);
    bystander.socket.terminate();
  });

  it('and so is one that never says hello, after 10 seconds', async () => {
    const silent = await openRaw({ port: house.port, cookie: alice.cookie });
    clock.advance(9_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(silent.socket.readyState).toBe(silent.socket.OPEN);
    clock.advance(1);
    expect(await silent.closed).toBe(CLOSE.badFrame);
  });
});

describe('R7: a house that stops', () => {
  it('takes nothing new, answers what it took, and closes every socket with 4000', async () => {
    const own = await openHouse();
    const bob = await own.signUp('Bob');
    const raw = await openRaw({ port: own.port, cookie: bob.cookie });
    const { rooms } = (await raw.ask('hello', { version: PROTOCOL_VERSION })).ok as RequestReply<'hello'>;
    const release = own.sfu.hold();
    const owed = raw.ask('calls.join', {
      roomId: rooms[0]!.room.id,
      rtpCapabilities: browserCapabilities,
      sendFingerprints: fingerprints,
      receiveFingerprints: fingerprints,
    });
    await raw.ask('rooms.directory');
    const stopped = own.parlor.sessions.stop(5_000);
    expect((await raw.ask('rooms.directory')).no).toMatchObject({ code: 'unavailable', retryAfterMs: 1_000 });
    release();
    expect((await owed).ok).toMatchObject({ subscriptions: [] });
    expect(await raw.closed).toBe(CLOSE.resume);
    await stopped;
    await own.close();
  });
});

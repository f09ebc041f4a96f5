// One room's stream with a database that answers when it is told to: what happens between the question and the answer.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Placed } from '../../protocol/protocol.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { createFakeClock } from '../clock.ts';
import { createInProcessBus } from '../cluster/in-process.ts';
import { silentLog } from '../log.ts';
import { readFrames } from '../testing/queues.ts';
import { createRoomFeeds, type Follower, type RoomFeeds } from './room-feeds.ts';

const garden = '00000000-0000-7000-8000-000000000001' as RoomId;
const placed = (seq: number): Placed => ({ event: 'rooms.renamed', body: { name: `name ${seq}` }, seq });
const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, index) => from + index);

let stored: number;
let isHeld: boolean;
let isBroken: boolean;
let waiting: (() => void)[];
let reads: string[];
let feeds: RoomFeeds;
const clock = createFakeClock();
let bus = createInProcessBus();

/** Until the promises that are due have had their turn. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
const answer = async () => {
  for (const go of waiting.splice(0)) go();
  await turn();
};
const ask = async <Result>(what: string, read: () => Result): Promise<Result> => {
  reads.push(what);
  if (isBroken) throw new Error('no answer');
  // What is read is what is stored when it is asked for.
  const result = read();
  if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
  return result;
};

beforeEach(() => {
  stored = 5;
  isHeld = isBroken = false;
  waiting = [];
  reads = [];
  bus = createInProcessBus();
  feeds = createRoomFeeds({
    bus,
    clock,
    log: silentLog,
    readEvents: (_roomId, after, limit) =>
      ask(`after ${after}`, () =>
        upTo(stored, after + 1)
          .slice(0, limit)
          .map(placed),
      ),
    seqsOf: (roomIds) => ask(`seqs of ${roomIds.length}`, () => new Map(roomIds.map((roomId) => [roomId, stored]))),
  });
});

const createFollower = (): Follower & { told: number[] } => {
  const told: number[] = [];
  return { told, event: (frame) => told.push((JSON.parse(String(readFrames(frame)[0])) as Placed).seq), signal: () => {} };
};
const store = (told = true) => {
  stored++;
  if (told) bus.publishToRoom(garden, { kind: 'event', placed: placed(stored) });
};

describe('R2: a follower', () => {
  it('is told what it missed, then what comes, then what the bus lost or doubled, each once', async () => {
    const follower = createFollower();
    await feeds.follow(garden, follower, 2);
    expect(follower.told).toEqual([3, 4, 5]);
    store();
    bus.publishToRoom(garden, { kind: 'event', placed: placed(6) });
    bus.publishToRoom(garden, { kind: 'event', placed: placed(4) });
    store(false);
    store(false);
    store();
    await turn();
    expect(follower.told).toEqual(upTo(9, 3));
  });

  it('is told what is stored while its missed events are being read', async () => {
    const [early, late] = [createFollower(), createFollower()];
    await feeds.follow(garden, early, 5);
    isHeld = true;
    const following = feeds.follow(garden, late, 0);
    await turn();
    store();
    store();
    isHeld = false;
    await answer();
    await following;
    await turn();
    expect([early.told, late.told]).toEqual([[6, 7], upTo(7)]);
  });

  it('that knows more than the bus has told is not told that again, and the others are told it now', async () => {
    const [early, late] = [createFollower(), createFollower()];
    await feeds.follow(garden, early, 5);
    store(false);
    await feeds.follow(garden, late, 6);
    store();
    expect([early.told, late.told]).toEqual([[6, 7], [7]]);
  });

  it('that left while its missed events were read is told nothing', async () => {
    const [early, late] = [createFollower(), createFollower()];
    await feeds.follow(garden, early, 5);
    isHeld = true;
    const following = feeds.follow(garden, late, 0);
    await turn();
    feeds.unfollow(garden, late);
    isHeld = false;
    await answer();
    await following;
    store();
    expect(late.told).toEqual([]);
  });

  it('that left and came again meanwhile is told from where it came again', async () => {
    const [early, late] = [createFollower(), createFollower()];
    await feeds.follow(garden, early, 5);
    isHeld = true;
    const first = feeds.follow(garden, late, 0);
    await turn();
    feeds.unfollow(garden, late);
    const second = feeds.follow(garden, late, 4);
    isHeld = false;
    await answer();
    await Promise.all([first, second]);
    store();
    expect(late.told).toEqual([5, 6]);
  });

  it('is told later what could not be read when it was missed', async () => {
    const follower = createFollower();
    await feeds.follow(garden, follower, 5);
    isBroken = true;
    store(false);
    store();
    await turn();
    expect(follower.told).toEqual([]);
    isBroken = false;
    clock.advance(1_000);
    await turn();
    expect(follower.told).toEqual([6, 7]);
  });
});

describe('streams', () => {
  it('are looked up all at once, and following them then asks no more', async () => {
    const rooms = upTo(50).map((index) => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}` as RoomId);
    const follower = createFollower();
    const release = await feeds.prepare(rooms);
    await Promise.all(rooms.map((roomId) => feeds.follow(roomId, follower, 5)));
    release();
    expect(reads).toEqual(['seqs of 50']);
    expect(feeds.size).toBe(50);
    for (const roomId of rooms) feeds.unfollow(roomId, follower);
    expect(feeds.size).toBe(0);
  });

  it('that nobody follows in the end are closed, also when they could not be looked up', async () => {
    const release = await feeds.prepare([garden]);
    release();
    expect(feeds.size).toBe(0);
    isBroken = true;
    await expect(feeds.prepare([garden])).rejects.toThrow('no answer');
    await expect(feeds.follow(garden, createFollower(), 0)).rejects.toThrow('no answer');
    await turn();
    feeds.unfollow(garden, createFollower());
    expect(feeds.size).toBe(0);
  });

  it('R8: end with their room', async () => {
    const follower = createFollower();
    await feeds.follow(garden, follower, 5);
    bus.publishToRoom(garden, { kind: 'closed' });
    store();
    expect([follower.told, feeds.size]).toEqual([[], 0]);
  });
});

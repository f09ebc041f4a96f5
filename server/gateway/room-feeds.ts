// Each room's stream as this node tells it: every follower gets every event once, in the order of `seq`, without a gap. What the bus brings in order goes
// straight out, one frame for all; what it lost, or what a follower missed, is read from the database. Steps that must wait stand in a line.
import type { Placed } from '../../protocol/protocol.ts';
import type { RoomId } from '../../protocol/wire.ts';
import type { Bus, RoomMessage } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { jsonFrame } from './frames.ts';

export type Follower = {
  event(frame: Buffer): void;
  signal(topic: string, frame: Buffer): void;
};

export type RoomFeeds = ReturnType<typeof createRoomFeeds>;

type Needs = {
  bus: Bus;
  clock: Clock;
  log: Log;
  /** Stored events after a `seq`, oldest first, at most `limit`, without a gap. */
  readEvents(roomId: RoomId, after: number, limit: number): Promise<Placed[]>;
  seqsOf(roomIds: readonly RoomId[]): Promise<Map<RoomId, number>>;
};

type Feed = {
  /** All followers have everything up to here; null until it was looked up. */
  head: number | null;
  followers: Set<Follower>;
  /** Those whose missed events are being read, each with its arrival: one that leaves meanwhile, or leaves and comes again, is not added by it. */
  arriving: Map<Follower, symbol>;
  /** Kept open for those who will follow in a moment. */
  holds: number;
  /** Steps that wait for the database, one after the other; events from the bus meanwhile only set `isBehind`. */
  line: Promise<void>;
  steps: number;
  isBehind: boolean;
  leave(): void;
};

const READ_AT_ONCE = 200;
const RETRY_MS = 1_000;

const frameOf = (roomId: RoomId, { seq, event, body }: Placed) => jsonFrame({ room: roomId, seq, event, body });

export const createRoomFeeds = ({ bus, clock, log, readEvents, seqsOf }: Needs) => {
  const feeds = new Map<RoomId, Feed>();

  const open = (roomId: RoomId): Feed => {
    const known = feeds.get(roomId);
    if (known) return known;
    const feed: Feed = {
      head: null,
      followers: new Set(),
      arriving: new Map(),
      holds: 0,
      line: Promise.resolve(),
      steps: 0,
      isBehind: false,
      leave: () => {},
    };
    feed.leave = bus.subscribeToRoom(roomId, (message) => hear(roomId, feed, message));
    feeds.set(roomId, feed);
    return feed;
  };

  const closeIfDeserted = (roomId: RoomId, feed: Feed) => {
    if (feed.followers.size > 0 || feed.steps > 0 || feed.holds > 0 || feeds.get(roomId) !== feed) return;
    feed.leave();
    feeds.delete(roomId);
  };

  const inLine = (roomId: RoomId, feed: Feed, step: () => Promise<void>): Promise<void> => {
    feed.steps++;
    const done = feed.line.then(step).finally(() => {
      feed.steps--;
      if (feed.steps === 0 && feed.isBehind) catchUp(roomId, feed);
      closeIfDeserted(roomId, feed);
    });
    // The line goes on after a step that failed; whoever asked for the step hears of it.
    feed.line = done.catch(() => {});
    return done;
  };

  const deliver = (roomId: RoomId, feed: Feed, placed: Placed) => {
    feed.head = placed.seq;
    const frame = frameOf(roomId, placed);
    for (const follower of feed.followers) follower.event(frame);
  };

  /** What is stored after the head goes to everybody; a stream whose head is not known yet has nobody to tell. */
  const readOn = async (roomId: RoomId, feed: Feed): Promise<void> => {
    while (feed.head !== null) {
      const missed = await readEvents(roomId, feed.head, READ_AT_ONCE);
      for (const placed of missed) deliver(roomId, feed, placed);
      if (missed.length < READ_AT_ONCE) return;
    }
  };

  const catchUp = (roomId: RoomId, feed: Feed): void => {
    feed.isBehind = false;
    inLine(roomId, feed, () => readOn(roomId, feed)).catch((error: unknown) => {
      log.warn({ err: error, roomId }, 'missed events could not be read; trying again');
      clock.after(RETRY_MS, () => {
        if (feeds.get(roomId) === feed) catchUp(roomId, feed);
      });
    });
  };

  const hear = (roomId: RoomId, feed: Feed, message: RoomMessage): void => {
    switch (message.kind) {
      case 'signal': {
        const { signal, body } = message.signal;
        const frame = jsonFrame({ room: roomId, signal, body });
        for (const follower of feed.followers) follower.signal(`${roomId} ${signal}`, frame);
        return;
      }
      case 'event': {
        const { placed } = message;
        if (feed.steps > 0 || feed.head === null) feed.isBehind = true;
        else if (placed.seq === feed.head + 1) deliver(roomId, feed, placed);
        else if (placed.seq > feed.head) catchUp(roomId, feed);
        return;
      }
      case 'closed':
        feed.followers.clear();
        feed.arriving.clear();
        closeIfDeserted(roomId, feed);
        return;
      default:
        message satisfies never;
    }
  };

  return {
    /** Looks up where the streams are, all in one question: following them is then immediate. They stay open until the answer is called. */
    async prepare(roomIds: readonly RoomId[]): Promise<() => void> {
      const held = roomIds.map((roomId) => ({ roomId, feed: open(roomId) }));
      for (const { feed } of held) feed.holds++;
      const release = () => {
        for (const { roomId, feed } of held) {
          feed.holds--;
          closeIfDeserted(roomId, feed);
        }
      };
      const fresh = held.filter(({ feed }) => feed.head === null);
      if (fresh.length === 0) return release;
      const heads = seqsOf(fresh.map(({ roomId }) => roomId));
      const settle = fresh.map(({ roomId, feed }) =>
        inLine(roomId, feed, async () => {
          feed.head ??= (await heads).get(roomId) ?? 0;
        }),
      );
      try {
        await Promise.all(settle);
        return release;
      } catch (error) {
        release();
        throw error;
      }
    },

    /** From now on the follower gets what comes after `fromSeq`, the missed first; `knownSeq` is where the room is known to be by now. */
    follow(roomId: RoomId, follower: Follower, fromSeq: number, knownSeq = fromSeq): Promise<void> {
      const feed = open(roomId);
      if (feed.steps === 0 && feed.head === fromSeq && knownSeq <= fromSeq) {
        feed.followers.add(follower);
        return Promise.resolve();
      }
      const arrival = Symbol(roomId);
      feed.arriving.set(follower, arrival);
      const isArriving = () => feed.arriving.get(follower) === arrival;
      return inLine(roomId, feed, async () => {
        feed.head ??= (await seqsOf([roomId])).get(roomId) ?? 0;
        // The bus is behind the database, or lost something: the others are told first, so that the newcomer is not told what it knows.
        if (feed.head < knownSeq) await readOn(roomId, feed);
        const head = feed.head;
        for (let cursor = fromSeq; cursor < head && isArriving();) {
          const missed = await readEvents(roomId, cursor, Math.min(READ_AT_ONCE, head - cursor));
          // It may have left while they were read.
          if (!isArriving() || missed.length === 0) break;
          for (const placed of missed) follower.event(frameOf(roomId, placed));
          cursor = missed.at(-1)!.seq;
        }
        if (!isArriving()) return;
        feed.arriving.delete(follower);
        feed.followers.add(follower);
      });
    },

    unfollow(roomId: RoomId, follower: Follower): void {
      const feed = feeds.get(roomId);
      if (!feed) return;
      feed.followers.delete(follower);
      feed.arriving.delete(follower);
      closeIfDeserted(roomId, feed);
    },

    /** How many streams are open: back to 0 when nobody is there. */
    get size(): number {
      return feeds.size;
    },
  };
};

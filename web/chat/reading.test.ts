import { atom } from 'nanostores';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../connection/clock.ts';
import { createFakeRoom, roomId } from './fake-room.ts';
import { newMessageKey } from './keys.ts';
import { createReading } from './reading.ts';

const open = () => {
  const room = createFakeRoom();
  room.fill(20);
  const $view = atom<{ readSeq: number; unread: number } | null>({ readSeq: 5, unread: 15 });
  const clock = createFakeClock();
  const reading = createReading({ roomId, $view, connection: room.connection, clock });
  return { room, $view, clock, reading };
};

describe('reading', () => {
  it('is told at once, then at most once a second with the newest', async () => {
    const { room, clock, reading } = open();
    reading.saw(6);
    expect(room.asked).toMatchObject([{ name: 'chat.mark-read', body: { roomId, seq: 6 } }]);
    reading.saw(7);
    reading.saw(9);
    reading.saw(8);
    clock.advance(999);
    expect(room.asked).toHaveLength(1);
    clock.advance(1);
    expect(room.asked[1]).toMatchObject({ body: { seq: 9 } });
    clock.advance(5_000);
    expect(room.asked).toHaveLength(2);
  });

  it('never goes backwards, and says nothing when nothing is unread', () => {
    const { room, $view, reading } = open();
    reading.saw(5);
    $view.set({ readSeq: 20, unread: 0 });
    reading.saw(20);
    $view.set(null);
    reading.saw(21);
    expect(room.asked).toHaveLength(0);
  });

  it('is told again when it was lost, once the connection is back', async () => {
    const { room, clock, reading } = open();
    reading.saw(9);
    room.disconnect();
    await room.next().lose();
    clock.advance(1_000);
    expect(room.asked).toHaveLength(0);
    room.reconnect();
    expect(room.asked).toMatchObject([{ body: { seq: 9 } }]);
  });

  it('takes a no for a no, and stops when closed', async () => {
    const { room, clock, reading } = open();
    reading.saw(9);
    await room.next().refuse('not-found');
    clock.advance(10_000);
    expect(room.asked).toHaveLength(0);
    reading.close();
    reading.saw(12);
    expect(room.asked).toHaveLength(0);
  });
});

describe('message keys', () => {
  it('are UUIDs of version 7 that sort by time', () => {
    const keys = [1, 1_700_000_000_000, 1_800_000_000_000].map((at) => newMessageKey(at));
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(keys.toSorted()).toEqual(keys);
    expect(new Set(Array.from({ length: 1_000 }, () => newMessageKey(1))).size).toBe(1_000);
  });
});

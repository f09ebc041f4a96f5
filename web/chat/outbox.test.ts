import { describe, expect, it } from 'vitest';
import type { MessageKey } from '../../protocol/wire.ts';
import { createFakeClock } from '../connection/clock.ts';
import { alice, bob, createFakeRoom, createFakeStorage, type FakeRoom, roomId, settle } from './fake-room.ts';
import { createOutboxStorage } from './outbox-storage.ts';
import { createOutbox } from './outbox.ts';
import type { Tabs } from './tabs.ts';

const tabsOf = (id: string, others: string[] = []): Tabs => ({ id, living: async () => new Set([id, ...others]), inTurn: (run) => run() });

const open = ({ room = createFakeRoom(), storage = createFakeStorage(), tabs = tabsOf('one'), clock = createFakeClock() } = {}) => {
  const stored = createOutboxStorage(storage, alice.id);
  const outbox = createOutbox({ accountId: alice.id, connection: room.connection, storage: stored, tabs, clock });
  const states = () => outbox.$entries.get().map(({ text, state }) => `${text}: ${state.kind}`);
  return { room, storage, stored, clock, outbox, states };
};
const keyAsked = (room: FakeRoom): MessageKey => (room.asked[0]!.body as { key: MessageKey }).key;

describe('the outbox', () => {
  it('C1 sends a message under the key that it was given, and once acknowledged stores it no longer', async () => {
    const { room, outbox, stored, states } = open();
    const key = outbox.post(roomId, 'hello');
    expect(stored.all()).toMatchObject([{ key, text: 'hello', tab: 'one' }]);
    expect(room.asked).toMatchObject([{ name: 'chat.post', body: { roomId, key, text: 'hello' } }]);
    await room.next().answer();
    expect(stored.all()).toEqual([]);
    expect(states()).toEqual(['hello: sent']);
  });

  it('C1 a message whose answer was lost goes again under the same key, and the room has it once', async () => {
    const { room, outbox } = open();
    const key = outbox.post(roomId, 'hello');
    const first = room.next();
    first.carryOut();
    room.disconnect();
    await first.lose();
    expect(room.asked).toHaveLength(0);
    room.reconnect();
    expect(keyAsked(room)).toBe(key);
    await room.next().answer();
    expect(room.messages).toMatchObject([{ key, text: 'hello' }]);
  });

  it('C6 keeps a message across a reload until it is acknowledged', async () => {
    const { room, storage, outbox } = open();
    const key = outbox.post(roomId, 'hello');
    outbox.close();
    const after = open({ storage });
    expect(after.states()).toEqual(['hello: sending']);
    expect(keyAsked(after.room)).toBe(key);
    await after.room.next().answer();
    expect(after.stored.all()).toEqual([]);
    await room.next().answer();
    expect(open({ storage }).states()).toEqual([]);
  });

  it('C6 what was written while offline waits, in order, and goes when the connection is back', async () => {
    const { room, outbox, states } = open();
    room.disconnect();
    outbox.post(roomId, 'one');
    outbox.post(roomId, 'two');
    expect(states()).toEqual(['one: waiting', 'two: waiting']);
    expect(room.asked).toHaveLength(0);
    room.reconnect();
    expect(room.asked).toHaveLength(1);
    await room.next().answer();
    await room.next().answer();
    expect(room.messages.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('C6 keeps a message that the server refused for good until the person decides, across a reload', async () => {
    const { room, storage, outbox, states } = open();
    const key = outbox.post(roomId, 'hello');
    await room.next().refuse('not-allowed');
    expect(states()).toEqual(['hello: failed']);

    const after = open({ storage });
    expect(after.outbox.$entries.get()).toMatchObject([{ key, state: { kind: 'failed', code: 'not-allowed' } }]);
    expect(after.room.asked).toHaveLength(0);
    after.outbox.retry(key);
    expect(keyAsked(after.room)).toBe(key);
    await after.room.next().refuse('not-allowed');
    expect(after.outbox.discard(key)).toBe('hello');
    expect(open({ storage }).states()).toEqual([]);
  });

  it('C7 is done with a message when its event comes before its acknowledgement', async () => {
    const { room, outbox, stored, states } = open();
    outbox.post(roomId, 'hello');
    const asked = room.next();
    asked.carryOut();
    room.tell(room.messages[0]!);
    expect(states()).toEqual([]);
    expect(stored.all()).toEqual([]);
    await asked.answer();
    expect(states()).toEqual([]);
  });

  it('C7 keeps an acknowledged message in sight until its event comes', async () => {
    const { room, outbox, states } = open();
    outbox.post(roomId, 'hello');
    await room.next().answer();
    expect(states()).toEqual(['hello: sent']);
    room.tell(room.messages[0]!);
    expect(states()).toEqual([]);
  });

  it('is not taken in by another person who reuses a key', () => {
    const { room, outbox, states } = open();
    const key = outbox.post(roomId, 'hello');
    room.tell(room.say(bob, 'mine', key));
    expect(states()).toEqual(['hello: sending']);
  });

  it('goes on behind a message that was refused', async () => {
    const { room, outbox, states } = open();
    outbox.post(roomId, 'one');
    outbox.post(roomId, 'two');
    await room.next().refuse('too-long');
    await room.next().answer();
    expect(states()).toEqual(['one: failed', 'two: sent']);
  });

  it('waits as long as the server asks, and keeps the order', async () => {
    const { room, outbox, clock } = open();
    outbox.post(roomId, 'one');
    outbox.post(roomId, 'two');
    await room.next().refuse('too-many', 4_000);
    clock.advance(3_999);
    expect(room.asked).toHaveLength(0);
    clock.advance(1);
    await room.next().answer();
    await room.next().answer();
    expect(room.messages.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('tries more and more seldom while answers are lost on an open connection, and at once after a new one', async () => {
    const { room, outbox, clock } = open();
    outbox.post(roomId, 'hello');
    const waits: number[] = [];
    for (let loss = 0; loss < 7; loss += 1) {
      await room.next().lose();
      let waited = 0;
      while (room.asked.length === 0) {
        clock.advance(500);
        waited += 500;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    await room.next().lose();
    room.disconnect();
    room.reconnect();
    expect(room.asked).toHaveLength(1);
  });

  it('sends nothing in the name of another account', () => {
    const { room, outbox } = open();
    room.disconnect();
    outbox.post(roomId, 'hello');
    room.reconnect(bob);
    expect(room.asked).toHaveLength(0);
    room.reconnect(alice);
    expect(room.asked).toHaveLength(1);
  });

  it('takes over what a closed tab left, and leaves alone what an open one sends', async () => {
    const storage = createFakeStorage();
    const offline = createFakeRoom();
    const clock = createFakeClock();
    offline.disconnect();
    open({ room: offline, storage, tabs: tabsOf('closed'), clock }).outbox.post(roomId, 'orphan');
    clock.advance(1);
    open({ room: offline, storage, tabs: tabsOf('open'), clock }).outbox.post(roomId, 'busy');

    const { room, outbox, stored, states } = open({ storage, tabs: tabsOf('one', ['open']) });
    expect(states()).toEqual([]);
    await outbox.adopt();
    expect(states()).toEqual(['orphan: sending']);
    expect(stored.all()).toMatchObject([
      { text: 'orphan', tab: 'one' },
      { text: 'busy', tab: 'open' },
    ]);
    await room.next().answer();
    await outbox.adopt();
    expect(states()).toEqual(['orphan: sent']);
  });

  it('is empty for another account, and leaves alone what it cannot read', () => {
    const { storage, outbox } = open();
    outbox.post(roomId, 'hello');
    storage.setItem(`parlor.outbox.${alice.id}.00000000-0000-7000-8000-000000000009`, '{"text":7}');
    storage.setItem(`parlor.outbox.${alice.id}.00000000-0000-7000-8000-00000000000a`, 'nonsense');
    expect(createOutboxStorage(storage, bob.id).all()).toEqual([]);
    expect(createOutboxStorage(storage, alice.id).all()).toMatchObject([{ text: 'hello' }]);
  });

  it('sends though nothing can be stored', async () => {
    const storage = createFakeStorage();
    storage.setItem = () => {
      throw new Error('full');
    };
    const { room, outbox, states } = open({ storage });
    outbox.post(roomId, 'hello');
    await room.next().answer();
    expect(states()).toEqual(['hello: sent']);
  });

  it('sends nothing more once closed, but still notes what was on its way', async () => {
    const { room, outbox, stored, clock } = open();
    outbox.post(roomId, 'one');
    outbox.post(roomId, 'two');
    outbox.close();
    await room.next().answer();
    clock.advance(60_000);
    await settle();
    expect(room.asked).toHaveLength(0);
    expect(stored.all()).toMatchObject([{ text: 'two' }]);
  });
});

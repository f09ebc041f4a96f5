import { describe, expect, test, vi } from 'vitest';
import { CLOSE } from '../../protocol/constants.ts';
import type { RoomSummary, RoomView } from '../../protocol/rooms.ts';
import { accountOf, memberOf, ownOf, summaryOf } from '../../protocol/samples.testing.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { createFakeClock } from '../connection/clock.ts';
import { createConnection } from '../connection/create-connection.ts';
import { createFakeSocket, type FakeSocket } from '../connection/fake-socket.testing.ts';
import { createRoomStore } from './room-store.ts';

const alice = accountOf('alice', 'Alice');
const bob = accountOf('bob', 'Bob');
const garden = 'garden' as RoomId;
const kitchen = 'kitchen' as RoomId;

const summary = (roomId: RoomId, over: Partial<RoomSummary> = {}): RoomSummary => ({
  ...summaryOf({ id: roomId, slug: roomId, name: roomId, visibility: 'public', isLocked: false, createdAt: 0 }, 'member'),
  seq: 5,
  readSeq: 5,
  ...over,
});
const view = (roomId: RoomId, over: Partial<RoomView> = {}): RoomView => ({
  viewerId: alice.id,
  room: summary(roomId).room,
  seq: 5,
  sinceSeq: 0,
  members: [memberOf('alice', 'member', 'Alice')],
  messages: [],
  hasOlder: false,
  readSeq: 5,
  unread: 0,
  call: null,
  lobby: [],
  ...over,
});
const posted = (seq: number, author = bob) => ({
  room: garden,
  seq,
  event: 'chat.posted',
  body: { message: { id: `m${seq}`, key: `k${seq}`, seq, author, text: `${seq}`, at: seq } },
});
const read = (readSeq: number, unread: number) => ({ event: 'chat.read', body: { roomId: garden, readSeq, unread } });

const settle = async () => {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
};

const open = async (rooms: RoomSummary[] = [summary(garden), summary(kitchen)]) => {
  const clock = createFakeClock();
  let socket!: FakeSocket;
  const connection = createConnection({ url: () => '', clock, random: () => 1, makeSocket: () => (socket = createFakeSocket()) });
  const store = createRoomStore(connection);
  connection.start();
  const greet = async (replyRooms: RoomSummary[], stale: RoomId[] = []) => {
    socket.opened();
    socket.answer('hello', { me: ownOf('alice', 'Alice'), rooms: replyRooms, stale, waitingFor: [] });
    await settle();
  };
  await greet(rooms);
  const hold = async (held: RoomView = view(garden)) => {
    const holding = store.holdRoom(held.room.id);
    socket.answer('rooms.view', { view: held });
    await holding;
  };
  const comeBack = async (replyRooms: RoomSummary[], stale: RoomId[] = []) => {
    socket.closed(CLOSE.resume);
    clock.advance(250);
    const before = socket;
    await greet(replyRooms, stale);
    return before;
  };
  return {
    store,
    socket: () => socket,
    hold,
    comeBack,
    view: () => store.roomView(garden).get(),
    row: (roomId = garden) => store.$summaries.get()?.find(({ room }) => room.id === roomId),
    viewsAsked: () => socket.sent.filter((frame) => frame.ask === 'rooms.view').length,
  };
};

describe('the list', () => {
  test('is by name, whatever the case, and follows renames, entries and exits', async () => {
    const named = (roomId: RoomId, name: string) => summary(roomId, { room: { ...summary(roomId).room, name } });
    const { store, socket } = await open([named(kitchen, 'Room 10'), named(garden, 'room 9')]);
    const names = () => store.$summaries.get()?.map(({ room }) => room.name);
    expect(names()).toEqual(['room 9', 'Room 10']);
    socket().push({ room: garden, seq: 6, event: 'rooms.renamed', body: { name: 'Yard' } });
    expect(names()).toEqual(['Room 10', 'Yard']);
    socket().push({ event: 'rooms.entered', body: { summary: named('attic' as RoomId, 'Attic') } });
    expect(names()).toEqual(['Attic', 'Room 10', 'Yard']);
    const exited = vi.fn();
    store.onExited(exited);
    socket().push({ event: 'rooms.exited', body: { roomId: kitchen, reason: 'deleted' } });
    expect(names()).toEqual(['Attic', 'Yard']);
    expect(exited).toHaveBeenCalledWith(expect.objectContaining({ room: expect.objectContaining({ id: kitchen }) }), 'deleted');
  });

  test('counts what others say, not what I say, and forgets when it is read', async () => {
    const { socket, row } = await open();
    socket().push(posted(6));
    socket().push(posted(7, alice));
    socket().push(posted(6));
    expect(row()).toMatchObject({ seq: 7, unread: 1 });
    socket().push(read(7, 0));
    expect(row()).toMatchObject({ readSeq: 7, unread: 0 });
  });

  test('a gap is mended by a fresh view', async () => {
    const { socket, row, viewsAsked } = await open();
    socket().push(posted(8));
    expect(viewsAsked()).toBe(1);
    socket().answer('rooms.view', { view: view(garden, { seq: 8, unread: 3 }) });
    await settle();
    expect(row()).toMatchObject({ seq: 8, unread: 3, role: 'member' });
  });
});

describe('a held view', () => {
  test('takes each event once, in order, then tells of it', async () => {
    const { store, socket, hold, view: now } = await open();
    const told = vi.fn();
    store.onPlacedEvent((_, placed) => told(placed.seq, now()?.seq));
    await hold();
    socket().push(posted(6));
    socket().push(posted(6));
    socket().push(posted(7));
    expect(told.mock.calls).toEqual([
      [6, 6],
      [7, 7],
    ]);
    expect(now()?.messages.map((message) => message.seq)).toEqual([6, 7]);
  });

  test('what comes while it is fetched is neither lost nor taken twice', async () => {
    const { store, socket, view: now } = await open();
    const holding = store.holdRoom(garden);
    socket().push(posted(6));
    socket().push(posted(7));
    socket().push(read(6, 1));
    socket().push({ room: garden, signal: 'calls.changed', body: { call: { id: 'c', startedAt: 1, participants: [] } } });
    socket().answer('rooms.view', { view: view(garden, { seq: 6, unread: 1, messages: [posted(6).body.message as never] }) });
    await holding;
    expect(now()?.messages.map((message) => message.seq)).toEqual([6, 7]);
    expect(now()).toMatchObject({ seq: 7, call: { id: 'c' } });
  });

  test('a gap fetches it anew, once, and what follows is applied', async () => {
    const { socket, hold, view: now, viewsAsked } = await open();
    await hold();
    socket().push(posted(8));
    socket().push(posted(9));
    expect(viewsAsked()).toBe(2);
    socket().answer('rooms.view', { view: view(garden, { seq: 8 }) });
    await settle();
    expect(now()?.seq).toBe(9);
    socket().push(posted(10));
    expect(now()?.seq).toBe(10);
  });

  test('is asked for once by many', async () => {
    const { store, socket, viewsAsked } = await open();
    const both = Promise.all([store.holdRoom(garden), store.holdRoom(garden)]);
    expect(viewsAsked()).toBe(1);
    socket().answer('rooms.view', { view: view(garden) });
    await both;
    await store.holdRoom(garden);
    expect(viewsAsked()).toBe(1);
  });

  test('a room that is not there rejects, and holds nothing', async () => {
    const { store, socket, view: now } = await open();
    const holding = store.holdRoom(garden);
    socket().refuse('rooms.view', 'not-found');
    await expect(holding).rejects.toMatchObject({ code: 'not-found' });
    expect(now()).toBeNull();
  });

  test('is gone when the room is left, even if its reply is under way', async () => {
    const { store, socket, hold, view: now } = await open();
    await hold();
    socket().push({ event: 'rooms.exited', body: { roomId: garden, reason: 'left' } });
    expect(now()).toBeNull();
    const holding = store.holdRoom(kitchen);
    socket().push({ event: 'rooms.exited', body: { roomId: kitchen, reason: 'left' } });
    socket().answer('rooms.view', { view: view(kitchen) });
    await holding;
    expect(store.roomView(kitchen).get()).toBeNull();
  });

  test('beyond twenty, those unused and unseen are let go of', async () => {
    const rooms = Array.from({ length: 22 }, (_, index) => `room${index}` as RoomId);
    const { store, hold } = await open(rooms.map((roomId) => summary(roomId)));
    const stopWatching = store.roomView(rooms[0]!).listen(() => {});
    for (const roomId of rooms) await hold(view(roomId));
    expect(rooms.filter((roomId) => store.roomView(roomId).get() === null)).toEqual([rooms[1], rooms[2]]);
    stopWatching();
  });
});

describe('after a pause', () => {
  test('hello names what is held, and the replay is applied', async () => {
    const { socket, hold, comeBack, view: now, row } = await open();
    await hold();
    await comeBack([summary(garden, { seq: 7, unread: 2 })]);
    expect(socket().sent[0]!.body).toMatchObject({ resume: [{ roomId: garden, seq: 5 }] });
    socket().push(posted(6));
    socket().push(posted(7));
    expect(now()).toMatchObject({ seq: 7, unread: 2 });
    expect(row()).toMatchObject({ seq: 7, unread: 2 });
  });

  test('what another window read meanwhile is read here too', async () => {
    const { socket, hold, comeBack, view: now } = await open();
    await hold();
    await comeBack([summary(garden, { seq: 7, readSeq: 7, unread: 0 })]);
    socket().push(posted(6));
    socket().push(posted(7));
    expect(now()).toMatchObject({ seq: 7, readSeq: 7, unread: 0 });
    socket().push(posted(8));
    expect(now()).toMatchObject({ seq: 8, unread: 1 });
  });

  test('R3 on the page: a stale view is fetched anew, a room that is gone is dropped, a call that ended is over', async () => {
    const call = { id: 'c' as never, startedAt: 1, participants: [] };
    const { store, socket, hold, comeBack, view: now } = await open();
    await hold(view(garden, { call }));
    await hold(view(kitchen, { call }));
    await comeBack([summary(garden, { seq: 900 })], [garden]);
    expect(store.roomView(kitchen).get()).toBeNull();
    socket().answer('rooms.view', { view: view(garden, { seq: 900 }) });
    await settle();
    expect(now()).toMatchObject({ seq: 900, call: null });
  });

  test('clear forgets all', async () => {
    const { store, hold, view: now } = await open();
    await hold();
    store.clear();
    expect(now()).toBeNull();
    expect(store.$summaries.get()).toBeNull();
  });
});

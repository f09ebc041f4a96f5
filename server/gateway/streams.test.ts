// The streams of rooms over real sockets: resuming after a loss, a bus that loses and doubles, who follows what, and when it is too much.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, PROTOCOL_VERSION } from '../../protocol/constants.ts';
import type { RequestReply } from '../../protocol/protocol.ts';
import type { MessageKey, RoomId } from '../../protocol/wire.ts';
import type { Bus } from '../cluster/bus.ts';
import { createInProcessBus } from '../cluster/in-process.ts';
import { newId } from '../ids.ts';
import { openRaw } from '../testing/dial.ts';
import { openHouse, type House, type Person } from '../testing/house.ts';
import type { Page } from '../testing/page.ts';

/** What becomes of the next events that are said to rooms; afterwards nothing is lost. */
const fates: ('lost' | 'doubled' | 'told')[] = [];
const inner = createInProcessBus();
const bus: Bus = {
  ...inner,
  publishToRoom(roomId, message) {
    const fate = message.kind === 'event' ? (fates.shift() ?? 'told') : 'told';
    if (fate === 'lost') return;
    inner.publishToRoom(roomId, message);
    if (fate === 'doubled') inner.publishToRoom(roomId, message);
  },
};

let house: House;
let alice: Person;
let bob: Person;
let roomId: RoomId;
beforeAll(async () => {
  house = await openHouse({ bus });
  alice = await house.signUp('Alice');
  bob = await house.signUp('Bob');
  const page = house.page(alice);
  roomId = (await page.connect()).rooms[0]!.room.id;
  page.close();
});
afterAll(() => house.close());

const say = (person: Person, text: string, room = roomId) => house.parlor.chat.post(person.account.id, room, newId() as MessageKey, text);
const seqOf = (page: Page, room = roomId) => page.rooms.views.get(room)?.seq ?? 0;

/** Connected, with the room's view in hand. */
const openPage = async (person: Person): Promise<Page> => {
  const page = house.page(person);
  await page.connect();
  await page.rooms.fetch(roomId);
  return page;
};
const isAsFresh = async (page: Page, room = roomId) => {
  const { view } = await page.ask('rooms.view', { roomId: room });
  await page.when(() => seqOf(page, room) >= view.seq);
  expect(page.rooms.views.get(room)).toEqual(view);
  expect(page.rooms.wrongs).toEqual([]);
};

describe('R1: who comes back', () => {
  it('is told what was missed, out of the database, once and in order', async () => {
    const page = await openPage(bob);
    page.cut();
    const last = (await Promise.all(['one', 'two', 'three'].map((text) => say(alice, text)))).at(-1)!;
    await page.connect();
    await page.when(() => seqOf(page) === last.seq);
    await isAsFresh(page);
    expect(
      page.rooms.messages
        .get(roomId)
        ?.slice(-3)
        .map(({ text }) => text),
    ).toEqual(['one', 'two', 'three']);
    page.close();
  });

  it('is told what the bus has lost as well', async () => {
    const [staying, page] = [await openPage(alice), await openPage(bob)];
    page.cut();
    fates.push('lost');
    const { seq } = await say(alice, 'nobody was told');
    await page.connect();
    await page.when(() => seqOf(page) === seq);
    // And so are those who never left.
    await staying.when(() => seqOf(staying) === seq);
    await isAsFresh(page);
    await isAsFresh(staying);
    page.close();
    staying.close();
  });

  it('may come back a hundred times', async () => {
    const page = await openPage(bob);
    for (let round = 0; round < 100; round++) {
      page.cut();
      const { seq } = await say(alice, `round ${round}`);
      const hello = await page.connect();
      expect(hello.stale).toEqual([]);
      await page.when(() => seqOf(page) === seq);
    }
    await isAsFresh(page);
    page.close();
  });
});

it('R2: everybody is told everything once and in order, whatever the bus loses or doubles', async () => {
  const pages = [await openPage(alice), await openPage(bob), await openPage(bob)];
  const texts = Array.from({ length: 60 }, (_, index) => `message ${index}`);
  // First only doubled, because whoever catches up hears nothing twice anyway.
  fates.push(...texts.map((_, index) => (index < 10 ? 'doubled' : index % 7 < 3 ? 'lost' : index % 7 < 5 ? 'doubled' : 'told')));
  for (const text of texts) await say(bob, text);
  const { seq } = await say(bob, 'the end');
  for (const page of pages) {
    await page.when(() => seqOf(page) === seq);
    const seen = page.rooms.messages.get(roomId)!.map(({ text }) => text);
    expect(seen.slice(-61)).toEqual([...texts, 'the end']);
    await isAsFresh(page);
    page.close();
  }
});

describe('R3: a room that is too far behind', () => {
  it(`is stale after ${LIMITS.resumeEvents} events, not before, and then it is fetched anew`, async () => {
    const hello = async (seq: number) => {
      const raw = await openRaw({ port: house.port, cookie: bob.cookie });
      const reply = (await raw.ask('hello', { version: PROTOCOL_VERSION, resume: [{ roomId, seq }] })).ok as RequestReply<'hello'>;
      return { raw, ...reply };
    };
    const page = await openPage(bob);
    const left = seqOf(page);
    page.cut();
    await Promise.all(Array.from({ length: LIMITS.resumeEvents }, (_, index) => say(alice, `old ${index}`)));

    const just = await hello(left);
    expect(just.stale).toEqual([]);
    const { closed, heard, socket } = just.raw;
    await new Promise<void>((resolve) => {
      const look = () => {
        const seqs = heard.filter(({ event }) => event === 'chat.posted').map(({ seq }) => seq as number);
        if (seqs.length < LIMITS.resumeEvents) return void socket.once('message', look);
        expect(seqs).toEqual(Array.from({ length: LIMITS.resumeEvents }, (_, index) => left + 1 + index));
        resolve();
      };
      look();
    });
    socket.terminate();
    await closed;

    await say(alice, 'one more');
    const late = await hello(left);
    expect(late.stale).toEqual([roomId]);
    late.raw.socket.terminate();

    expect((await page.connect()).stale).toEqual([roomId]);
    await page.when(() => seqOf(page) === left + LIMITS.resumeEvents + 1);
    await isAsFresh(page);
    expect(page.rooms.messages.get(roomId)!.filter(({ text }) => text.startsWith('old '))).toHaveLength(LIMITS.resumeEvents);
    page.close();
  });

  it('and so is one that is ahead of us, or that the account is not in', async () => {
    const raw = await openRaw({ port: house.port, cookie: bob.cookie });
    const elsewhere = newId() as RoomId;
    const resume = [
      { roomId, seq: 1_000_000 },
      { roomId: elsewhere, seq: 0 },
    ];
    const reply = (await raw.ask('hello', { version: PROTOCOL_VERSION, resume })).ok as RequestReply<'hello'>;
    expect(reply.stale).toEqual([roomId, elsewhere]);
    raw.socket.terminate();
  });
});

describe('R8: members alone follow a room', () => {
  it('entering attaches every session of the account, leaving and deletion detach them', async () => {
    const owner = await openPage(alice);
    const [here, there] = [await openPage(bob), await openPage(bob)];
    const { room } = (await owner.ask('rooms.create', { name: 'Garden', visibility: 'public' })).summary;
    const { id } = room;
    const told = (page: Page) => page.frames.filter((frame) => 'room' in frame && frame.room === id && 'seq' in frame).length;

    await say(alice, 'before', id);
    await here.ask('rooms.join', { roomId: id });
    const { seq } = await say(alice, 'while bob is here', id);
    for (const page of [here, there]) {
      await page.when(() => page.rooms.summaries.get(id)?.seq === seq);
      expect(told(page)).toBe(1);
    }

    await here.ask('rooms.leave', { roomId: id });
    for (const page of [here, there]) await page.when(() => !page.rooms.summaries.has(id));
    const after = await say(alice, 'while bob is away', id);
    await owner.when(() => owner.rooms.summaries.get(id)?.seq === after.seq);
    await here.ask('rooms.directory', {});
    await there.ask('rooms.directory', {});
    expect([told(here), told(there)]).toEqual([1, 1]);

    await there.ask('rooms.join', { roomId: id });
    await here.when(() => here.rooms.summaries.has(id));
    await owner.ask('rooms.delete', { roomId: id });
    for (const page of [owner, here, there]) {
      await page.when(() => !page.rooms.summaries.has(id));
      expect(page.frames).toContainEqual({ event: 'rooms.exited', body: { roomId: id, reason: 'deleted' } });
      expect(page.rooms.wrongs).toEqual([]);
      page.close();
    }
  });

  it('a stranger hears nothing of a room, and cannot resume it', async () => {
    const owner = await openPage(alice);
    const { room } = (await owner.ask('rooms.create', { name: 'Attic', visibility: 'private' })).summary;
    const raw = await openRaw({ port: house.port, cookie: bob.cookie });
    const resume = [{ roomId: room.id, seq: 0 }];
    const hello = (await raw.ask('hello', { version: PROTOCOL_VERSION, resume })).ok as RequestReply<'hello'>;
    expect(hello.stale).toEqual([room.id]);
    await say(alice, 'a secret', room.id);
    await owner.ask('rooms.rename', { roomId: room.id, name: 'Secret attic' });
    await raw.ask('rooms.directory');
    expect(JSON.stringify(raw.heard)).not.toMatch(/secret|attic/i);
    raw.socket.terminate();
    owner.close();
  });
});

// What is said on the socket about who does what to whom, and what reaches those who are out: over real sockets, as a page that means harm would.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomId } from '../protocol/wire.ts';
import { newId } from './ids.ts';
import { newKey } from './wings.testing.ts';
import { openHouse, type House, type Person } from './testing/house.ts';
import type { Frame, Page } from './testing/page.ts';

let house: House;
let olga: Person;
let mo: Person;
let bob: Person;
beforeAll(async () => {
  house = await openHouse();
  olga = await house.signUp('Olga');
  mo = await house.signUp('Mo');
  bob = await house.signUp('Bob');
});
afterAll(() => house.close());

const open = async (person: Person): Promise<Page> => {
  const page = house.page(person);
  await page.connect();
  return page;
};
/** Olga’s, with Mo as its moderator, and Bob. */
const openRoom = async (name = 'Garden') => {
  const page = await open(olga);
  const { summary } = await page.ask('rooms.create', { name, visibility: 'private' });
  const roomId = summary.room.id;
  for (const { account } of [mo, bob]) await page.ask('rooms.add-member', { roomId, accountId: account.id });
  await page.ask('rooms.set-role', { roomId, accountId: mo.account.id, role: 'moderator' });
  return { page, roomId, slug: summary.room.slug };
};
const post = (page: Page, roomId: RoomId, text: string) => page.ask('chat.post', { roomId, key: newKey(), text });

describe('A12: after somebody is removed', () => {
  it('nothing that happens in the room reaches their open socket', async () => {
    const { page, roomId } = await openRoom();
    const bobs = await open(bob);
    await bobs.ask('rooms.view', { roomId });
    await page.ask('rooms.remove-member', { roomId, accountId: bob.account.id });
    await bobs.when(() => !bobs.rooms.summaries.has(roomId));
    const before = bobs.frames.length;
    await post(page, roomId, 'A secret of those who stayed');
    await page.ask('rooms.rename', { roomId, name: 'Without Bob' });
    // Whatever was told before it is there when this is answered.
    await bobs.ask('rooms.directory', {});
    expect(JSON.stringify(bobs.frames.slice(before))).not.toMatch(/secret of those|Without Bob/);
    expect(bobs.frames.slice(before).filter((frame) => 'room' in frame)).toEqual([]);
    expect(bobs.rooms.wrongs).toEqual([]);
  });

  it.each(['while they were there', 'while they were away'])('resuming brings nothing: removed %s', async (when) => {
    const { page, roomId, slug } = await openRoom();
    const bobs = await open(bob);
    const { view } = await bobs.ask('rooms.view', { roomId });
    if (when === 'while they were away') bobs.cut();
    await page.ask('rooms.remove-member', { roomId, accountId: bob.account.id });
    await post(page, roomId, 'A secret of those who stayed');
    if (when === 'while they were there') bobs.cut();
    // Says that it holds the room, and from where on it wants to hear.
    const again = house.page(bob);
    const hello = await again.connect();
    expect(hello.rooms.map(({ room }) => room.id)).not.toContain(roomId);
    const raw = house.page(bob, { retryAfterMs: null });
    raw.rooms.views.set(roomId, view);
    const resumed = await raw.connect();
    expect(resumed.stale).toEqual([roomId]);
    for (const asked of [
      () => raw.ask('rooms.view', { roomId }),
      () => raw.ask('chat.history', { roomId, after: view.seq }),
      () => raw.ask('rooms.find', { slug }),
    ]) {
      await expect(asked()).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(JSON.stringify(raw.frames)).not.toContain('secret of those');
  });
});

describe('A5: who is meant and who means it', () => {
  /** As it is, with what JSON makes of a key that comes twice. */
  const say = async (page: Page, ask: string, body: string): Promise<Extract<Frame, { re: number }>> => {
    const id = 1_000_000 + page.frames.length;
    page.sendRaw(`{"id":${id},"ask":"${ask}","body":${body}}`);
    const find = () => page.frames.find((frame) => 're' in frame && frame.re === id);
    await page.when(() => find() !== undefined);
    return find() as Extract<Frame, { re: number }>;
  };
  const members = async (page: Page, roomId: RoomId) =>
    (await page.ask('rooms.view', { roomId })).view.members.map(({ account }) => account.name).toSorted();

  it('a key that comes twice is what it was last, for the question whether and for the deed', async () => {
    const { page, roomId } = await openRoom();
    const mos = await open(mo);
    const twice = (first: Person, last: Person) =>
      `{"roomId":"${roomId}","accountId":"${first.account.id}","accountId":"${last.account.id}"}`;
    // Allowed of Bob, not of Olga.
    expect(await say(mos, 'rooms.remove-member', twice(bob, olga))).toMatchObject({ no: { code: 'not-allowed' } });
    expect(await say(mos, 'rooms.ban', twice(bob, olga))).toMatchObject({ no: { code: 'not-allowed' } });
    expect(await members(page, roomId)).toEqual(['Bob', 'Mo', 'Olga']);
    expect(await say(mos, 'rooms.remove-member', twice(olga, bob))).toMatchObject({ ok: {} });
    expect(await members(page, roomId)).toEqual(['Mo', 'Olga']);
  });

  it('a message goes to the room that was parsed, and to no other', async () => {
    const [{ page, roomId: own }, { roomId: other }] = [await openRoom('One'), await openRoom('Other')];
    await page.ask('rooms.remove-member', { roomId: other, accountId: bob.account.id });
    const bobs = await open(bob);
    const twice = (first: RoomId, last: RoomId) => `{"roomId":"${first}","roomId":"${last}","key":"${newId()}","text":"Hello?"}`;
    expect(await say(bobs, 'chat.post', twice(own, other))).toMatchObject({ no: { code: 'not-found' } });
    expect(await say(bobs, 'chat.post', twice(other, own))).toMatchObject({ ok: { message: { author: { name: 'Bob' } } } });
    expect((await page.ask('chat.history', { roomId: other })).messages).toEqual([]);
    expect((await page.ask('chat.history', { roomId: own })).messages).toHaveLength(1);
  });

  it.each(['accountId', 'senderId', 'authorId', 'by', 'role', 'caller', '__proto__', 'constructor'])(
    'nobody speaks as somebody else, whatever the body says: %s',
    async (key) => {
      const { page, roomId } = await openRoom();
      const bobs = await open(bob);
      const more = `"${key}":${JSON.stringify(key === 'caller' ? { accountId: olga.account.id, role: 'owner' } : olga.account.id)}`;
      const bodies: [string, string][] = [
        ['chat.post', `"key":"${newId()}","text":"I am Olga"`],
        ['rooms.lock', '"isLocked":true'],
        ['rooms.rename', '"name":"Bobs"'],
        ['rooms.delete', ''],
      ];
      for (const [ask, body] of bodies) {
        const reply = await say(bobs, ask, `{"roomId":"${roomId}"${body && ','}${body},${more}}`);
        expect(reply, `${ask} with ${key}`).toHaveProperty('no');
      }
      const { view } = await page.ask('rooms.view', { roomId });
      expect(view.room).toMatchObject({ isLocked: false, name: 'Garden' });
      expect(view.messages).toEqual([]);
    },
  );
});

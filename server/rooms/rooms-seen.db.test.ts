// Who sees which room, on every database: private rooms that are not there for others, the directory's pages, and how many rooms fit.
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { MessageKey, RoomId } from '../../protocol/wire.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { toReply } from '../gateway/replies.ts';
import { newId } from '../ids.ts';
import { silentLog } from '../log.ts';
import { browserCapabilities, fingerprints } from '../media/rtp-samples.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { migrate } from '../storage/migrations/migrations.ts';
import { openSqlite } from '../storage/sqlite.ts';
import { createWings, newKey, refusalOf, type Person, type WingRequest, type Wings } from '../wings.testing.ts';

/** Everything that can be asked about one room, as somebody else would. */
const aboutRoom = (person: Person, roomId: RoomId, accountId: Person['id'], key: MessageKey): [WingRequest, () => Promise<unknown>][] => [
  ['rooms.view', () => person.ask('rooms.view', { roomId })],
  ['rooms.join', () => person.ask('rooms.join', { roomId })],
  ['rooms.leave', () => person.ask('rooms.leave', { roomId })],
  ['rooms.add-member', () => person.ask('rooms.add-member', { roomId, accountId })],
  ['rooms.rename', () => person.ask('rooms.rename', { roomId, name: 'Mine now' })],
  ['rooms.delete', () => person.ask('rooms.delete', { roomId })],
  ['chat.post', () => person.ask('chat.post', { roomId, key, text: 'Hello?' })],
  ['chat.history', () => person.ask('chat.history', { roomId })],
  ['chat.mark-read', () => person.ask('chat.mark-read', { roomId, seq: 1 })],
  [
    'calls.join',
    () =>
      person.ask('calls.join', {
        roomId,
        rtpCapabilities: browserCapabilities,
        sendFingerprints: fingerprints,
        receiveFingerprints: fingerprints,
      }),
  ],
];

eachDatabase('rooms seen', ({ open }) => {
  let wings: Wings;
  let alice: Person;
  let bob: Person;
  let mallory: Person;
  beforeAll(async () => {
    wings = createWings(await open());
    [alice, bob, mallory] = (await Promise.all(['Alice', 'Bob', 'Mallory'].map((name) => wings.signUp(name)))) as [Person, Person, Person];
  });

  it('O1: a private room is answered like one that is not there, whatever is asked, and is not touched by it', async () => {
    const room = await wings.roomOf(alice, [bob], 'Secret', 'private');
    await alice.ask('chat.post', { roomId: room.id, key: newKey(), text: 'Nobody knows' });
    const before = await bob.ask('rooms.view', { roomId: room.id });
    const answer = (work: () => Promise<unknown>) => work().catch((error: unknown) => toReply(error, silentLog, 'a test'));
    const nowhere = newId() as RoomId;
    const told = await wings.during(async () => {
      const [there, notThere] = [aboutRoom(mallory, room.id, mallory.id, newKey()), aboutRoom(mallory, nowhere, mallory.id, newKey())];
      for (const [index, [name, work]] of there.entries()) {
        const reply = await answer(work);
        expect(reply, name).toMatchObject({ code: 'not-found' });
        expect(reply, name).toEqual(await answer(notThere[index]![1]));
      }
      const find = (slug: string) => answer(() => mallory.ask('rooms.find', { slug }));
      expect(await find(room.slug)).toMatchObject({ code: 'not-found' });
      expect(await find(room.slug)).toEqual(await find('nowhere'));
    });
    expect(told).toEqual([]);
    expect(await bob.ask('rooms.view', { roomId: room.id })).toEqual(before);
    expect((await bob.ask('rooms.find', { slug: room.slug })).card).toEqual({ room, memberCount: 2, isMember: true });
  });

  it('O1: its address tells nothing: it has a suffix, and takes none from a public room', async () => {
    const secret = await wings.roomOf(alice, [], 'Surprise party', 'private');
    expect(secret.slug).toMatch(/^surprise-party-[a-z2-9]{8}$/);
    expect((await wings.roomOf(mallory, [], 'Surprise party')).slug).toBe('surprise-party');
  });

  it('O1: who was a member and left is a stranger again', async () => {
    const { id: roomId } = await wings.roomOf(alice, [bob], 'Secret', 'private');
    await bob.ask('rooms.leave', { roomId });
    for (const [name, work] of aboutRoom(bob, roomId, bob.id, newKey())) expect(await refusalOf(work()), name).toBe('not-found');
  });

  it('a public room shows its card to everybody, and its inside to members', async () => {
    const room = await wings.roomOf(alice);
    expect((await mallory.ask('rooms.find', { slug: room.slug })).card).toEqual({ room, memberCount: 1, isMember: false });
    const inside = new Set<WingRequest>(['rooms.view', 'chat.post', 'chat.history', 'chat.mark-read', 'calls.join']);
    for (const [name, work] of aboutRoom(mallory, room.id, mallory.id, newKey())) {
      if (inside.has(name)) expect(await refusalOf(work()), name).toBe('not-found');
    }
  });

  it.each<['public' | 'private']>([['public'], ['private']])(
    'O2: in a %s room a member may do nothing that is the owner’s',
    async (visibility) => {
      const { id: roomId } = await wings.roomOf(alice, [bob], 'Ours', visibility);
      const before = await bob.ask('rooms.view', { roomId });
      const told = await wings.during(async () => {
        expect(await refusalOf(bob.ask('rooms.rename', { roomId, name: 'Mine' }))).toBe('not-allowed');
        expect(await refusalOf(bob.ask('rooms.delete', { roomId }))).toBe('not-allowed');
        expect(await refusalOf(bob.ask('rooms.add-member', { roomId, accountId: mallory.id }))).toBe('not-allowed');
      });
      expect(told).toEqual([]);
      expect(await bob.ask('rooms.view', { roomId })).toEqual(before);
    },
  );

  describe('the directory', () => {
    let house: Wings;
    let reader: Person;
    let expected: { id: RoomId; name: string }[];
    beforeAll(async () => {
      house = createWings(await open());
      reader = await house.signUp('Rita');
      const owner = await house.signUp('Olga');
      // Many of one name lie across the pages' edges.
      const names = Array.from({ length: 125 }, (_, index) =>
        index < 70 ? 'Same' : ['Zoo', 'apple', 'Éclair', '🌷', '\uff5e'][index % 5]!,
      );
      const rooms = await Promise.all(names.map((name) => house.roomOf(owner, [], name)));
      await Promise.all(['Hidden', 'Same'].map((name) => house.roomOf(owner, [], name, 'private')));
      const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
      expected = rooms.map(({ id, name }) => ({ id, name })).toSorted((a, b) => byCodePoint(a.name, b.name) || byCodePoint(a.id, b.id));
    });

    it('is paged by name, without overlap or loss, and shows no private room', async () => {
      const seen: { id: RoomId; name: string }[] = [];
      const sizes: number[] = [];
      for (let hasMore = true; hasMore;) {
        const after = seen.at(-1);
        const page = await reader.ask('rooms.directory', after ? { after } : {});
        sizes.push(page.cards.length);
        seen.push(...page.cards.map(({ room: { id, name } }) => ({ id, name })));
        hasMore = page.hasMore;
      }
      expect(sizes).toEqual([LIMITS.directoryPage, LIMITS.directoryPage, 25]);
      expect(seen).toEqual(expected);
    });

    it('goes on after a card that is gone', async () => {
      const page = await reader.ask('rooms.directory', { after: { name: 'Samf', id: newId() } });
      expect(page.cards[0]?.room.name).toBe('Zoo');
    });
  });
});

it('the limit of rooms holds for one account, however they are entered', async () => {
  const database = openSqlite(':memory:');
  onTestFinished(() => database.close());
  await migrate(database);
  const wings = createWings(database);
  const [alice, bob] = [await wings.signUp('Alice'), await wings.signUp('Bob')];
  const spare = await wings.roomOf(bob);
  const theirs = await wings.roomOf(bob);
  await alice.ask('rooms.join', { roomId: theirs.id });
  const make = () => wings.roomOf(alice, [], 'One of many');
  let made = 1;
  while (made < LIMITS.roomsPerAccount - 1) {
    const some = Math.min(100, LIMITS.roomsPerAccount - 1 - made);
    await Promise.all(Array.from({ length: some }, make));
    made += some;
  }
  await make();
  expect(await refusalOf(make())).toBe('full');
  expect(await refusalOf(alice.ask('rooms.join', { roomId: spare.id }))).toBe('full');
  expect(await refusalOf(bob.ask('rooms.add-member', { roomId: spare.id, accountId: alice.id }))).toBe('full');
  // Where one is already is no new place.
  expect((await alice.ask('rooms.join', { roomId: theirs.id })).summary.role).toBe('member');
  await bob.ask('rooms.add-member', { roomId: theirs.id, accountId: alice.id });
  await alice.ask('rooms.leave', { roomId: theirs.id });
  await alice.ask('rooms.join', { roomId: spare.id });
});

// Rooms through their handlers, on every database: what each request does, and that asking again does nothing more.
import { beforeAll, describe, expect, it } from 'vitest';
import { memberOf, RIGHTS } from '../../protocol/samples.testing.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { toReply } from '../gateway/replies.ts';
import { newId } from '../ids.ts';
import { silentLog } from '../log.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, newKey, refusalOf, type Person, type Published, type Wings } from '../wings.testing.ts';

/** `rooms.renamed 3` for events of a room, `Bob: rooms.entered` for those of an account, in the order they were told. */
const read = (told: Published[], people: Person[]): string[] =>
  told.map((line) => {
    if (line.to === 'room')
      return line.message.kind === 'event' ? `${line.message.placed.event} ${line.message.placed.seq}` : line.message.kind;
    const name = people.find(({ id }) => id === line.accountId)?.name ?? '?';
    return `${name}: ${line.message.kind === 'event' ? line.message.event.event : line.message.kind}`;
  });

eachDatabase('rooms', ({ open }) => {
  let wings: Wings;
  let people: Person[];
  let alice: Person;
  let bob: Person;
  let carol: Person;
  beforeAll(async () => {
    wings = createWings(await open());
    people = await Promise.all(['Alice', 'Bob', 'Carol'].map((name) => wings.signUp(name)));
    [alice, bob, carol] = people as [Person, Person, Person];
  });
  const telling = async (work: () => Promise<unknown>) => read(await wings.during(work), people).toSorted();
  const namesIn = async (roomId: RoomId) => (await alice.ask('rooms.view', { roomId })).view.members.map(({ account }) => account.name);

  describe('making one', () => {
    it('makes its maker the owner and only member, who has nothing unread', async () => {
      let room: { id: RoomId } | undefined;
      const told = await telling(async () => {
        const { summary } = await alice.ask('rooms.create', { name: 'Making', visibility: 'public' });
        room = summary.room;
        expect(summary).toEqual({
          room: {
            id: summary.room.id,
            slug: 'making',
            name: 'Making',
            visibility: 'public',
            isLocked: false,
            createdAt: wings.clock.now(),
          },
          seq: 1,
          role: 'owner',
          rights: RIGHTS,
          sinceSeq: 0,
          readSeq: 1,
          unread: 0,
          call: null,
          lobby: [],
        });
      });
      expect(told).toEqual(['Alice: rooms.entered', 'rooms.member-joined 1']);
      const { view } = await alice.ask('rooms.view', { roomId: room!.id });
      expect(view.members).toEqual([memberOf(alice.id, 'owner', 'Alice')]);
      expect(view.messages).toEqual([]);
    });

    it('of a name that is there already gives it an address of its own', async () => {
      const slugs = await Promise.all(Array.from({ length: 5 }, async () => (await wings.roomOf(alice, [], 'Twice')).slug));
      expect(new Set(slugs).size).toBe(5);
      expect(slugs.filter((slug) => slug === 'twice')).toHaveLength(1);
      for (const slug of slugs) {
        expect(slug).toMatch(/^twice(-[a-z2-9]{4})?$/);
        expect((await bob.ask('rooms.find', { slug })).card.room.slug).toBe(slug);
      }
    });
  });

  describe('a name', () => {
    it.each([
      ['nothing', ''],
      ['spaces alone', ' \t\n '],
      ['a NUL', 'Gar\u0000den'],
      ['an escape', 'Gar\u001b[31mden'],
      ['text that runs backwards', 'Garden\u202egnp.exe'],
      ['a zero-width space', 'Gar\u200bden'],
      ['an isolate', 'Gar\u2066den'],
      ['half a character', 'Garden \ud83c'],
      ['a character of nobody', 'Garden \ue000'],
    ])('with %s is refused', async (_what, name) => {
      expect(await refusalOf(alice.ask('rooms.create', { name, visibility: 'public' }))).toBe('bad-request');
    });

    it.each([
      ['trimmed', '  Garden\u00a0', 'Garden'],
      ['on one line', 'The\n old\t\u2003 garden', 'The old garden'],
      ['composed', 'Cafe\u0301', 'Café'],
      ['kept with emoji', 'Family 👨‍👩‍👧 🏳️‍🌈', 'Family 👨‍👩‍👧 🏳️‍🌈'],
      ['kept as markup', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
      ['kept at its longest', 'x'.repeat(LIMITS.roomName), 'x'.repeat(LIMITS.roomName)],
    ])('is %s', async (_what, name, kept) => {
      const room = await wings.roomOf(alice, [], name);
      expect(room.name).toBe(kept);
      expect((await alice.ask('rooms.view', { roomId: room.id })).view.room).toEqual(room);
    });

    it('that is too long is refused', async () => {
      expect(await refusalOf(alice.ask('rooms.create', { name: 'x'.repeat(LIMITS.roomName + 1), visibility: 'public' }))).toBe('too-long');
    });
  });

  describe('joining', () => {
    it('shows everybody who came; asking again changes nothing and gets the same answer', async () => {
      const { id: roomId } = await wings.roomOf(alice);
      const told = await telling(() => bob.ask('rooms.join', { roomId }));
      expect(told).toEqual(['Bob: rooms.entered', 'rooms.member-joined 2']);
      expect(await namesIn(roomId)).toEqual(['Alice', 'Bob']);
      const { summary } = await bob.ask('rooms.join', { roomId });
      expect(summary).toMatchObject({ seq: 2, role: 'member', readSeq: 2, unread: 0 });
      expect(await telling(() => bob.ask('rooms.join', { roomId }))).toEqual([]);
      expect((await alice.ask('rooms.join', { roomId })).summary).toMatchObject({ role: 'owner', seq: 2 });
    });

    it('by one person ten times at once is one joining', async () => {
      const { id: roomId } = await wings.roomOf(alice);
      const told = await telling(() => Promise.all(Array.from({ length: 10 }, () => bob.ask('rooms.join', { roomId }))));
      expect(told).toEqual(['Bob: rooms.entered', 'rooms.member-joined 2']);
    });
  });

  describe('leaving', () => {
    it('O3: is not for the owner', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob]);
      expect(await refusalOf(alice.ask('rooms.leave', { roomId }))).toBe('not-allowed');
      expect(await namesIn(roomId)).toEqual(['Alice', 'Bob']);
    });

    it('takes one off the list; leaving again is no error; coming back counts what came before as read', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob]);
      expect(await telling(() => bob.ask('rooms.leave', { roomId }))).toEqual(['Bob: rooms.exited', 'rooms.member-left 3']);
      expect(await telling(() => bob.ask('rooms.leave', { roomId }))).toEqual([]);
      expect(await refusalOf(bob.ask('rooms.view', { roomId }))).toBe('not-found');
      await alice.ask('chat.post', { roomId, key: newKey(), text: 'Is anybody here?' });
      const { summary } = await bob.ask('rooms.join', { roomId });
      expect(summary).toMatchObject({ seq: 5, readSeq: 5, unread: 0 });
      expect((await bob.ask('rooms.view', { roomId })).view.messages).toHaveLength(1);
    });
  });

  describe('adding somebody', () => {
    it('lets them in and tells them; adding them again does nothing', async () => {
      const { id: roomId } = await wings.roomOf(alice, [], 'Secret', 'private');
      const add = () => alice.ask('rooms.add-member', { roomId, accountId: bob.id });
      expect(await telling(add)).toEqual(['Bob: rooms.entered', 'rooms.member-joined 2']);
      expect(await telling(add)).toEqual([]);
      expect((await bob.ask('rooms.view', { roomId })).view.members).toHaveLength(2);
      expect(await refusalOf(alice.ask('rooms.add-member', { roomId, accountId: newId() }))).toBe('not-found');
    });
  });

  describe('renaming', () => {
    it('O2: is for the owner, and keeps the address', async () => {
      const room = await wings.roomOf(alice, [bob], 'Before');
      expect(await telling(() => alice.ask('rooms.rename', { roomId: room.id, name: ' After ' }))).toEqual(['rooms.renamed 3']);
      expect((await bob.ask('rooms.find', { slug: room.slug })).card.room).toEqual({ ...room, name: 'After' });
    });
  });

  describe('deleting', () => {
    it('tells every member, and leaves nothing behind', async () => {
      const room = await wings.roomOf(alice, [bob, carol], 'Doomed');
      await bob.ask('chat.post', { roomId: room.id, key: newKey(), text: 'Oh no' });
      const told = await telling(() => alice.ask('rooms.delete', { roomId: room.id }));
      expect(told).toEqual(['Alice: rooms.exited', 'Bob: rooms.exited', 'Carol: rooms.exited', 'closed']);
      for (const person of people) {
        expect(await refusalOf(person.ask('rooms.view', { roomId: room.id }))).toBe('not-found');
        expect(await refusalOf(person.ask('rooms.find', { slug: room.slug }))).toBe('not-found');
      }
      expect(await refusalOf(alice.ask('rooms.delete', { roomId: room.id }))).toBe('not-found');
      expect((await wings.roomOf(alice, [], 'Doomed')).slug).toBe(room.slug);
    });

    it('at the same moment as everything else ends in an answer or a refusal for each, and in no room', async () => {
      for (let round = 0; round < 5; round++) {
        const { id: roomId } = await wings.roomOf(alice, [bob], `Busy ${round}`);
        const work = [
          bob.ask('chat.post', { roomId, key: newKey(), text: 'Hello' }),
          carol.ask('rooms.join', { roomId }),
          alice.ask('rooms.delete', { roomId }),
          alice.ask('rooms.rename', { roomId, name: 'Busier' }),
          bob.ask('rooms.leave', { roomId }),
          bob.ask('chat.mark-read', { roomId, seq: 2 }),
          alice.ask('chat.post', { roomId, key: newKey(), text: 'Hello' }),
          carol.ask('rooms.join', { roomId }),
        ];
        const answer = (asked: Promise<unknown>) =>
          asked.then(
            () => 'done',
            (error: unknown) => toReply(error, silentLog, 'a test').code,
          );
        const outcomes = await Promise.all(work.map(answer));
        expect(['done', 'not-found']).toEqual(expect.arrayContaining([...new Set(outcomes)]));
        expect(outcomes[2]).toBe('done');
        expect(await refusalOf(alice.ask('rooms.view', { roomId }))).toBe('not-found');
      }
    });
  });

  it('the first room is made once, and not again when it is deleted', async () => {
    const house = createWings(await open());
    await house.rooms.openFirstRoom('Lounge');
    await house.rooms.openFirstRoom('Lounge');
    const owner = await house.signUp('Olga');
    const other = await house.signUp('Otto');
    const { cards } = await other.ask('rooms.directory', {});
    expect(cards).toMatchObject([{ room: { slug: 'lounge', name: 'Lounge', visibility: 'public' }, memberCount: 2, isMember: true }]);
    const roomId = cards[0]!.room.id;
    expect(await refusalOf(other.ask('rooms.delete', { roomId }))).toBe('not-allowed');
    await owner.ask('rooms.delete', { roomId });
    await house.rooms.openFirstRoom('Lounge');
    const late = await house.signUp('Lena');
    expect((await late.ask('rooms.directory', {})).cards).toEqual([]);
  });
});

// What people say of themselves, through the handlers, on every database: who is told of it, and who is not.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import { accountOf, PROFILE } from '../../protocol/samples.testing.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, newKey, refusalOf, type Body, type Person, type Published, type Wings } from '../wings.testing.ts';

const MINUTE_MS = 60_000;

eachDatabase('profiles', ({ open }) => {
  let wings: Wings;
  let alice: Person;
  let bob: Person;
  beforeAll(async () => {
    wings = createWings(await open());
    alice = await wings.signUp('Alice');
    bob = await wings.signUp('Bob');
  });
  // Nobody has changed anything too often.
  beforeEach(() => wings.clock.advance(60 * MINUTE_MS));

  const wish = (over: Partial<Body<'accounts.change-profile'>> = {}): Body<'accounts.change-profile'> => ({
    name: 'Bob',
    about: '',
    pronouns: '',
    timeZone: null,
    ...over,
  });
  const say = (person: Person, roomId: RoomId) => person.ask('chat.post', { roomId, key: newKey(), text: 'Hello' });
  const toRooms = (told: Published[]) =>
    told.flatMap((line) => (line.to === 'room' && line.message.kind === 'event' ? [{ roomId: line.roomId, ...line.message.placed }] : []));
  const toAccounts = (told: Published[]) =>
    told.flatMap((line) => (line.to === 'account' && line.message.kind === 'event' ? [{ to: line.accountId, ...line.message.event }] : []));

  describe('P20: a change is told', () => {
    it('to every browser of theirs, and in the rooms that they are in, with what members see', async () => {
      const rooms = [await wings.roomOf(alice, [bob]), await wings.roomOf(bob)];
      await wings.roomOf(alice);
      const about = { about: 'Grows leeks', pronouns: 'he/him', timeZone: 'Europe/Berlin' };
      let me: unknown;
      const told = await wings.during(async () => {
        ({ me } = await bob.ask('accounts.change-profile', wish({ name: 'Robert', ...about })));
      });
      expect(me).toMatchObject({ id: bob.id, name: 'Robert', profile: { ...about, status: null } });
      expect(toAccounts(told)).toEqual([{ to: bob.id, event: 'accounts.own-changed', body: { me } }]);
      const body = { account: accountOf(bob.id, 'Robert'), profile: { ...about, status: null } };
      expect(toRooms(told)).toEqual(
        rooms
          .map(({ id }) => id)
          .toSorted()
          .map((roomId) => ({ roomId, seq: expect.any(Number) as number, event: 'rooms.account-changed', body })),
      );
      expect(await wings.rooms.eventsAfter(rooms[0]!.id, 2, 10)).toMatchObject([{ event: 'rooms.account-changed', body }]);
    });

    it('where they said something and are no more, and there without what members alone see', async () => {
      const room = await wings.roomOf(alice, [bob]);
      await say(bob, room.id);
      await bob.ask('rooms.leave', { roomId: room.id });
      const about = { about: 'For members', pronouns: 'he/him' };
      const told = await wings.during(() => bob.ask('accounts.change-profile', wish({ name: 'Bobby', ...about })));
      const [there] = toRooms(told).filter(({ roomId }) => roomId === room.id);
      expect(there).toMatchObject({ body: { account: { name: 'Bobby' }, profile: PROFILE } });
      const { view } = await alice.ask('rooms.view', { roomId: room.id });
      expect(view.messages[0]!.author.name).toBe('Bobby');
      // Their card is nobody's there.
      const quiet = await wings.during(() => bob.ask('accounts.change-profile', wish({ name: 'Bobby', about: 'Something else' })));
      expect(toRooms(quiet).filter(({ roomId }) => roomId === room.id)).toEqual([]);
      expect(toAccounts(quiet)).toHaveLength(1);
    });

    it('nowhere and to nobody when nothing has changed', async () => {
      await wings.roomOf(alice, [bob]);
      const same = wish({ name: 'Bob', about: 'Same', timeZone: 'UTC' });
      const status = { text: 'Same', emoji: '🌿', until: null };
      await bob.ask('accounts.change-profile', same);
      await bob.ask('accounts.set-status', { status });
      const told = await wings.during(async () => {
        await bob.ask('accounts.change-profile', same);
        await bob.ask('accounts.set-status', { status });
      });
      expect(told).toEqual([]);
    });

    it('in more rooms than are held at once, in each once', async () => {
      const many = createWings(await open());
      const dora = await many.signUp('Dora');
      const roomIds: RoomId[] = [];
      for (let index = 0; index < 130; index++) roomIds.push((await many.roomOf(dora, [], `Room ${index}`)).id);
      const told = toRooms(await many.during(() => dora.ask('accounts.change-profile', wish({ name: 'Theodora' }))));
      expect(told.map(({ roomId }) => roomId).toSorted()).toEqual(roomIds.toSorted());
    });
  });

  it('P20: two windows that change two things at once take nothing back from each other', async () => {
    // In no room, so that nothing but the account itself holds them apart.
    const lone = await wings.signUp('Lone');
    for (let round = 0; round < 10; round++) {
      const status = { text: `Status ${round}`, emoji: '', until: null };
      await Promise.all([
        lone.ask('accounts.change-profile', wish({ about: `Round ${round}` })),
        lone.ask('accounts.set-status', { status }),
      ]);
      const { me } = await lone.ask('accounts.change-profile', wish({ about: `Round ${round}` }));
      expect(me.profile).toMatchObject({ about: `Round ${round}`, status });
      wings.clock.advance(10 * MINUTE_MS);
    }
  });

  it('P20: somebody who joins while they change is told of as they are, in the end', async () => {
    const room = await wings.roomOf(alice);
    for (let round = 0; round < 5; round++) {
      const told = await wings.during(() =>
        Promise.all([bob.ask('rooms.join', { roomId: room.id }), bob.ask('accounts.change-profile', wish({ name: `Bob ${round}` }))]),
      );
      const last = toRooms(told)
        .filter(({ roomId }) => roomId === room.id)
        .toSorted((a, b) => a.seq - b.seq)
        .at(-1)!;
      const shown =
        last.event === 'rooms.member-joined' ? last.body.member.account : last.event === 'rooms.account-changed' && last.body.account;
      expect(shown).toMatchObject({ name: `Bob ${round}` });
      await bob.ask('rooms.leave', { roomId: room.id });
    }
  });

  describe('P21: a status', () => {
    it('is shown to members, and to those who come', async () => {
      const room = await wings.roomOf(alice, [bob]);
      const status = { text: 'In the garden', emoji: '🌿', until: wings.clock.now() + MINUTE_MS };
      await bob.ask('accounts.set-status', { status });
      const { view } = await alice.ask('rooms.view', { roomId: room.id });
      expect(view.members.find(({ account }) => account.id === bob.id)!.profile.status).toEqual(status);
    });

    it('that is over already is none', async () => {
      await bob.ask('accounts.set-status', { status: { text: 'Now', emoji: '', until: null } });
      const { me } = await bob.ask('accounts.set-status', { status: { text: 'Then', emoji: '', until: wings.clock.now() } });
      expect(me.profile.status).toBeNull();
    });

    it.each([
      ['nothing', { text: ' ', emoji: '' }, 'bad-request'],
      ['a word for an emoji', { text: '', emoji: 'Admin' }, 'bad-request'],
      ['two', { text: '', emoji: '🌿🌿' }, 'bad-request'],
      ['what turns the text around', { text: 'a\u202eb', emoji: '' }, 'bad-request'],
      ['too much', { text: 'x'.repeat(LIMITS.statusText + 1), emoji: '' }, 'too-long'],
    ])('is not %s', async (_what, status, code) => {
      expect(await refusalOf((async () => bob.ask('accounts.set-status', { status: { ...status, until: null } }))())).toBe(code);
    });
  });

  it.each([
    ['no name', { name: '  ' }, 'bad-request'],
    ['a name that hides something', { name: 'Al\u200bice' }, 'bad-request'],
    ['a time zone that is none', { timeZone: 'Garden/Shed' }, 'bad-request'],
    ['too long a line', { about: 'x'.repeat(LIMITS.about + 1) }, 'too-long'],
  ])('a profile has not %s', async (_what, over, code) => {
    expect(await refusalOf((async () => bob.ask('accounts.change-profile', wish(over)))())).toBe(code);
  });

  it('P22: whoever changes on and on waits, the longer the more rooms are told', async () => {
    const fresh = createWings(await open());
    const carol = await fresh.signUp('Carol');
    for (let index = 0; index < 20; index++) await fresh.roomOf(carol, [], `Room ${index}`);
    const change = (count: number) => carol.ask('accounts.change-profile', wish({ name: `Carol ${count}` }));
    let done = 0;
    const told = await fresh.during(async () => {
      for (let minute = 0; minute < 10; minute++) {
        for (;;) {
          const next = change(done + 1);
          if ((await Promise.allSettled([next]))[0].status === 'rejected') {
            expect(await refusalOf(next)).toBe('too-many');
            break;
          }
          done++;
        }
        fresh.clock.advance(MINUTE_MS);
      }
    });
    const events = toRooms(told).length;
    expect(done).toBeGreaterThan(50);
    expect(events).toBeLessThan(600 + 10 * 5 * 60);
  });
});

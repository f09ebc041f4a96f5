// Removing, banning and locking, on every database: who may, what becomes of the one concerned, and what is left in the trail.
import { beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../protocol/errors.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { joinCall } from '../law.cast.testing.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, newKey, PASSWORD, refusalOf, type Body, type Person, type Wings } from '../wings.testing.ts';
import { hashNetwork } from './letting-in.ts';
import { inShort } from './told.testing.ts';

eachDatabase('moderation', ({ open }) => {
  const secret = 'the secret of this house';
  let wings: Wings;
  let people: Person[];
  let alice: Person;
  let bob: Person;
  let carol: Person;
  let dan: Person;
  beforeAll(async () => {
    wings = createWings(await open(), { secret });
    people = await Promise.all(['Alice', 'Bob', 'Carol', 'Dan'].map((name) => wings.signUp(name)));
    [alice, bob, carol, dan] = people as [Person, Person, Person, Person];
  });
  const telling = async (work: () => Promise<unknown>) => inShort(await wings.during(work), people);
  const namesIn = async (roomId: RoomId) => (await alice.ask('rooms.view', { roomId })).view.members.map(({ account }) => account.name);
  const whom = (roomId: RoomId, person: Person) => ({ roomId, accountId: person.id });
  const trail = async (roomId: RoomId) => {
    const rows = await wings.database.db.selectFrom('audit').selectAll().where('roomId', '=', roomId).orderBy('id').execute();
    const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name ?? id;
    return rows.map(({ action, actorId, subjectId, details }) => [
      action,
      nameOf(actorId),
      nameOf(subjectId),
      JSON.parse(details) as unknown,
    ]);
  };
  /** Alice’s, with Bob as a moderator and Carol. */
  const moderated = async (visibility: 'public' | 'private' = 'public') => {
    const room = await wings.roomOf(alice, [bob, carol], 'Garden', visibility);
    await alice.ask('rooms.set-role', { ...whom(room.id, bob), role: 'moderator' });
    return room;
  };

  describe('removing', () => {
    it('O8: takes somebody out and tells them why; asking again does nothing; they may come back', async () => {
      const { id: roomId } = await moderated();
      expect(await telling(() => bob.ask('rooms.remove-member', whom(roomId, carol)))).toEqual([
        'Carol: rooms.exited removed',
        'rooms.member-left 5',
      ]);
      expect(await telling(() => bob.ask('rooms.remove-member', whom(roomId, carol)))).toEqual([]);
      expect(await namesIn(roomId)).toEqual(['Alice', 'Bob']);
      expect((await carol.ask('rooms.join', { roomId })).summary.role).toBe('member');
    });

    it('A12: after it nothing more can be read, nor said again: view, history, marks, what was posted, the way to a private room', async () => {
      const room = await moderated('private');
      const roomId = room.id;
      const said = { roomId, key: newKey(), text: 'I was here' };
      await carol.ask('chat.post', said);
      await bob.ask('rooms.remove-member', whom(roomId, carol));
      await alice.ask('chat.post', { roomId, key: newKey(), text: 'Now that she is gone' });
      const asked = [
        () => carol.ask('rooms.view', { roomId }),
        () => carol.ask('rooms.find', { slug: room.slug }),
        () => carol.ask('rooms.join', { roomId }),
        () => carol.ask('chat.history', { roomId }),
        () => carol.ask('chat.history', { roomId, after: 0 }),
        () => carol.ask('chat.mark-read', { roomId, seq: 9 }),
        // The key is known, and its answer was stored: it is not given again.
        () => carol.ask('chat.post', said),
        () => carol.ask('rooms.rename', { roomId, name: 'Mine' }),
        () => carol.ask('rooms.bans', { roomId }),
      ];
      for (const ask of asked) expect(await refusalOf(ask())).toBe('not-found');
      expect((await wings.rooms.summaries(carol.id)).map(({ room }) => room.id)).not.toContain(roomId);
    });

    it('A3, O8: is for moderators, and of those below them', async () => {
      const { id: roomId } = await moderated();
      await alice.ask('rooms.add-member', whom(roomId, dan));
      await alice.ask('rooms.set-role', { ...whom(roomId, dan), role: 'moderator' });
      const wrong: [Person, Person][] = [
        [carol, carol],
        [carol, bob],
        [carol, alice],
        [bob, bob],
        [bob, dan],
        [bob, alice],
        [alice, alice],
      ];
      const told = await wings.during(async () => {
        for (const [by, other] of wrong) {
          for (const verb of ['rooms.remove-member', 'rooms.ban'] as const) {
            expect(await refusalOf(by.ask(verb, whom(roomId, other))), `${by.name}: ${verb} ${other.name}`).toBe('not-allowed');
          }
        }
      });
      expect(told).toEqual([]);
      expect(await namesIn(roomId)).toEqual(['Alice', 'Bob', 'Dan', 'Carol']);
      expect((await alice.ask('rooms.bans', { roomId })).accounts).toEqual([]);
    });
  });

  describe('banning', () => {
    it('O9: takes somebody out, and they come in by no way until it is taken back', async () => {
      const room = await moderated();
      const roomId = room.id;
      expect(await telling(() => bob.ask('rooms.ban', whom(roomId, carol)))).toEqual(['Carol: rooms.exited banned', 'rooms.member-left 5']);
      expect(await telling(() => bob.ask('rooms.ban', whom(roomId, carol)))).toEqual([]);
      expect(await refusalOf(carol.ask('rooms.join', { roomId }))).toBe('banned');
      expect(await refusalOf(alice.ask('rooms.add-member', whom(roomId, carol)))).toBe('banned');
      // The directory shows it to everybody, to her as well; its inside is not there for her.
      expect((await carol.ask('rooms.find', { slug: room.slug })).card.isMember).toBe(false);
      expect(await refusalOf(carol.ask('rooms.view', { roomId }))).toBe('not-found');
      expect((await bob.ask('rooms.bans', { roomId })).accounts).toEqual([expect.objectContaining({ id: carol.id, name: 'Carol' })]);
      await bob.ask('rooms.unban', whom(roomId, carol));
      await bob.ask('rooms.unban', whom(roomId, carol));
      expect((await bob.ask('rooms.bans', { roomId })).accounts).toEqual([]);
      await carol.ask('rooms.join', { roomId });
    });

    it('O9: is also of somebody who was never in; a private room stays one that is not there', async () => {
      const room = await moderated('private');
      expect(await telling(() => bob.ask('rooms.ban', whom(room.id, dan)))).toEqual([]);
      expect(await refusalOf(dan.ask('rooms.join', { roomId: room.id }))).toBe('not-found');
      expect(await refusalOf(dan.ask('rooms.find', { slug: room.slug }))).toBe('not-found');
      expect(await refusalOf(alice.ask('rooms.add-member', whom(room.id, dan)))).toBe('banned');
      expect(await refusalOf(bob.ask('rooms.ban', { roomId: room.id, accountId: newId() }))).toBe('not-found');
    });

    it('O9: ends the wait of somebody who waits', async () => {
      const { id: roomId } = await moderated('private');
      await wings.database.db.insertInto('lobby').values({ roomId, accountId: dan.id, invitationId: null, askedAt: 7 }).execute();
      const told = await wings.during(() => bob.ask('rooms.ban', whom(roomId, dan)));
      const [first, ...rest] = inShort(told, people);
      expect([first, ...rest.toSorted()]).toEqual(['Dan: rooms.waited', 'Alice: rooms.lobby-changed', 'Bob: rooms.lobby-changed']);
      expect(told[0]).toMatchObject({ message: { event: { body: { roomId, outcome: 'turned-away' } } } });
      expect((await bob.ask('rooms.view', { roomId })).view.lobby).toEqual([]);
    });

    it('O9: is of one room alone', async () => {
      const [one, other] = [await moderated(), await moderated()];
      await bob.ask('rooms.ban', whom(one.id, carol));
      expect((await carol.ask('rooms.join', { roomId: other.id })).summary.role).toBe('member');
      await bob.ask('rooms.unban', whom(other.id, carol));
      expect(await refusalOf(carol.ask('rooms.join', { roomId: one.id }))).toBe('banned');
    });

    it('O9: at the same moment as coming in ends outside, whichever came first', async () => {
      for (let round = 0; round < 5; round++) {
        const { id: roomId } = await moderated();
        await Promise.allSettled([
          dan.ask('rooms.join', { roomId }),
          bob.ask('rooms.ban', whom(roomId, dan)),
          dan.ask('rooms.join', { roomId }),
          alice.ask('rooms.add-member', whom(roomId, dan)),
        ]);
        expect(await namesIn(roomId)).toEqual(['Alice', 'Bob', 'Carol']);
      }
    });

    it('O10: of a guest remembers where they came from, under a key; of others it does not', async () => {
      const { id: roomId } = await moderated();
      const guest = await wings.signUp('Gwen');
      await wings.database.db.updateTable('accounts').set({ role: 'guest' }).where('id', '=', guest.id).execute();
      await bob.ask('rooms.ban', whom(roomId, guest));
      await bob.ask('rooms.ban', whom(roomId, carol));
      const rows = await wings.database.db.selectFrom('bans').selectAll().where('roomId', '=', roomId).execute();
      const hashOf = (person: Person) => rows.find(({ accountId }) => accountId === person.id)?.networkHash;
      // Where wings.testing.ts has everybody come from.
      expect(hashOf(guest)).toBe(hashNetwork(secret, '192.0.2.1'));
      expect(hashOf(guest)).not.toBe(hashNetwork('another secret', '192.0.2.1'));
      expect(hashOf(guest)).toMatch(/^[0-9a-f]{64}$/);
      expect(hashOf(carol)).toBe(null);
      expect(JSON.stringify(rows)).not.toContain('192.0.2');
    });

    it('O10: of a guest who makes an account, and deletes it, remembers it still', async () => {
      const { id: roomId } = await moderated();
      const guest = await wings.signUp('Gwen');
      await wings.database.db.updateTable('accounts').set({ role: 'guest' }).where('id', '=', guest.id).execute();
      await bob.ask('rooms.ban', whom(roomId, guest));
      await bob.ask('rooms.ban', whom(roomId, await wings.signUp('Gone')));
      const gone = (await bob.ask('rooms.bans', { roomId })).accounts.find(({ name }) => name === 'Gone')!;
      await wings.database.db.updateTable('accounts').set({ role: 'member' }).where('id', '=', guest.id).execute();
      await wings.visit('delete', { password: PASSWORD }, guest.cookie);
      const hashes = await wings.database.db.selectFrom('bans').select('networkHash').where('roomId', '=', roomId).execute();
      expect(new Set(hashes.map(({ networkHash }) => networkHash))).toEqual(new Set([hashNetwork(secret, '192.0.2.1'), null]));
      // There for a moderator to take back.
      expect((await bob.ask('rooms.bans', { roomId })).accounts).toMatchObject([gone, { id: guest.id, kind: 'deleted', name: '' }]);
    });

    it('A3, A15: its list, and taking it back, are for moderators', async () => {
      const { id: roomId } = await moderated();
      await bob.ask('rooms.ban', whom(roomId, dan));
      expect(await refusalOf(carol.ask('rooms.bans', { roomId }))).toBe('not-allowed');
      expect(await refusalOf(carol.ask('rooms.unban', whom(roomId, dan)))).toBe('not-allowed');
      expect(await refusalOf(dan.ask('rooms.bans', { roomId }))).toBe('not-found');
      expect(await refusalOf(dan.ask('rooms.unban', whom(roomId, dan)))).toBe('not-allowed');
      expect(await refusalOf(dan.ask('rooms.join', { roomId }))).toBe('banned');
    });
  });

  describe('locking', () => {
    it('O11: keeps newcomers out, whoever is in stays in, and a moderator still brings somebody in', async () => {
      const { id: roomId } = await moderated();
      expect(await telling(() => bob.ask('rooms.lock', { roomId, isLocked: true }))).toEqual(['rooms.locked 5']);
      expect(await telling(() => bob.ask('rooms.lock', { roomId, isLocked: true }))).toEqual([]);
      expect((await carol.ask('rooms.view', { roomId })).view.room.isLocked).toBe(true);
      expect((await carol.ask('rooms.join', { roomId })).summary.room.isLocked).toBe(true);
      await carol.ask('chat.post', { roomId, key: newKey(), text: 'Cosy' });
      expect(await refusalOf(dan.ask('rooms.join', { roomId }))).toBe('locked');
      expect((await dan.ask('rooms.directory', {})).cards.find(({ room }) => room.id === roomId)?.room.isLocked).toBe(true);
      await bob.ask('rooms.add-member', whom(roomId, dan));
      await dan.ask('rooms.leave', { roomId });
      expect(await refusalOf(dan.ask('rooms.join', { roomId }))).toBe('locked');
      await bob.ask('rooms.lock', { roomId, isLocked: false });
      await dan.ask('rooms.join', { roomId });
    });

    it('A3, O11: is for moderators', async () => {
      const { id: roomId } = await moderated();
      expect(await refusalOf(carol.ask('rooms.lock', { roomId, isLocked: true }))).toBe('not-allowed');
      expect(await refusalOf(dan.ask('rooms.lock', { roomId, isLocked: true }))).toBe('not-allowed');
      await dan.ask('rooms.join', { roomId });
    });
  });

  it('O2: moderators rename and add; the owner alone deletes', async () => {
    const { id: roomId } = await moderated();
    await bob.ask('rooms.rename', { roomId, name: 'Bobs' });
    await bob.ask('rooms.add-member', whom(roomId, dan));
    expect(await refusalOf(bob.ask('rooms.delete', { roomId }))).toBe('not-allowed');
    expect(await refusalOf(carol.ask('rooms.rename', { roomId, name: 'Mine' }))).toBe('not-allowed');
    expect(await refusalOf(carol.ask('rooms.add-member', whom(roomId, dan)))).toBe('not-allowed');
    await alice.ask('rooms.delete', { roomId });
  });

  it('O12: what was done is in the trail once, with who did it to whom; what was refused or changed nothing is not', async () => {
    const { id: roomId } = await wings.roomOf(alice, [bob, carol]);
    const rights = { maySpeak: false, mayShare: true };
    const deeds: (() => Promise<unknown>)[] = [
      () => alice.ask('rooms.set-role', { ...whom(roomId, bob), role: 'moderator' }),
      () => bob.ask('rooms.set-rights', { ...whom(roomId, carol), rights }),
      () => bob.ask('rooms.remove-member', whom(roomId, carol)),
      () => bob.ask('rooms.ban', whom(roomId, dan)),
      () => refusalOf(bob.ask('rooms.ban', whom(roomId, alice))),
      () => refusalOf(bob.ask('rooms.set-role', { ...whom(roomId, bob), role: 'owner' })),
      () => alice.ask('rooms.unban', whom(roomId, dan)),
      () => alice.ask('rooms.lock', { roomId, isLocked: true }),
      () => bob.ask('rooms.lock', { roomId, isLocked: false }),
    ];
    for (const deed of deeds) {
      wings.clock.advance(1);
      await deed();
      await deed();
    }
    wings.clock.advance(1);
    await alice.ask('rooms.set-role', { ...whom(roomId, bob), role: 'owner' });
    expect(await trail(roomId)).toEqual([
      ['rooms.role-changed', 'Alice', 'Bob', { from: 'member', to: 'moderator' }],
      ['rooms.rights-changed', 'Bob', 'Carol', { maySpeak: 'false', mayShare: 'true' }],
      ['rooms.member-removed', 'Bob', 'Carol', {}],
      ['rooms.banned', 'Bob', 'Dan', {}],
      ['rooms.unbanned', 'Alice', 'Dan', {}],
      ['rooms.locked', 'Alice', null, {}],
      ['rooms.unlocked', 'Bob', null, {}],
      ['rooms.role-changed', 'Alice', 'Bob', { from: 'moderator', to: 'owner' }],
    ]);
  });

  it('A11: everything at the moment the room is deleted ends in an answer or a refusal for each, and in no room', async () => {
    type Asked = [Person, () => Promise<unknown>];
    for (let round = 0; round < 6; round++) {
      const { id: roomId } = await moderated(round % 2 === 0 ? 'public' : 'private');
      const rights = { maySpeak: false, mayShare: false };
      const work: Asked[] = [
        [bob, () => bob.ask('chat.post', { roomId, key: newKey(), text: 'Hello' })],
        [bob, () => bob.ask('rooms.ban', whom(roomId, dan))],
        [bob, () => bob.ask('rooms.set-rights', { ...whom(roomId, carol), rights })],
        [alice, () => alice.ask('rooms.delete', { roomId })],
        [alice, () => alice.ask('rooms.set-role', { ...whom(roomId, bob), role: 'owner' })],
        [alice, () => alice.ask('rooms.set-role', { ...whom(roomId, carol), role: 'moderator' })],
        [bob, () => bob.ask('rooms.remove-member', whom(roomId, carol))],
        [bob, () => bob.ask('rooms.lock', { roomId, isLocked: true })],
        [bob, () => bob.ask('rooms.unban', whom(roomId, dan))],
        [bob, () => bob.ask('rooms.bans', { roomId })],
        [dan, () => dan.ask('rooms.join', { roomId })],
        [carol, () => carol.ask('rooms.view', { roomId })],
        [carol, () => carol.ask('rooms.leave', { roomId })],
        [carol, () => joinCall(carol, roomId)],
        [bob, () => bob.ask('calls.mute-all', { roomId })],
        [alice, () => joinCall(alice, roomId)],
        [alice, () => alice.ask('rooms.create', { name: 'Garden', visibility: 'public' } satisfies Body<'rooms.create'>)],
      ];
      // Another order each time.
      const turned = [...work.slice(round * 2), ...work.slice(0, round * 2)];
      const outcomes = await Promise.all(
        turned.map(([, ask]) =>
          ask().then(
            () => 'done',
            (error: Error) => (error instanceof Refusal ? error.code : String(error.stack)),
          ),
        ),
      );
      const foreseen = ['done', 'not-found', 'not-allowed', 'not-in-call', 'locked', 'banned'];
      expect(outcomes.filter((outcome) => !foreseen.includes(outcome))).toEqual([]);
      // Handed over before it was deleted: then it is the heir's to delete.
      await bob.ask('rooms.delete', { roomId }).catch(() => {});
      for (const person of people) expect(await refusalOf(person.ask('rooms.view', { roomId }))).toBe('not-found');
      expect(await wings.database.db.selectFrom('bans').selectAll().where('roomId', '=', roomId).execute()).toEqual([]);
      expect(wings.calls.callOf(roomId)).toBe(null);
      expect(wings.sfu.count()).toEqual({ calls: 0, transports: 0, tracks: 0, subscriptions: 0 });
    }
  });
});

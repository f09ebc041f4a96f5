// Roles and rights in a room, on every database: who is made what by whom, what is told of it, and that a room has one owner whatever happens.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../protocol/rooms.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, refusalOf, type Person, type Wings } from '../wings.testing.ts';
import { invite } from './inviting.testing.ts';
import { inShort } from './told.testing.ts';

eachDatabase('roles', ({ open }) => {
  let wings: Wings;
  let people: Person[];
  let alice: Person;
  let bob: Person;
  let carol: Person;
  let dan: Person;
  beforeAll(async () => {
    wings = createWings(await open());
    people = await Promise.all(['Alice', 'Bob', 'Carol', 'Dan'].map((name) => wings.signUp(name)));
    [alice, bob, carol, dan] = people as [Person, Person, Person, Person];
  });
  const telling = async (work: () => Promise<unknown>) => inShort(await wings.during(work), people);
  const setRole = (by: Person, roomId: RoomId, whom: Person, role: Exclude<Role, 'guest'>) =>
    by.ask('rooms.set-role', { roomId, accountId: whom.id, role });
  const setRights = (by: Person, roomId: RoomId, whom: Person, maySpeak: boolean, mayShare: boolean) =>
    by.ask('rooms.set-rights', { roomId, accountId: whom.id, rights: { maySpeak, mayShare } });
  const standings = async (by: Person, roomId: RoomId) =>
    Object.fromEntries(
      (await by.ask('rooms.view', { roomId })).view.members.map(({ account, role, rights }) => [account.name, { role, rights }]),
    );
  const rolesIn = async (roomId: RoomId) =>
    Object.fromEntries(Object.entries(await standings(bob, roomId)).map(([name, { role }]) => [name, role]));
  /** Somebody who came without an account. */
  const makeGuest = (person: Person) =>
    wings.database.db.updateTable('accounts').set({ role: 'guest' }).where('id', '=', person.id).execute();

  describe('a role', () => {
    it('O4: is the owner’s to give, and seen by all', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob, carol]);
      expect(await telling(() => setRole(alice, roomId, carol, 'moderator'))).toEqual([
        'rooms.member-changed 4',
        'Carol: rooms.lobby-changed',
      ]);
      expect(await rolesIn(roomId)).toEqual({ Alice: 'owner', Bob: 'member', Carol: 'moderator' });
      expect((await carol.ask('rooms.join', { roomId })).summary.role).toBe('moderator');
      expect(await telling(() => setRole(alice, roomId, carol, 'moderator'))).toEqual([]);
      expect(await telling(() => setRole(alice, roomId, carol, 'member'))).toEqual(['rooms.member-changed 5']);
      expect(await rolesIn(roomId)).toEqual({ Alice: 'owner', Bob: 'member', Carol: 'member' });
    });

    it('A3, O4: is given by nobody else, themselves included, whoever asks for what', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob, carol]);
      await setRole(alice, roomId, carol, 'moderator');
      const before = await standings(alice, roomId);
      const told = await wings.during(async () => {
        for (const asker of [bob, carol, dan]) {
          for (const whom of [alice, bob, carol, dan]) {
            for (const role of ['owner', 'moderator', 'member'] as const) {
              expect(await refusalOf(setRole(asker, roomId, whom, role)), `${asker.name} makes ${whom.name} ${role}`).toBe('not-allowed');
            }
          }
        }
        for (const role of ['owner', 'moderator', 'member'] as const) {
          expect(await refusalOf(setRole(alice, roomId, alice, role))).toBe('not-allowed');
          expect(await refusalOf(setRole(alice, roomId, dan, role))).toBe('not-found');
        }
      });
      expect(told).toEqual([]);
      expect(await standings(alice, roomId)).toEqual(before);
    });

    it('A3: is not what the asker says of themselves', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob, carol]);
      const body = { roomId, accountId: carol.id, role: 'moderator' as const };
      for (const extra of [{ by: alice.id }, { callerId: alice.id }, { ownRole: 'owner' }, { caller: { role: 'owner' } }]) {
        expect(await refusalOf(bob.ask('rooms.set-role', { ...body, ...extra }))).toBe('bad-request');
      }
      const asOwner = { ...bob.caller, role: 'owner' as const };
      // What somebody is in the house is nothing in a room.
      expect(await refusalOf(wings.ask(asOwner, 'rooms.set-role', body))).toBe('not-allowed');
      expect(await rolesIn(roomId)).toEqual({ Alice: 'owner', Bob: 'member', Carol: 'member' });
    });

    it('O6: of somebody without an account is guest, whatever the owner says', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob]);
      const guest = await wings.signUp('Gwen');
      await makeGuest(guest);
      await alice.ask('rooms.add-member', { roomId, accountId: guest.id });
      expect((await rolesIn(roomId))['Gwen']).toBe('guest');
      for (const role of ['owner', 'moderator', 'member'] as const) {
        expect(await refusalOf(setRole(alice, roomId, guest, role))).toBe('not-allowed');
      }
      expect(await rolesIn(roomId)).toEqual({ Alice: 'owner', Bob: 'member', Gwen: 'guest' });
    });

    it('A2: stays what it is when somebody joins, whatever they are called', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob]);
      const impostor = await wings.signUp('Alice');
      expect((await impostor.ask('rooms.join', { roomId })).summary.role).toBe('member');
      expect(await refusalOf(impostor.ask('rooms.join', { roomId, accountId: alice.id } as { roomId: RoomId }))).toBe('bad-request');
      const { view } = await bob.ask('rooms.view', { roomId });
      expect(view.members.map(({ account, role }) => [account.id, role])).toEqual([
        [alice.id, 'owner'],
        ...[impostor, bob].map(({ id }) => [id, 'member']),
      ]);
      expect(await refusalOf(impostor.ask('rooms.delete', { roomId }))).toBe('not-allowed');
    });
  });

  it('O4: whoever is made to decide over the lobby is told who waits, and nobody else is', async () => {
    const { id: roomId } = await wings.roomOf(alice, [bob]);
    await wings.database.db.insertInto('lobby').values({ roomId, accountId: dan.id, invitationId: null, askedAt: 7 }).execute();
    const told = await wings.during(() => setRole(alice, roomId, bob, 'moderator'));
    const lobby = [{ account: { id: dan.id, name: 'Dan', kind: 'person', picture: null }, askedAt: 7 }];
    expect(told.at(-1)).toMatchObject({ to: 'account', accountId: bob.id, message: { event: { body: { roomId, lobby } } } });
    expect(await telling(() => setRole(alice, roomId, bob, 'member'))).toEqual(['rooms.member-changed 4']);
    expect((await bob.ask('rooms.view', { roomId })).view.lobby).toEqual([]);
  });

  describe('handing the room over', () => {
    it('O5: makes another the owner and the former one a moderator, in one step and in this order', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob, carol]);
      const told = (await wings.during(() => setRole(alice, roomId, bob, 'owner'))).filter(({ to }) => to === 'room');
      const all = { maySpeak: true, mayShare: true };
      expect(told).toEqual([
        {
          to: 'room',
          roomId,
          message: {
            kind: 'event',
            placed: { seq: 4, event: 'rooms.member-changed', body: { accountId: alice.id, role: 'moderator', rights: all } },
          },
        },
        {
          to: 'room',
          roomId,
          message: {
            kind: 'event',
            placed: { seq: 5, event: 'rooms.member-changed', body: { accountId: bob.id, role: 'owner', rights: all } },
          },
        },
      ]);
      expect(await rolesIn(roomId)).toEqual({ Alice: 'moderator', Bob: 'owner', Carol: 'member' });
      expect(await refusalOf(alice.ask('rooms.delete', { roomId }))).toBe('not-allowed');
      expect(await refusalOf(setRole(alice, roomId, alice, 'owner'))).toBe('not-allowed');
      await alice.ask('rooms.leave', { roomId });
      await bob.ask('rooms.delete', { roomId });
    });

    it('O5: a room has one owner, however many are made at once', async () => {
      for (let round = 0; round < 5; round++) {
        const { id: roomId } = await wings.roomOf(alice, [bob, carol, dan]);
        const heirs = [bob, carol, dan, bob, carol];
        const ends = await Promise.allSettled(heirs.map((heir) => setRole(alice, roomId, heir, 'owner')));
        expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        const roles = Object.values(await rolesIn(roomId));
        expect(roles.filter((role) => role === 'owner')).toHaveLength(1);
        expect(roles.filter((role) => role === 'moderator')).toHaveLength(1);
      }
    });

    it('O3, O5: while the heir leaves ends with one owner who is there', async () => {
      for (let round = 0; round < 5; round++) {
        const { id: roomId } = await wings.roomOf(alice, [bob, carol]);
        await Promise.allSettled([setRole(alice, roomId, carol, 'owner'), carol.ask('rooms.leave', { roomId })]);
        expect(Object.values(await rolesIn(roomId)).filter((role) => role === 'owner')).toHaveLength(1);
      }
    });

    it('O5: the database itself knows no room with two owners', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob]);
      const two = wings.database.db.updateTable('members').set({ role: 'owner' }).where('roomId', '=', roomId).execute();
      await expect(two).rejects.toThrow(/unique/i);
      expect(await rolesIn(roomId)).toEqual({ Alice: 'owner', Bob: 'member' });
    });
  });

  describe('rights', () => {
    it('O7: are a moderator’s to give and to take from those below them', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob, carol]);
      await setRole(alice, roomId, carol, 'moderator');
      expect(await telling(() => setRights(carol, roomId, bob, false, true))).toEqual(['rooms.member-changed 5']);
      expect(await telling(() => setRights(carol, roomId, bob, false, true))).toEqual([]);
      expect((await standings(bob, roomId))['Bob']).toEqual({ role: 'member', rights: { maySpeak: false, mayShare: true } });
      expect((await bob.ask('rooms.join', { roomId })).summary.rights).toEqual({ maySpeak: false, mayShare: true });
      await setRights(alice, roomId, bob, true, false);
      expect((await standings(bob, roomId))['Bob']!.rights).toEqual({ maySpeak: true, mayShare: false });
    });

    it('A3, O7: are nobody’s to change of themselves, of their equals or of those above', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob, carol, dan]);
      await setRole(alice, roomId, carol, 'moderator');
      await setRole(alice, roomId, dan, 'moderator');
      await setRights(alice, roomId, bob, false, false);
      const before = await standings(alice, roomId);
      const wrong: [Person, Person][] = [
        [bob, bob],
        [bob, carol],
        [carol, carol],
        [carol, dan],
        [carol, alice],
        [alice, alice],
      ];
      for (const [by, whom] of wrong) {
        expect(await refusalOf(setRights(by, roomId, whom, true, true)), `${by.name} to ${whom.name}`).toBe('not-allowed');
      }
      expect(await refusalOf(setRights(carol, roomId, { ...bob, id: newId() as Person['id'] }, true, true))).toBe('not-found');
      expect(await standings(alice, roomId)).toEqual(before);
    });

    it('O7: are all a moderator’s: whoever keeps order is heard', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob]);
      await setRights(alice, roomId, bob, false, false);
      await setRole(alice, roomId, bob, 'moderator');
      expect((await standings(bob, roomId))['Bob']).toEqual({ role: 'moderator', rights: { maySpeak: true, mayShare: true } });
    });
  });

  describe('A15: rights that were taken', () => {
    const quiet = { maySpeak: false, mayShare: true };
    const rightsOf = async (roomId: RoomId, { name }: Person) => (await standings(alice, roomId))[name]!.rights;

    it.each<[string, (roomId: RoomId) => Promise<unknown>]>([
      ['joining', (roomId) => bob.ask('rooms.join', { roomId })],
      ['being added', (roomId) => carol.ask('rooms.add-member', { roomId, accountId: bob.id })],
      ['a link that allows all', async (roomId) => bob.ask('invitations.accept', { secret: (await invite(alice, roomId)).secret })],
      [
        'a link and the lobby',
        async (roomId) => {
          const { secret } = await invite(alice, roomId, { entry: 'lobby', role: 'member' });
          await bob.ask('invitations.accept', { secret });
          await carol.ask('rooms.admit', { roomId, accountIds: [bob.id] });
        },
      ],
    ])('O7: do not come back with whoever goes and comes again by %s', async (way, comeBack) => {
      const { id: roomId } = await wings.roomOf(alice, [bob, carol], 'Quiet', way.startsWith('a link') ? 'private' : 'public');
      await setRole(alice, roomId, carol, 'moderator');
      await setRights(carol, roomId, bob, false, true);
      for (const goes of [
        () => bob.ask('rooms.leave', { roomId }),
        () => alice.ask('rooms.remove-member', { roomId, accountId: bob.id }),
      ]) {
        await goes();
        await comeBack(roomId);
        expect(await rightsOf(roomId, bob)).toEqual(quiet);
        expect((await bob.ask('rooms.join', { roomId })).summary.rights).toEqual(quiet);
      }
      // Given back by a moderator, they are theirs for good.
      await setRights(carol, roomId, bob, true, true);
      await bob.ask('rooms.leave', { roomId });
      await comeBack(roomId);
      expect(await rightsOf(roomId, bob)).toEqual({ maySpeak: true, mayShare: true });
    });

    it('O7: are given back by being made a moderator; what a link did not give was never taken', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob], 'Quiet', 'private');
      await setRights(alice, roomId, bob, false, false);
      await setRole(alice, roomId, bob, 'moderator');
      await setRole(alice, roomId, bob, 'member');
      expect(await rightsOf(roomId, bob)).toEqual({ maySpeak: true, mayShare: true });
      await bob.ask('rooms.leave', { roomId });
      await bob.ask('invitations.accept', {
        secret: (await invite(alice, roomId, { rights: { maySpeak: false, mayShare: false } })).secret,
      });
      expect(await rightsOf(roomId, bob)).toEqual({ maySpeak: false, mayShare: false });
      await bob.ask('rooms.leave', { roomId });
      await bob.ask('invitations.accept', { secret: (await invite(alice, roomId)).secret });
      expect(await rightsOf(roomId, bob)).toEqual({ maySpeak: true, mayShare: true });
    });

    it('O7: and what a link gives: whoever comes has what both leave them, unless they come to keep order', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob], 'Quiet', 'private');
      const come = async (wish: Parameters<typeof invite>[2]) => {
        await bob.ask('rooms.leave', { roomId });
        await bob.ask('invitations.accept', { secret: (await invite(alice, roomId, wish)).secret });
        return (await standings(alice, roomId))['Bob'];
      };
      await setRights(alice, roomId, bob, true, false);
      const silent = { rights: { maySpeak: false, mayShare: true } };
      expect(await come(silent)).toEqual({ role: 'guest', rights: { maySpeak: false, mayShare: false } });
      expect(await come({ role: 'moderator' })).toEqual({ role: 'moderator', rights: { maySpeak: true, mayShare: true } });
      expect(await come(silent)).toEqual({ role: 'guest', rights: { maySpeak: false, mayShare: true } });
    });

    it('O7: are not got by accepting another link from within', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob], 'Quiet', 'private');
      await setRights(alice, roomId, bob, false, false);
      await bob.ask('invitations.accept', { secret: (await invite(alice, roomId, { role: 'moderator' })).secret });
      expect(await standings(alice, roomId)).toMatchObject({ Bob: { role: 'member', rights: { maySpeak: false, mayShare: false } } });
    });
  });

  it('A15, A16: a moderator of one room is nobody in another: ids of its people and of the room itself change nothing', async () => {
    const theirs = await wings.roomOf(alice, [bob, carol], 'Theirs');
    const own = await wings.roomOf(dan, [bob], 'Own');
    const before = await standings(alice, theirs.id);
    const asked = [
      () => setRole(dan, theirs.id, bob, 'moderator'),
      () => setRights(dan, theirs.id, bob, false, false),
      () => dan.ask('rooms.remove-member', { roomId: theirs.id, accountId: bob.id }),
      () => dan.ask('rooms.ban', { roomId: theirs.id, accountId: bob.id }),
      () => dan.ask('rooms.unban', { roomId: theirs.id, accountId: bob.id }),
      () => dan.ask('rooms.lock', { roomId: theirs.id, isLocked: true }),
      () => dan.ask('rooms.rename', { roomId: theirs.id, name: 'Mine' }),
    ];
    for (const ask of asked) expect(await refusalOf(ask())).toBe('not-allowed');
    expect(await refusalOf(dan.ask('rooms.bans', { roomId: theirs.id }))).toBe('not-found');
    // Somebody who is in the other room and not in this one.
    expect(await refusalOf(setRole(dan, own.id, carol, 'moderator'))).toBe('not-found');
    expect(await refusalOf(setRights(dan, own.id, carol, false, false))).toBe('not-found');
    await dan.ask('rooms.remove-member', { roomId: own.id, accountId: carol.id });
    expect(await standings(alice, theirs.id)).toEqual(before);
    expect((await alice.ask('rooms.view', { roomId: theirs.id })).view.room).toEqual(theirs);
  });
});

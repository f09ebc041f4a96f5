// Invitations through their handlers, on every database: who may make, see and take back which, and that nothing of a link is stored or told.
import { beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import type { Terms } from '../../protocol/invitations.ts';
import { RIGHTS } from '../../protocol/samples.testing.ts';
import type { InvitationId, RoomId, Secret } from '../../protocol/wire.ts';
import { hashOf, newId, newSecret } from '../ids.ts';
import { toReply } from '../gateway/replies.ts';
import { silentLog } from '../log.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, newKey, refusalOf, type Person, type Wings } from '../wings.testing.ts';
import { invite, inviteToHouse, type Link } from './inviting.testing.ts';

const answerOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'let in';
  } catch (error) {
    const { code, message } = toReply(error, silentLog, 'a test');
    return `${code}: ${message}`;
  }
};

eachDatabase('invitations', ({ open }) => {
  let database: Database;
  let wings: Wings;
  let people: Person[];
  /** The house's owner, one of its admins, and two members. */
  let olga: Person;
  let adam: Person;
  let alice: Person;
  let bob: Person;
  let carol: Person;
  beforeAll(async () => {
    database = await open();
    wings = createWings(database);
    olga = await wings.signUp('Olga');
    people = await Promise.all(['Adam', 'Alice', 'Bob', 'Carol'].map((name) => wings.signUp(name)));
    [adam, alice, bob, carol] = people as [Person, Person, Person, Person];
    await olga.ask('admin.set-role', { accountId: adam.id, role: 'admin' });
  });

  const privateRoom = (members: Person[] = []) => wings.roomOf(alice, members, 'Study', 'private');
  const termsFor = (roomId: RoomId, role: 'guest' | 'member' | 'moderator' = 'guest'): Terms => ({
    kind: 'room',
    roomId,
    role,
    entry: 'direct',
    rights: RIGHTS,
    history: 'none',
  });
  const create = (person: Person, terms: Terms) => person.ask('invitations.create', { terms, expiresInMs: null, maxUses: null });
  const listed = async (person: Person, roomId: RoomId | null) => (await person.ask('invitations.list', { roomId })).invitations;

  describe('making one', () => {
    it('I1: answers with the link, and stores nothing of which the link could be made', async () => {
      const { id: roomId } = await privateRoom();
      const link = await invite(alice, roomId, { maxUses: 3, expiresInMs: 60_000, role: 'member', history: 'call', entry: 'lobby' });
      expect(link).toMatchObject({
        terms: { kind: 'room', roomId, role: 'member', entry: 'lobby', rights: RIGHTS, history: 'call' },
        roomName: 'Study',
        createdBy: { id: alice.id, name: 'Alice' },
        createdAt: wings.clock.now(),
        expiresAt: wings.clock.now() + 60_000,
        maxUses: 3,
        uses: 0,
        revokedAt: null,
      });
      expect(link.secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
      const stored = await database.db.selectFrom('invitations').selectAll().where('id', '=', link.id).executeTakeFirstOrThrow();
      expect(stored.secretHash).toBe(hashOf(link.secret));
      expect(JSON.stringify(stored)).not.toContain(link.secret);
      const trail = await database.db.selectFrom('audit').selectAll().execute();
      expect(JSON.stringify(trail)).not.toContain(link.secret);
    });

    it('I1: makes another secret in every house, and for every invitation', async () => {
      const { id: roomId } = await privateRoom();
      const one = await invite(alice, roomId);
      wings.clock.advance(1);
      const other = await invite(alice, roomId);
      expect(one.secret).not.toBe(other.secret);
      const elsewhere = createWings(database);
      const [again] = await elsewhere.rooms.invitations.list(alice.caller, roomId);
      expect(again!.id).toBe(other.id);
      expect(again!.secret).not.toBe(other.secret);
    });

    it('I2, A14: of a room is for its moderators, with a role that is not above their own', async () => {
      const { id: roomId } = await privateRoom([bob]);
      expect(await refusalOf(create(bob, termsFor(roomId)))).toBe('not-allowed');
      expect(await refusalOf(create(carol, termsFor(roomId)))).toBe('not-found');
      // Those who run the house invite into no room that they are not in.
      expect(await refusalOf(create(olga, termsFor(roomId)))).toBe('not-found');
      await alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'moderator' });
      expect((await create(bob, termsFor(roomId, 'moderator'))).invitation.terms.role).toBe('moderator');
    });

    it('I2, A14: of a public room is not for those who could join it', async () => {
      const { id: roomId } = await wings.roomOf(alice);
      expect(await refusalOf(create(bob, termsFor(roomId)))).toBe('not-allowed');
    });

    it('I2, A14: into a room is not for a guest of the house, whatever they are there', async () => {
      const { id: roomId } = await privateRoom();
      const guest = await wings.come((await invite(alice, roomId)).secret, 'Gina');
      await database.db.updateTable('members').set({ role: 'moderator' }).where('accountId', '=', guest.id).execute();
      expect(await refusalOf(create(guest, termsFor(roomId)))).toBe('not-allowed');
      // The wing itself says so too, and does not rely on the dispatch.
      expect(
        await refusalOf(wings.rooms.invitations.create(guest.caller, { terms: termsFor(roomId), expiresInMs: null, maxUses: null })),
      ).toBe('not-allowed');
    });

    it('I2, A17: to the house is for its admins, and as admin for its owner', async () => {
      expect(await refusalOf(create(alice, { kind: 'house', role: 'member' }))).toBe('not-allowed');
      expect((await create(adam, { kind: 'house', role: 'member' })).invitation.terms.role).toBe('member');
      expect(await refusalOf(create(adam, { kind: 'house', role: 'admin' }))).toBe('not-allowed');
      expect((await create(olga, { kind: 'house', role: 'admin' })).invitation.terms.role).toBe('admin');
    });

    it('I2: goes by what somebody is now, and not by what their session has heard', async () => {
      const late = { ...olga.caller, accountId: alice.id };
      expect(
        await refusalOf(
          wings.ask(late, 'invitations.create', { terms: { kind: 'house', role: 'member' }, expiresInMs: null, maxUses: null }),
        ),
      ).toBe('not-allowed');
    });

    it('stops at as many as a room may have that are good at once', async () => {
      const { id: roomId } = await privateRoom();
      const first = await invite(alice, roomId);
      await Promise.all(Array.from({ length: LIMITS.invitations - 1 }, () => invite(alice, roomId)));
      expect(await refusalOf(create(alice, termsFor(roomId)))).toBe('full');
      await alice.ask('invitations.revoke', { invitationId: first.id, removePeople: false });
      await create(alice, termsFor(roomId));
    });

    it('is in the trail, without the link', async () => {
      const { id: roomId } = await privateRoom();
      const link = await invite(alice, roomId, { role: 'member' });
      await alice.ask('invitations.revoke', { invitationId: link.id, removePeople: false });
      await alice.ask('invitations.revoke', { invitationId: link.id, removePeople: false });
      const trail = await database.db.selectFrom('audit').selectAll().where('roomId', '=', roomId).orderBy('action').execute();
      expect(trail.map(({ action, actorId, details }) => [action, actorId, JSON.parse(details)])).toEqual([
        ['invitations.created', alice.id, { kind: 'room', role: 'member' }],
        ['invitations.revoked', alice.id, { kind: 'room', role: 'member' }],
      ]);
    });
  });

  describe('seeing them', () => {
    it('I3: is for those who may make them, who can copy the link again', async () => {
      const { id: roomId } = await privateRoom([bob]);
      const older = await invite(alice, roomId);
      wings.clock.advance(1);
      const newer = await invite(alice, roomId, { maxUses: 1 });
      expect(await listed(alice, roomId)).toEqual([newer, older]);
      expect(await refusalOf(listed(bob, roomId))).toBe('not-allowed');
      expect(await refusalOf(listed(carol, roomId))).toBe('not-found');
      expect(await refusalOf(listed(olga, roomId))).toBe('not-found');
      expect(await refusalOf(listed(alice, null))).toBe('not-allowed');
    });

    it('I3: shows no link that is good no longer', async () => {
      const { id: roomId } = await privateRoom();
      const good = await invite(alice, roomId);
      wings.clock.advance(1);
      const revoked = await invite(alice, roomId);
      await alice.ask('invitations.revoke', { invitationId: revoked.id, removePeople: false });
      wings.clock.advance(1);
      const old = await invite(alice, roomId, { expiresInMs: 60_000 });
      wings.clock.advance(1);
      const used = await invite(alice, roomId, { maxUses: 1 });
      await carol.ask('invitations.accept', { secret: used.secret });
      wings.clock.advance(60_000);
      const all = await listed(alice, roomId);
      expect(all.map(({ id, secret }) => [id, secret !== null])).toEqual([
        [used.id, false],
        [old.id, false],
        [revoked.id, false],
        [good.id, true],
      ]);
      expect(all.find(({ id }) => id === used.id)?.uses).toBe(1);
    });

    it('I3: shows an admin no link that only the owner could have made', async () => {
      const link = await inviteToHouse(olga, 'admin');
      const secretFor = async (person: Person) => (await listed(person, null)).find(({ id }) => id === link.id)?.secret;
      expect(await secretFor(olga)).toBe(link.secret);
      expect(await secretFor(adam)).toBeNull();
    });

    it('shows those who run the house all that are good, with the links that are theirs to hand out', async () => {
      const { id: roomId } = await privateRoom();
      const link = await invite(alice, roomId);
      const over = await invite(alice, roomId);
      await alice.ask('invitations.revoke', { invitationId: over.id, removePeople: false });
      const toHouse = await inviteToHouse(adam);
      const { invitations } = await adam.ask('admin.invitations', {});
      const seen = new Map(invitations.map((invitation) => [invitation.id, invitation.secret]));
      expect(seen.get(link.id)).toBeNull();
      expect(seen.get(toHouse.id)).toBe(toHouse.secret);
      expect(seen.has(over.id)).toBe(false);
    });
  });

  describe('what is wrong with a link', () => {
    const ways: [string, (link: Link, roomId: RoomId) => Promise<unknown>][] = [
      ['was revoked', (link) => alice.ask('invitations.revoke', { invitationId: link.id, removePeople: false })],
      ['is too old', async () => wings.clock.advance(120_000)],
      ['was used up', (link) => database.db.updateTable('invitations').set({ uses: 2 }).where('id', '=', link.id).execute()],
      ['is to a room that is deleted', (_link, roomId) => alice.ask('rooms.delete', { roomId })],
      ['is of somebody who left', (_link, roomId) => bob.ask('rooms.leave', { roomId })],
      ['is of somebody who was removed', (_link, roomId) => alice.ask('rooms.remove-member', { roomId, accountId: bob.id })],
      ['is of somebody who was demoted', (_link, roomId) => alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'member' })],
      ['is of somebody who was suspended', () => olga.ask('admin.suspend', { accountId: bob.id, isSuspended: true })],
    ];

    it.each(ways)('I4: that it %s is answered like a link that never was', async (_how, spoil) => {
      const { id: roomId } = await privateRoom([bob]);
      await alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'moderator' });
      const link = await invite(bob, roomId, { expiresInMs: 120_000, maxUses: 2 });
      expect((await wings.visitLink('look', { secret: link.secret })).reply.card.room?.name).toBe('Study');
      await spoil(link, roomId);
      const never = newSecret() as Secret;
      const answers = async (secret: Secret) => [
        await answerOf(wings.visitLink('look', { secret })),
        await answerOf(wings.visitLink('enter', { secret, name: 'Gina' })),
        await answerOf(carol.ask('invitations.accept', { secret })),
      ];
      const expected = await answers(never);
      expect(expected.every((answer) => answer.startsWith('expired: '))).toBe(true);
      expect(await answers(link.secret)).toEqual(expected);
      await olga.ask('admin.suspend', { accountId: bob.id, isSuspended: false });
    });

    it('I4: a moderator who was made a member hands out no more moderators by an older link', async () => {
      const { id: roomId } = await privateRoom([bob]);
      await alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'moderator' });
      const link = await invite(bob, roomId, { role: 'moderator' });
      await alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'member' });
      expect(await refusalOf(carol.ask('invitations.accept', { secret: link.secret }))).toBe('expired');
      await alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'moderator' });
      expect((await carol.ask('invitations.accept', { secret: link.secret })).summary?.role).toBe('moderator');
    });

    it('I4: a link to the house is worth nothing once its maker runs it no longer', async () => {
      const link = await inviteToHouse(adam);
      await wings.visitLink('look', { secret: link.secret });
      await olga.ask('admin.set-role', { accountId: adam.id, role: 'member' });
      expect(await refusalOf(wings.visitLink('look', { secret: link.secret }))).toBe('expired');
      await olga.ask('admin.set-role', { accountId: adam.id, role: 'admin' });
    });
  });

  describe('taking one back', () => {
    it('I5: is for the moderators of its room and those who run the house, and not even known to others', async () => {
      const { id: roomId } = await privateRoom([bob]);
      const revoke = (person: Person, invitationId: InvitationId) => person.ask('invitations.revoke', { invitationId, removePeople: true });
      const link = await invite(alice, roomId);
      expect(await refusalOf(revoke(bob, link.id))).toBe('not-allowed');
      expect(await refusalOf(revoke(carol, link.id))).toBe('not-found');
      expect(await refusalOf(revoke(alice, newId() as InvitationId))).toBe('not-found');
      const toHouse = await inviteToHouse(adam);
      expect(await refusalOf(revoke(alice, toHouse.id))).toBe('not-found');
      // Nothing came of any of that.
      await wings.visitLink('look', { secret: link.secret });
      await wings.visitLink('look', { secret: toHouse.secret });
      expect(await revoke(adam, link.id)).toEqual({ removed: [] });
      expect(await refusalOf(wings.visitLink('look', { secret: link.secret }))).toBe('expired');
      expect(await revoke(olga, toHouse.id)).toEqual({ removed: [] });
    });

    it('I5: removes those who came only by it, if asked, out of the call at once, and again nobody', async () => {
      const { id: roomId } = await privateRoom([bob]);
      const [link, other] = [await invite(alice, roomId), await invite(alice, roomId)];
      const [gina, gus, gil] = [
        await wings.come(link.secret, 'Gina'),
        await wings.come(link.secret, 'Gus'),
        await wings.come(other.secret, 'Gil'),
      ];
      await carol.ask('invitations.accept', { secret: link.secret });
      const told = await wings.during(async () => {
        const { removed } = await alice.ask('invitations.revoke', { invitationId: link.id, removePeople: true });
        expect(removed.toSorted()).toEqual([gina.id, gus.id, carol.id].toSorted());
      });
      const exits = told.flatMap((line) =>
        line.to === 'account' && line.message.kind === 'event' && line.message.event.event === 'rooms.exited'
          ? [[line.accountId, line.message.event.body.reason, line.message.detach]]
          : [],
      );
      expect(exits).toHaveLength(3);
      for (const exit of exits) expect(exit.slice(1)).toEqual(['removed', roomId]);
      const { view } = await alice.ask('rooms.view', { roomId });
      expect(view.members.map(({ account }) => account.id).toSorted()).toEqual([alice.id, bob.id, gil.id].toSorted());
      expect(await refusalOf(gina.ask('chat.history', { roomId }))).toBe('not-found');
      expect(await alice.ask('invitations.revoke', { invitationId: link.id, removePeople: true })).toEqual({ removed: [] });
      await gil.ask('chat.post', { roomId, key: newKey(), text: 'Still here' });
    });

    it('I5: leaves those in who came by it when it is not asked', async () => {
      const { id: roomId } = await privateRoom();
      const link = await invite(alice, roomId);
      const gina = await wings.come(link.secret, 'Gina');
      expect(await alice.ask('invitations.revoke', { invitationId: link.id, removePeople: false })).toEqual({ removed: [] });
      await gina.ask('chat.post', { roomId, key: newKey(), text: 'Still here' });
    });

    it('I5: a moderator removes by it nobody whom they could not remove, nor themselves', async () => {
      const { id: roomId } = await privateRoom([bob]);
      await alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'moderator' });
      const link = await invite(alice, roomId, { role: 'moderator' });
      const dora = await wings.signUp('Dora');
      await carol.ask('invitations.accept', { secret: link.secret });
      await dora.ask('invitations.accept', { secret: link.secret });
      expect(await carol.ask('invitations.revoke', { invitationId: link.id, removePeople: true })).toEqual({ removed: [] });
      expect(await bob.ask('invitations.revoke', { invitationId: link.id, removePeople: true })).toEqual({ removed: [] });
      const { removed } = await alice.ask('invitations.revoke', { invitationId: link.id, removePeople: true });
      expect(removed.toSorted()).toEqual([carol.id, dora.id].toSorted());
    });

    it('I5: leaves members of a public room in, who could come back by themselves', async () => {
      const { id: roomId } = await wings.roomOf(alice);
      const link = await invite(alice, roomId);
      const gina = await wings.come(link.secret, 'Gina');
      await bob.ask('invitations.accept', { secret: link.secret });
      expect(await alice.ask('invitations.revoke', { invitationId: link.id, removePeople: true })).toEqual({ removed: [gina.id] });
      expect((await bob.ask('rooms.view', { roomId })).view.members).toHaveLength(2);
    });
  });
});

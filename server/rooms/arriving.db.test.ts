// Coming by a link through the handlers, on every database: what it shows, on what terms it lets in, how often, and to whom it gives nothing.
import { beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import type { RoomId, Secret } from '../../protocol/wire.ts';
import { joinCall } from '../law.cast.testing.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, newKey, refusalOf, type Person, type Wings } from '../wings.testing.ts';
import { invite, inviteToHouse } from './inviting.testing.ts';

eachDatabase('coming by a link', ({ open }) => {
  let database: Database;
  let wings: Wings;
  let olga: Person;
  let alice: Person;
  let bob: Person;
  let carol: Person;
  beforeAll(async () => {
    database = await open();
    wings = createWings(database);
    olga = await wings.signUp('Olga');
    [alice, bob, carol] = await Promise.all([wings.signUp('Alice'), wings.signUp('Bob'), wings.signUp('Carol')]);
  });

  const privateRoom = async (members: Person[] = []) => (await wings.roomOf(alice, members, 'Study', 'private')).id;
  const say = async (person: Person, roomId: RoomId, text: string) => {
    wings.clock.advance(1_000);
    return (await person.ask('chat.post', { roomId, key: newKey(), text })).message;
  };
  const accept = (person: Person, secret: Secret) => person.ask('invitations.accept', { secret });
  const read = async (person: Person, roomId: RoomId) => (await person.ask('rooms.view', { roomId })).view.messages.map(({ text }) => text);

  describe('what the link shows', () => {
    it('A29: is who invites by name, and where to, and nothing else of anybody', async () => {
      const roomId = await privateRoom([bob]);
      await joinCall(bob, roomId);
      await joinCall({ ...bob, ask: (name, body) => wings.ask({ ...bob.caller, sessionId: 'another' }, name, body) }, roomId);
      const { view } = await alice.ask('rooms.view', { roomId });
      const link = await invite(alice, roomId, { entry: 'lobby' });
      const { reply } = await wings.visitLink('look', { secret: link.secret });
      // Bob sits there twice, and is one person.
      expect(reply.card).toEqual({
        invitedBy: 'Alice',
        room: { name: 'Study', slug: view.room.slug },
        role: 'guest',
        entry: 'lobby',
        inCall: 1,
        needsAccount: false,
      });
      const text = JSON.stringify(reply);
      const { emails } = await database.db
        .selectFrom('accounts')
        .select('email')
        .execute()
        .then((rows) => ({ emails: rows.map(({ email }) => email) }));
      for (const hidden of [...emails, alice.id, bob.id, roomId, link.id, 'Bob']) expect(text).not.toContain(hidden);
    });

    it('A29: is of the house only that an account is needed', async () => {
      const link = await inviteToHouse(olga, 'admin');
      expect((await wings.visitLink('look', { secret: link.secret })).reply.card).toEqual({
        invitedBy: 'Olga',
        room: null,
        role: 'admin',
        entry: 'direct',
        inCall: 0,
        needsAccount: true,
      });
    });

    it('A29: who comes by it, or waits, sees no address of anybody', async () => {
      const roomId = await privateRoom([bob]);
      const gina = await wings.come((await invite(alice, roomId, { history: 'all' })).secret, 'Gina');
      const waiting = await wings.come((await invite(alice, roomId, { entry: 'lobby' })).secret, 'Gus');
      const seen = JSON.stringify([
        gina.summary,
        await gina.ask('rooms.view', { roomId }),
        await gina.ask('chat.history', { roomId }),
        waiting.waiting,
        await alice.ask('rooms.view', { roomId }),
      ]);
      expect(seen).not.toContain('@');
    });
  });

  describe('a guest', () => {
    it('I9: is somebody of this house, in that room alone, and signed in with this browser', async () => {
      const roomId = await privateRoom();
      const gina = await wings.come((await invite(alice, roomId)).secret, 'Gina');
      expect(gina.summary).toMatchObject({ room: { id: roomId }, role: 'guest', unread: 0, call: null, lobby: [] });
      expect(gina.waiting).toBeNull();
      const { reply } = await wings.visit('me', {}, gina.cookie);
      expect(reply.account).toMatchObject({
        id: gina.id,
        name: 'Gina',
        kind: 'guest',
        role: 'guest',
        email: null,
        isEmailConfirmed: false,
      });
      expect(await database.db.selectFrom('credentials').select('id').where('userId', '=', gina.id).execute()).toEqual([]);
      expect((await wings.rooms.summaries(gina.id)).map(({ room }) => room.id)).toEqual([roomId]);
      await gina.ask('chat.post', { roomId, key: newKey(), text: 'Hello' });
      await joinCall(gina, roomId);
    });

    it('I9, A12: sees nothing of the house besides, not even what is public', async () => {
      const roomId = await privateRoom();
      const open = await wings.roomOf(bob, [], 'Square', 'public');
      const gina = await wings.come((await invite(alice, roomId)).secret, 'Gina');
      expect(await refusalOf(gina.ask('rooms.directory', {}))).toBe('not-allowed');
      expect(await refusalOf(gina.ask('accounts.find', { text: 'Al' }))).toBe('not-allowed');
      expect(await refusalOf(gina.ask('rooms.create', { name: 'Mine', visibility: 'private' }))).toBe('not-allowed');
      expect(await refusalOf(gina.ask('rooms.join', { roomId: open.id }))).toBe('not-allowed');
      expect(await refusalOf(gina.ask('rooms.find', { slug: open.slug }))).toBe('not-found');
      expect(await refusalOf(gina.ask('rooms.view', { roomId: open.id }))).toBe('not-found');
      // The wing itself says so too, and does not rely on the dispatch.
      expect(await refusalOf(wings.rooms.join(gina.caller, open.id))).toBe('not-found');
    });

    it('I9: who comes by another link is the same guest', async () => {
      const [one, other] = [await privateRoom(), await privateRoom()];
      const gina = await wings.come((await invite(alice, one)).secret, 'Gina');
      const { summary } = await accept(gina, (await invite(alice, other)).secret);
      expect(summary?.room.id).toBe(other);
      const third = await privateRoom();
      const { reply } = await wings.visitLink(
        'enter',
        { secret: (await invite(alice, third)).secret, name: 'Else' },
        { cookie: gina.cookie },
      );
      expect(reply.account).toMatchObject({ id: gina.id, name: 'Gina' });
      expect(await wings.rooms.summaries(gina.id)).toHaveLength(3);
    });

    it('I9: is a guest in every room, by whose hand they ever came in', async () => {
      const [one, other] = [await privateRoom(), await privateRoom()];
      const gina = await wings.come((await invite(alice, one)).secret, 'Gina');
      await alice.ask('rooms.add-member', { roomId: other, accountId: gina.id });
      expect((await wings.rooms.summaries(gina.id)).map(({ role }) => role)).toEqual(['guest', 'guest']);
    });

    it('I6, I9: who asks again after a lost answer is there once, and used once', async () => {
      const roomId = await privateRoom();
      const link = await invite(alice, roomId, { maxUses: 1 });
      const gina = await wings.come(link.secret, 'Gina');
      const again = await wings.visitLink('enter', { secret: link.secret, name: 'Gina' }, { cookie: gina.cookie });
      expect(again.reply.account.id).toBe(gina.id);
      expect(again.reply.summary?.room.id).toBe(roomId);
      expect((await alice.ask('rooms.view', { roomId })).view.members).toHaveLength(2);
      const { invitations } = await alice.ask('invitations.list', { roomId });
      expect(invitations[0]!.uses).toBe(1);
    });

    it('I9: comes in by no link that needs an account, and is not made by one', async () => {
      const roomId = await privateRoom();
      const count = async () => (await database.db.selectFrom('accounts').select('id').execute()).length;
      const before = await count();
      for (const { secret } of [await invite(alice, roomId, { role: 'member' }), await inviteToHouse(olga)]) {
        expect(await refusalOf(wings.visitLink('enter', { secret, name: 'Gina' }))).toBe('not-allowed');
      }
      expect(await count()).toBe(before);
      const gina = await wings.come((await invite(alice, await privateRoom())).secret, 'Gina');
      expect(await refusalOf(accept(gina, (await invite(alice, roomId, { role: 'member' })).secret))).toBe('not-allowed');
      expect(await refusalOf(accept(gina, (await inviteToHouse(olga)).secret))).toBe('not-allowed');
    });
  });

  describe('A14: a link of one room', () => {
    it('gives nothing in another, be it of the same people', async () => {
      const [one, other] = [await privateRoom([bob]), await privateRoom([bob])];
      await say(alice, other, 'Not for guests');
      const gina = await wings.come((await invite(alice, one, { history: 'all' })).secret, 'Gina');
      const asks: (() => Promise<unknown>)[] = [
        () => gina.ask('rooms.view', { roomId: other }),
        () => gina.ask('chat.history', { roomId: other }),
        () => gina.ask('chat.post', { roomId: other, key: newKey(), text: 'Hi' }),
        () => gina.ask('chat.mark-read', { roomId: other, seq: 1 }),
        () => joinCall(gina, other),
        () => gina.ask('rooms.leave', { roomId: other }),
      ];
      for (const ask of asks) expect(await refusalOf(ask())).toBe('not-found');
    });

    it('that is a public one gives a guest nothing in other public ones', async () => {
      const [one, other] = [await wings.roomOf(alice), await wings.roomOf(alice)];
      const gina = await wings.come((await invite(alice, one.id)).secret, 'Gina');
      expect(gina.summary?.room.id).toBe(one.id);
      expect(await refusalOf(gina.ask('rooms.view', { roomId: other.id }))).toBe('not-found');
    });
  });

  describe('the terms', () => {
    it('I7: are role and rights, kept with the member', async () => {
      const roomId = await privateRoom();
      const rights = { maySpeak: false, mayShare: true };
      const gina = await wings.come((await invite(alice, roomId, { rights })).secret, 'Gina');
      expect(gina.summary?.rights).toEqual(rights);
      expect((await accept(bob, (await invite(alice, roomId, { role: 'member', rights })).secret)).summary).toMatchObject({
        role: 'member',
        rights,
      });
      expect((await accept(carol, (await invite(alice, roomId, { role: 'moderator' })).secret)).summary?.role).toBe('moderator');
      const { view } = await alice.ask('rooms.view', { roomId });
      expect(view.members.map(({ account, role, rights: own }) => [account.name, role, own.maySpeak])).toEqual([
        ['Alice', 'owner', true],
        ['Carol', 'moderator', true],
        ['Bob', 'member', false],
        ['Gina', 'guest', false],
      ]);
    });

    it('I7: hold for people of the house who come by a guest’s link into a private room', async () => {
      const roomId = await privateRoom();
      await say(alice, roomId, 'Before');
      const { summary } = await accept(bob, (await invite(alice, roomId, { rights: { maySpeak: false, mayShare: false } })).secret);
      expect(summary).toMatchObject({ role: 'guest', rights: { maySpeak: false, mayShare: false } });
      expect(await read(bob, roomId)).toEqual([]);
    });

    it('I7: take nothing from who could join by themselves', async () => {
      const { id: roomId } = await wings.roomOf(alice);
      await say(alice, roomId, 'Before');
      const strict = { rights: { maySpeak: false, mayShare: false }, history: 'none', entry: 'lobby' } as const;
      const { summary, waiting } = await accept(bob, (await invite(alice, roomId, strict)).secret);
      expect(waiting).toBeNull();
      expect(summary).toMatchObject({ role: 'member', rights: { maySpeak: true, mayShare: true }, sinceSeq: 0 });
      expect(await read(bob, roomId)).toEqual(['Before']);
      // But a guest, who could not, is held to them.
      const gina = await wings.come((await invite(alice, roomId, strict)).secret, 'Gina');
      expect(gina.summary).toBeNull();
      expect(gina.waiting?.roomId).toBe(roomId);
      expect((await accept(carol, (await invite(alice, roomId, { ...strict, role: 'moderator' })).secret)).summary?.role).toBe('moderator');
    });

    it('I7: change nothing for who is in, and use nothing up', async () => {
      const roomId = await privateRoom([bob]);
      const link = await invite(alice, roomId, { role: 'guest', rights: { maySpeak: false, mayShare: false }, maxUses: 1 });
      const { summary } = await accept(bob, link.secret);
      expect(summary).toMatchObject({ role: 'member', rights: { maySpeak: true, mayShare: true } });
      expect((await accept(alice, link.secret)).summary?.role).toBe('owner');
      expect((await alice.ask('invitations.list', { roomId })).invitations[0]!.uses).toBe(0);
      await accept(carol, link.secret);
    });

    it('are nothing to come into for people of the house, of a link to the house', async () => {
      const link = await inviteToHouse(olga, 'admin', 1);
      expect(await accept(bob, link.secret)).toEqual({ summary: null, waiting: null });
      expect((await wings.visit('me', {}, bob.cookie)).reply.account?.role).toBe('member');
    });
  });

  describe('how often', () => {
    it('I6: a link that is good once lets in one of fifty who come at the same time', async () => {
      const roomId = await privateRoom();
      const link = await invite(alice, roomId, { maxUses: 1 });
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          wings.come(link.secret, `Guest ${index}`).then(
            () => 'in',
            (error: { code?: string }) => error.code ?? 'broken',
          ),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'expired')).toHaveLength(49);
      expect((await alice.ask('rooms.view', { roomId })).view.members).toHaveLength(2);
      // Those who were not let in were not made either.
      const names = await database.db.selectFrom('accounts').select('name').where('name', 'like', 'Guest %').execute();
      expect(names).toHaveLength(1);
    });

    it('I6: a link that is good three times counts people, and not visits', async () => {
      const roomId = await privateRoom();
      const link = await invite(alice, roomId, { maxUses: 3 });
      await accept(bob, link.secret);
      await bob.ask('rooms.leave', { roomId });
      await accept(bob, link.secret);
      await Promise.all([accept(bob, link.secret), accept(bob, link.secret)]);
      await accept(carol, link.secret);
      await wings.come(link.secret, 'Gina');
      expect(await refusalOf(wings.come(link.secret, 'Gus'))).toBe('expired');
      await bob.ask('rooms.leave', { roomId });
      expect((await accept(bob, link.secret)).summary?.room.id).toBe(roomId);
      expect((await alice.ask('invitations.list', { roomId })).invitations[0]!.uses).toBe(3);
    });
  });

  describe('history', () => {
    it('I8: none of before is none, by any question', async () => {
      const roomId = await privateRoom();
      for (let index = 0; index < 5; index++) await say(alice, roomId, `Before ${index}`);
      const gina = await wings.come((await invite(alice, roomId, { history: 'none' })).secret, 'Gina');
      expect(gina.summary?.unread).toBe(0);
      expect(await read(gina, roomId)).toEqual([]);
      const after = await say(alice, roomId, 'After');
      const { view } = await gina.ask('rooms.view', { roomId });
      expect(view).toMatchObject({ hasOlder: false, unread: 1, sinceSeq: gina.summary!.sinceSeq });
      expect(await read(gina, roomId)).toEqual(['After']);
      const cuts = [{}, { before: after.seq + 1 }, { before: after.seq }, { before: 3 }, { after: 0 }, { after: 1 }];
      for (const cut of cuts) {
        const page = await gina.ask('chat.history', { roomId, ...cut });
        expect(page.messages.every(({ text }) => text === 'After')).toBe(true);
        expect(page.hasOlder).toBe(false);
      }
      expect((await gina.ask('chat.history', { roomId, after: 0 })).messages).toHaveLength(1);
      const told = await wings.during(() => gina.ask('chat.mark-read', { roomId, seq: 1 }));
      expect(told).toMatchObject([{ message: { event: { body: { readSeq: gina.summary!.readSeq, unread: 1 } } } }]);
    });

    it('I8: of the call that is on is what was said since it began', async () => {
      const roomId = await privateRoom([bob]);
      await say(alice, roomId, 'Before the call');
      wings.clock.advance(1_000);
      const { participantId } = await joinCall(bob, roomId);
      const during = await say(alice, roomId, 'In the call');
      await alice.ask('rooms.rename', { roomId, name: 'Study, renamed' });
      const link = await invite(alice, roomId, { history: 'call' });
      const gina = await wings.come(link.secret, 'Gina');
      expect(await read(gina, roomId)).toEqual(['In the call']);
      expect((await gina.ask('chat.history', { roomId, before: during.seq })).messages).toEqual([]);
      await bob.ask('calls.leave', { participantId });
      // No call is on: nothing of before.
      const gus = await wings.come(link.secret, 'Gus');
      expect(await read(gus, roomId)).toEqual([]);
    });

    it('I8: of a call in which nothing was said before, in a room where nothing was, is all', async () => {
      const roomId = await privateRoom([bob]);
      await joinCall(bob, roomId);
      await say(alice, roomId, 'First');
      const gina = await wings.come((await invite(alice, roomId, { history: 'call' })).secret, 'Gina');
      expect(gina.summary?.sinceSeq).toBe(0);
      expect(await read(gina, roomId)).toEqual(['First']);
    });

    it('I8: all is all', async () => {
      const roomId = await privateRoom();
      await say(alice, roomId, 'Before');
      const gina = await wings.come((await invite(alice, roomId, { history: 'all' })).secret, 'Gina');
      expect(await read(gina, roomId)).toEqual(['Before']);
    });

    it('I8: nobody shows more than they see themselves', async () => {
      const roomId = await privateRoom();
      await say(alice, roomId, 'Before Bob');
      await accept(bob, (await invite(alice, roomId, { role: 'moderator', history: 'none' })).secret);
      await say(alice, roomId, 'Since Bob');
      const gina = await wings.come((await invite(bob, roomId, { history: 'all' })).secret, 'Gina');
      expect(await read(gina, roomId)).toEqual(['Since Bob']);
    });

    it('I8: who comes again by another link sees what that one shows', async () => {
      const roomId = await privateRoom();
      await say(alice, roomId, 'Before');
      await accept(bob, (await invite(alice, roomId, { history: 'all' })).secret);
      await bob.ask('rooms.leave', { roomId });
      await accept(bob, (await invite(alice, roomId, { history: 'none' })).secret);
      expect(await read(bob, roomId)).toEqual([]);
    });
  });

  describe('who is kept out', () => {
    it('I13: a locked room takes nobody by a link, and who is in stays in', async () => {
      const roomId = await privateRoom([bob]);
      const links = [await invite(alice, roomId), await invite(alice, roomId, { entry: 'lobby' })];
      await alice.ask('rooms.lock', { roomId, isLocked: true });
      for (const { secret } of links) {
        expect(await refusalOf(wings.come(secret, 'Gina'))).toBe('locked');
        expect(await refusalOf(accept(carol, secret))).toBe('locked');
        expect((await accept(bob, secret)).summary?.room.id).toBe(roomId);
      }
      expect((await alice.ask('rooms.view', { roomId })).view.lobby).toEqual([]);
      await alice.ask('rooms.lock', { roomId, isLocked: false });
      await wings.come(links[0]!.secret, 'Gina');
    });

    it('I13: nobody comes in by a link who is banned, nor waits', async () => {
      const roomId = await privateRoom([bob]);
      await alice.ask('rooms.ban', { roomId, accountId: bob.id });
      for (const link of [
        await invite(alice, roomId),
        await invite(alice, roomId, { role: 'moderator' }),
        await invite(alice, roomId, { entry: 'lobby' }),
      ]) {
        expect(await refusalOf(accept(bob, link.secret))).toBe('banned');
      }
      expect((await alice.ask('invitations.list', { roomId })).invitations.every(({ uses }) => uses === 0)).toBe(true);
    });

    it('I13: newcomers from the network of a banned guest wait, whatever the link says; others do not', async () => {
      const roomId = await privateRoom();
      const link = await invite(alice, roomId);
      const gina = await wings.come(link.secret, 'Gina', '198.51.100.7');
      await alice.ask('rooms.ban', { roomId, accountId: gina.id });
      expect(await refusalOf(accept(gina, link.secret))).toBe('banned');
      const again = await wings.come(link.secret, 'Not Gina', '198.51.100.7');
      expect(again.summary).toBeNull();
      expect(again.waiting?.roomId).toBe(roomId);
      expect((await wings.come(link.secret, 'Gus', '203.0.113.9')).summary?.room.id).toBe(roomId);
      // Nor does the long way round help: a guest of another room, made there.
      const elsewhere = await invite(alice, await privateRoom());
      const third = await wings.come(elsewhere.secret, 'Nor is this Gina', '198.51.100.7');
      expect((await accept(third, link.secret)).waiting?.roomId).toBe(roomId);
      // Somebody with an account is known by that.
      expect((await accept(bob, link.secret)).summary?.room.id).toBe(roomId);
    });

    it('a full room says so, and nobody is made', async () => {
      const roomId = await privateRoom();
      const link = await invite(alice, roomId, { maxUses: 1 });
      const at = wings.clock.now();
      const ids = Array.from({ length: LIMITS.membersPerRoom - 1 }, (_, index) => `filler-${roomId}-${index}`);
      const date = database.dialect === 'sqlite' ? new Date(at).toISOString() : new Date(at);
      for (let start = 0; start < ids.length; start += 1_000) {
        const some = ids.slice(start, start + 1_000);
        await database.transaction(async (trx) => {
          await trx
            .insertInto('accounts')
            .values(
              some.map((id) => ({ id, name: id, email: `${id}@parlor.example`, emailVerified: false, createdAt: date, updatedAt: date })),
            )
            .execute();
          await trx
            .insertInto('members')
            .values(some.map((accountId) => ({ roomId, accountId, role: 'member' as const, readSeq: 0, joinedAt: at })))
            .execute();
        });
      }
      expect(await refusalOf(wings.come(link.secret, 'Gina'))).toBe('full');
      await database.db.deleteFrom('members').where('accountId', '=', ids[0]!).execute();
      // The use was given back with the rest.
      await wings.come(link.secret, 'Gina');
    });
  });
});

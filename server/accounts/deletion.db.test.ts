// Deleting an account, on every database: what stays of somebody, what goes, and who has their rooms then.
import { sql } from 'kysely';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { joinCall } from '../law.cast.testing.ts';
import { watch } from '../law.testing.ts';
import { invite } from '../rooms/inviting.testing.ts';
import { createSmtpMailer } from '../mail/smtp.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { startMailServer } from '../testing/mail-server.ts';
import { createWings, newKey, PASSWORD, refusalOf, type Person, type Wings } from '../wings.testing.ts';

eachDatabase('deleting an account', ({ open }) => {
  let database: Database;
  let wings: Wings;
  let alice: Person;
  let bob: Person;
  beforeAll(async () => {
    database = await open();
    wings = createWings(database);
    // The first owns the house.
    alice = await wings.signUp('Alice');
    bob = await wings.signUp('Bob');
  });
  beforeEach(() => wings.clock.advance(60 * 60_000));

  const bury = (person: Person, password: string | null = PASSWORD) => wings.visit('delete', { password }, person.cookie);
  const say = (person: Person, roomId: RoomId, text = 'Hello') => person.ask('chat.post', { roomId, key: newKey(), text });
  const viewOf = async (person: Person, roomId: RoomId) => (await person.ask('rooms.view', { roomId })).view;
  const ownerOf = async (person: Person, roomId: RoomId) =>
    (await viewOf(person, roomId)).members.find(({ role }) => role === 'owner')?.account.name;
  const gone = (id: AccountId) => ({ id, name: '', kind: 'deleted' as const, picture: null });

  /** Every row of every table that has one of these words somewhere, with the columns that have it. */
  const traces = async (words: readonly string[]): Promise<string[]> => {
    const tables = await database.db.introspection.getTables();
    const found: string[] = [];
    for (const { name: table, isView } of tables) {
      if (isView || table.startsWith('sqlite')) continue;
      const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(database.db);
      for (const row of rows) {
        for (const [column, value] of Object.entries(row)) {
          const text = JSON.stringify(value) ?? '';
          if (words.some((word) => text.toLowerCase().includes(word.toLowerCase()))) found.push(`${table}.${column}`);
        }
      }
    }
    return [...new Set(found)].toSorted();
  };

  describe('P25: what they said stays, signed by nobody', () => {
    it('in rooms that they were in, and in those that they had left, at once in every page', async () => {
      const quentin = await wings.signUp('Quentin');
      const here = await wings.roomOf(alice, [bob, quentin]);
      const left = await wings.roomOf(bob, [alice, quentin], 'Left');
      const silent = await wings.roomOf(alice, [quentin], 'Silent');
      await say(quentin, here.id, 'Said here');
      await say(quentin, left.id, 'Said there');
      await quentin.ask('rooms.leave', { roomId: left.id });
      await joinCall(quentin, here.id);
      await joinCall(alice, here.id);
      await wings.during(async () => {});
      const pages = await watch(wings, [alice, bob]);
      const told = await wings.during(() => bury(quentin));
      pages.tell(told);
      const { told: expected, fetched } = await pages.compare();
      expect(fetched).toEqual(expected);
      for (const [room, text] of [
        [here, 'Said here'],
        [left, 'Said there'],
      ] as const) {
        const { messages, members } = await viewOf(alice, room.id);
        expect(messages).toMatchObject([{ text, author: gone(quentin.id) }]);
        expect(members.map(({ account }) => account.id)).not.toContain(quentin.id);
      }
      expect((await viewOf(alice, silent.id)).members).toHaveLength(1);
      expect(wings.calls.callOf(here.id)!.participants.map(({ account }) => account.name)).toEqual(['Alice']);
    });

    it('also for whoever reads on from before: what happened names nobody any more', async () => {
      const quentin = await wings.signUp('Quentin');
      const room = await wings.roomOf(alice, [quentin]);
      await say(quentin, room.id);
      await quentin.ask('accounts.change-profile', { name: 'Quentin V', about: 'Collects stamps', pronouns: '', timeZone: null });
      await bury(quentin);
      const events = await wings.rooms.eventsAfter(room.id, 0, 100);
      expect(events.map(({ event }) => event)).toContain('rooms.account-changed');
      expect(JSON.stringify(events)).not.toMatch(/Quentin|stamps/);
    });
  });

  it('P25: nothing else of them is left, in any table', async () => {
    const quentin = await wings.signUp('Quentin Verrazano');
    const row = await database.db.selectFrom('accounts').select('email').where('id', '=', quentin.id).executeTakeFirstOrThrow();
    const photo = await sharp({ create: { width: 80, height: 80, channels: 3, background: '#3a7d44' } })
      .jpeg()
      .toBuffer();
    const { picture } = await wings.pictures.put(quentin.id, async () => photo);
    const about = { name: 'Quentin Verrazano', about: 'Collects stamps', pronouns: 'they/them', timeZone: 'Europe/Lisbon' };
    await quentin.ask('accounts.change-profile', about);
    await quentin.ask('accounts.set-status', { status: { text: 'At the post office', emoji: '📮', until: null } });
    const garden = await wings.roomOf(alice, [bob, quentin]);
    const own = await wings.roomOf(quentin, [bob], 'Stamps');
    await say(quentin, garden.id);
    await joinCall(quentin, garden.id);
    const { id: invitationId } = await invite(quentin, own.id);
    const closed = await wings.roomOf(bob, [], 'Closed', 'private');
    await bob.ask('rooms.ban', { roomId: closed.id, accountId: quentin.id });
    await quentin.ask('rooms.ban', { roomId: own.id, accountId: alice.id });
    await alice.ask('rooms.set-rights', { roomId: garden.id, accountId: quentin.id, rights: { maySpeak: false, mayShare: true } });
    await wings.visit('totp-begin', { password: PASSWORD }, quentin.cookie);
    await wings.visit('passkey-begin', { password: PASSWORD }, quentin.cookie);
    await database.transaction(async (trx) => {
      const waiting = { sealed: 'x', createdAt: 0, nextTryAt: Number.MAX_SAFE_INTEGER, expiresAt: 0, lastError: null };
      for (const [index, recipient] of [row.email, 'quentin.next@example.org'].entries()) {
        await trx
          .insertInto('mails')
          .values({ ...waiting, id: `quentin ${index}`, recipient })
          .execute();
      }
      await trx
        .insertInto('house')
        .values({ key: 'mailFailure', value: `550 no such box: <${row.email}>` })
        .execute();
      const link = { secretHash: 'x', purpose: 'confirm-email' as const, email: 'quentin.next@example.org', expiresAt: 0 };
      await trx
        .insertInto('links')
        .values({ ...link, accountId: quentin.id })
        .execute();
      await trx.insertInto('recoveryRequests').values({ accountId: quentin.id, askedAt: 0 }).execute();
    });

    const secrets = ['Verrazano', row.email, 'quentin.next', 'stamps', 'they/them', 'Lisbon', 'post office', '📮', picture!];
    const keptNames = ['rooms.name', 'rooms.slug', 'audit.roomName', 'house.value'];
    expect(await traces(secrets)).toEqual(
      expect.arrayContaining(['accounts.name', 'accounts.email', 'events.body', 'files.id', 'mails.recipient']),
    );
    await bury(quentin);

    // The room that they named "Stamps" is called that still; it is Bob's now.
    const words = secrets.filter((word) => word !== 'stamps');
    expect(await traces(words)).toEqual([]);
    expect((await traces(['stamps'])).filter((place) => !keptNames.includes(place))).toEqual([]);
    expect(await traces([quentin.id])).toEqual([
      'accounts.email', // <id>@deleted.invalid
      'accounts.id',
      'audit.actorId',
      'audit.subjectId',
      'bans.bannedBy',
      'events.body',
      'invitations.createdBy',
      'messages.authorId',
    ]);
    expect(await wings.files.get(picture!, '64.webp')).toBeNull();
    const invitation = await database.db
      .selectFrom('invitations')
      .select('revokedAt')
      .where('id', '=', invitationId)
      .executeTakeFirstOrThrow();
    expect(invitation.revokedAt).toBe(wings.clock.now());
    expect(await database.db.selectFrom('accounts').selectAll().where('id', '=', quentin.id).executeTakeFirstOrThrow()).toMatchObject({
      role: 'deleted',
      name: '',
      email: `${quentin.id}@deleted.invalid`,
      about: '',
      pronouns: '',
      timeZone: null,
      status: null,
      picture: null,
      image: null,
    });
  });

  describe('P26: a room that they own', () => {
    const room = async (owner: Person, others: readonly Person[]) => {
      const { id } = await wings.roomOf(owner, [], 'Owned');
      for (const { id: accountId } of others) {
        wings.clock.advance(1_000);
        await owner.ask('rooms.add-member', { roomId: id, accountId });
      }
      return id;
    };

    it('is handed to whoever keeps order in it longest, else to whoever has been in it longest', async () => {
      const [quentin, carol, dora] = [await wings.signUp('Quentin'), await wings.signUp('Carol'), await wings.signUp('Dora')];
      const kept = await room(quentin, [bob, carol, dora]);
      for (const { id } of [dora, carol]) await quentin.ask('rooms.set-role', { roomId: kept, accountId: id, role: 'moderator' });
      const plain = await room(quentin, [carol, bob, dora]);
      await bury(quentin);
      expect([await ownerOf(bob, kept), await ownerOf(bob, plain)]).toEqual(['Carol', 'Carol']);
      expect((await viewOf(bob, kept)).members).toHaveLength(3);
      // They are its owner in every way.
      await carol.ask('rooms.rename', { roomId: kept, name: 'Renamed' });
      await carol.ask('rooms.delete', { roomId: plain });
    });

    it('is handed to somebody who is suspended only where there is nobody else', async () => {
      const [quentin, carol, dora] = [await wings.signUp('Quentin'), await wings.signUp('Carol'), await wings.signUp('Dora')];
      const both = await room(quentin, [carol, dora]);
      const alone = await room(quentin, [carol]);
      await quentin.ask('rooms.set-role', { roomId: both, accountId: carol.id, role: 'moderator' });
      await database.db.updateTable('accounts').set({ suspendedAt: 1 }).where('id', '=', carol.id).execute();
      await bury(quentin);
      expect([await ownerOf(dora, both), await ownerOf(carol, alone)]).toEqual(['Dora', 'Carol']);
    });

    it('goes with them where nobody is left who could own it, and whoever is in it is told', async () => {
      const quentin = await wings.signUp('Quentin');
      const empty = await room(quentin, []);
      const withGuest = await room(quentin, []);
      const { secret } = await invite(quentin, withGuest);
      const guest = await wings.come(secret, 'Guest');
      const told = await wings.during(() => bury(quentin));
      for (const roomId of [empty, withGuest]) {
        expect(await database.db.selectFrom('rooms').select('id').where('id', '=', roomId).execute()).toEqual([]);
        expect(told).toContainEqual({ to: 'room', roomId, message: { kind: 'closed' } });
      }
      const exited = { event: 'rooms.exited', body: { roomId: withGuest, reason: 'deleted' } };
      expect(told).toContainEqual({ to: 'account', accountId: guest.id, message: { kind: 'event', event: exited, detach: withGuest } });
    });
  });

  it('P27: a mail says goodbye, and it alone of all that waited', async () => {
    const server = await startMailServer();
    const from = { name: 'Parlor', address: 'parlor@house.example' };
    const mailer = createSmtpMailer({ ...server, host: '127.0.0.1', isTls: false, auth: null, from });
    const posted = createWings(await open(), { mailer });
    try {
      await posted.signUp('Olga');
      const email = 'quentin@parlor.example';
      const { cookie } = await posted.visit('create', { name: 'Quentin', email, password: PASSWORD });
      await server.next(email);
      await posted.visit('delete', { password: PASSWORD }, cookie);
      expect(await server.next(email)).toMatchObject({ subject: 'Your account is deleted' });
      await posted.outbox!.close();
      expect(await posted.database.db.selectFrom('mails').select('recipient').execute()).toEqual([]);
    } finally {
      await posted.outbox!.close();
      await server.close();
    }
  });

  describe('P27: it is confirmed, and final', () => {
    it('A27: the cookie of somebody who is deleted is nobody’s, and every socket is told', async () => {
      const quentin = await wings.signUp('Quentin');
      const told = await wings.during(() => bury(quentin));
      expect(told).toContainEqual({ to: 'account', accountId: quentin.id, message: { kind: 'revoked', signInId: null } });
      expect((await wings.visit('me', {}, quentin.cookie)).reply.account).toBeNull();
      expect(await refusalOf(wings.visit('security', {}, quentin.cookie))).toBe('signed-out');
      expect(await refusalOf(bury(quentin))).toBe('signed-out');
      expect(await refusalOf(quentin.ask('accounts.set-status', { status: null }))).toBe('signed-out');
      expect(await refusalOf(quentin.ask('rooms.create', { name: 'Ghost', visibility: 'public' }))).not.toBe('');
    });

    it('the browser forgets its cookie', async () => {
      const { setCookie } = await bury(await wings.signUp('Quentin'));
      expect(setCookie.some((line) => /^parlor=;.*Max-Age=0/i.test(line))).toBe(true);
    });

    it('A16: nobody deletes another, by an id or by what they do not know', async () => {
      const quentin = await wings.signUp('Quentin');
      await wings.roomOf(alice, [quentin]);
      const other = (async () => wings.visit('delete', { password: PASSWORD, accountId: quentin.id } as never, bob.cookie))();
      expect(await refusalOf(other)).toBe('bad-request');
      expect(await refusalOf(bury(quentin, 'not the password of Quentin'))).toBe('wrong-credentials');
      expect(await refusalOf(bury(quentin, null))).toBe('confirm-first');
      expect(await refusalOf(wings.visit('delete', { password: PASSWORD }))).toBe('signed-out');
      expect((await wings.visit('me', {}, quentin.cookie)).reply.account).toMatchObject({ id: quentin.id, name: 'Quentin' });
      expect((await wings.visit('me', {}, bob.cookie)).reply.account).toMatchObject({ id: bob.id });
    });

    it('the owner of the house hands it over first, and nothing has changed until then', async () => {
      const room = await wings.roomOf(alice, [bob]);
      expect(await wings.during(async () => expect(await refusalOf(bury(alice))).toBe('not-allowed'))).toEqual([]);
      expect(await ownerOf(bob, room.id)).toBe('Alice');
    });

    it('of two that are asked for at once, one is carried out', async () => {
      const quentin = await wings.signUp('Quentin');
      const both = await Promise.allSettled([bury(quentin), bury(quentin)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    });

    it('whoever enters a room at that moment is out of it, or was never in', async () => {
      for (let round = 0; round < 3; round++) {
        const quentin = await wings.signUp('Quentin');
        const rooms = [await wings.roomOf(alice), await wings.roomOf(alice), await wings.roomOf(alice)];
        await Promise.allSettled([bury(quentin), ...rooms.map(({ id }) => quentin.ask('rooms.join', { roomId: id }))]);
        expect((await wings.visit('me', {}, quentin.cookie)).reply.account).toBeNull();
        expect(await database.db.selectFrom('members').select('roomId').where('accountId', '=', quentin.id).execute()).toEqual([]);
        for (const { id } of rooms) expect((await viewOf(alice, id)).members).toHaveLength(1);
      }
    });

    it('the address is free for another account, which has nothing of the first', async () => {
      const quentin = await wings.signUp('Quentin');
      const room = await wings.roomOf(alice, [quentin], 'Kept', 'private');
      const { email } = await database.db.selectFrom('accounts').select('email').where('id', '=', quentin.id).executeTakeFirstOrThrow();
      await bury(quentin);
      expect(await refusalOf(wings.visit('sign-in', { email, password: PASSWORD }))).toBe('wrong-credentials');
      const { reply } = await wings.visit('create', { name: 'Quentin', email, password: PASSWORD });
      expect(reply.account.id).not.toBe(quentin.id);
      expect((await wings.rooms.summaries(reply.account.id)).map((summary) => summary.room.id)).not.toContain(room.id);
      expect(
        await refusalOf(
          wings.ask({ accountId: reply.account.id, role: 'member', sessionId: 'x', signInId: 'x' }, 'rooms.view', { roomId: room.id }),
        ),
      ).toBe('not-found');
    });
  });
});

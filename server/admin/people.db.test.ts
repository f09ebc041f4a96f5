// People through Admin's handlers, on every database: looking for them, roles, suspending, ending sign-ins; who may do it to whom.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HouseRole } from '../../protocol/accounts.ts';
import type { Person as ListedPerson } from '../../protocol/admin.ts';
import type { AccountId, InvitationId, RoomId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, PASSWORD, refusalOf, type Person, type Wings } from '../wings.testing.ts';

const MINUTE_MS = 60_000;

eachDatabase('people in Admin', ({ open }) => {
  let database: Database;
  let wings: Wings;
  let alice: Person;
  let bob: Person;
  let carol: Person;

  /** Asks a moment later than whoever asked before: what happens in the same millisecond has no order. */
  const later = (person: Person): Person => ({
    ...person,
    ask(name, body) {
      wings.clock.advance(1);
      return person.ask(name, body);
    },
  });
  beforeAll(async () => {
    database = await open();
    wings = createWings(database);
    alice = later(await wings.signUp('Alice'));
    [bob, carol] = [later(await wings.signUp('Bob')), later(await wings.signUp('Carol'))];
  });

  const people = async (text = '', show: 'all' | 'guests' | 'suspended' | 'admins' = 'all') =>
    (await alice.ask('admin.people', { text, show })).people;
  const find = async (id: AccountId): Promise<ListedPerson | undefined> => {
    for (let after: string | undefined; ;) {
      const { people: page, hasMore } = await alice.ask('admin.people', { text: '', show: 'all', after });
      const found = page.find(({ account }) => account.id === id);
      if (found || !hasMore) return found;
      after = page.at(-1)!.account.id;
    }
  };
  const roleOf = async (id: AccountId): Promise<HouseRole> => (await find(id))!.role;
  const trail = async () => (await alice.ask('admin.audit', {})).entries;

  /** Somebody without a browser: what a test needs of them is that they are there. */
  const insert = async (name: string, email: string, role: HouseRole | 'deleted' = 'member', id = newId()): Promise<AccountId> => {
    const now = new Date().toISOString();
    await database.db
      .insertInto('accounts')
      .values({
        id,
        name,
        email,
        emailVerified: database.dialect === 'postgres' ? false : 0,
        image: null,
        createdAt: now,
        updatedAt: now,
        role,
      })
      .execute();
    return id as AccountId;
  };

  describe('are listed', () => {
    it('with what there is to know of them', async () => {
      const { email } = (await wings.visit('me', {}, bob.cookie)).reply.account!;
      const stored = [100, 23].map((bytes) => ({ id: newId(), ownerId: bob.id, kind: 'picture' as const, bytes, createdAt: 1 }));
      await database.db.insertInto('files').values(stored).execute();
      const before = (await find(bob.id))!;
      expect(before).toEqual({
        account: { id: bob.id, name: 'Bob', kind: 'person', picture: null },
        email,
        isEmailConfirmed: false,
        role: 'member',
        isSuspended: false,
        hasSecondFactor: false,
        createdAt: expect.any(Number) as number,
        seenAt: expect.any(Number) as number,
        storedBytes: 123,
      });
      for (const at of [before.createdAt, before.seenAt!]) expect(Math.abs(at - Date.now())).toBeLessThan(5 * MINUTE_MS);
    });

    it.each(['a code', 'a passkey'])('with a second factor where it is %s', async (kind) => {
      const id = await insert('Careful', `${newId()}@parlor.example`);
      expect((await find(id))?.hasSecondFactor).toBe(false);
      if (kind === 'a code') await database.db.updateTable('accounts').set({ twoFactorEnabled: true }).where('id', '=', id).execute();
      else {
        const passkey = { name: 'Key', publicKey: 'x', userId: id, credentialID: newId(), counter: 0, deviceType: 'x', backedUp: false };
        await database.db
          .insertInto('passkeys')
          .values({ ...passkey, id: newId(), transports: null, createdAt: null, aaguid: null })
          .execute();
      }
      expect((await find(id))?.hasSecondFactor).toBe(true);
      // Nobody else is taken for careful.
      expect((await find(carol.id))?.hasSecondFactor).toBe(false);
    });

    it('as guests without an address, and those who are gone not at all', async () => {
      const guest = await insert('Gustav', `${newId()}@guest.invalid`, 'guest');
      const gone = await insert('', `${newId()}@deleted.invalid`, 'deleted');
      expect(await find(guest)).toMatchObject({ email: null, role: 'guest', account: { kind: 'guest' }, seenAt: null });
      expect(await find(gone)).toBe(undefined);
      expect((await people('', 'guests')).map(({ account }) => account.name)).toEqual(['Gustav']);
      expect(await people('guest.invalid')).toEqual([]);
    });

    it('H7: in pages, newest first, that neither overlap nor leave anybody out', async () => {
      for (let index = 0; index < 110; index++)
        await insert(`Paged ${index}`, `${newId()}@parlor.example`, 'member', newId(Date.now() + index));
      const names: string[] = [];
      let after: string | undefined;
      for (let page = 0; page < 3; page++) {
        const { people: found, hasMore } = await alice.ask('admin.people', { text: 'paged', show: 'all', after });
        names.push(...found.map(({ account }) => account.name));
        after = found.at(-1)!.account.id;
        expect([found.length, hasMore]).toEqual(page < 2 ? [50, true] : [10, false]);
      }
      expect(names).toEqual(Array.from({ length: 110 }, (_, index) => `Paged ${109 - index}`));
    });
  });

  describe('are looked for', () => {
    beforeAll(async () => {
      await insert('Élodie Durand', 'elodie@north.example');
      await insert('100% Zed', 'zed_1@north.example');
      await insert('Back\\slash', 'zedx1@north.example');
      await insert("O'Neil", 'neil@south.example');
      await insert('Жанна', 'zhanna@south.example');
    });

    it.each<[text: string, found: string[]]>([
      ['DURAND', ['Élodie Durand']],
      ['élodie', ['Élodie Durand']],
      ['ÉLODIE', ['Élodie Durand']],
      ['E\u0301lodie', ['Élodie Durand']],
      ['ЖАНН', ['Жанна']],
      ['North.Example', ['Back\\slash', '100% Zed', 'Élodie Durand']],
      ['elodie@', ['Élodie Durand']],
      ['0%', ['100% Zed']],
      ['%', ['100% Zed']],
      ['zed_1', ['100% Zed']],
      ['k\\s', ['Back\\slash']],
      ["o'n", ["O'Neil"]],
      ["' or 1=1 --", []],
      ['"', []],
    ])('H7: by a part of their name or address, as plain text: %s', async (text, found) => {
      expect((await people(text)).map(({ account }) => account.name).toSorted()).toEqual(found.toSorted());
    });
  });

  describe('roles', () => {
    const setRole = (who: Person, accountId: AccountId, role: 'owner' | 'admin' | 'member') =>
      who.ask('admin.set-role', { accountId, role });
    beforeEach(async () => {
      for (const { id } of [bob, carol]) await setRole(alice, id, 'member');
    });

    it('are given by the owner, told to the person at once, and noted', async () => {
      const told = await wings.during(() => setRole(alice, bob.id, 'admin'));
      expect(told).toEqual([
        { to: 'account', accountId: bob.id, message: { kind: 'role', role: 'admin' } },
        {
          to: 'account',
          accountId: bob.id,
          message: {
            kind: 'event',
            event: { event: 'accounts.own-changed', body: { me: expect.objectContaining({ id: bob.id, role: 'admin' }) as unknown } },
          },
        },
      ]);
      expect((await wings.visit('me', {}, bob.cookie)).reply.account?.role).toBe('admin');
      expect((await people('', 'admins')).map(({ account }) => account.name)).toEqual(['Bob', 'Alice']);
      expect((await trail())[0]).toMatchObject({
        action: 'accounts.role-changed',
        actor: { name: 'Alice' },
        subject: { name: 'Bob' },
        details: { from: 'member', to: 'admin' },
      });
    });

    it('H6: that are given already are not given again: nobody is told, nothing is noted', async () => {
      const before = await trail();
      expect(await wings.during(() => setRole(alice, bob.id, 'member'))).toEqual([]);
      expect(await trail()).toEqual(before);
    });

    it('H2: handing the house over makes its owner an admin, and back again', async () => {
      await setRole(alice, bob.id, 'admin');
      const told = await wings.during(() => setRole(alice, bob.id, 'owner'));
      expect(
        told.flatMap((line) => (line.to === 'account' && line.message.kind === 'role' ? [[line.accountId, line.message.role]] : [])),
      ).toEqual([
        [alice.id, 'admin'],
        [bob.id, 'owner'],
      ]);
      expect([await roleOf(alice.id), await roleOf(bob.id)]).toEqual(['admin', 'owner']);
      // Whatever the session still believes of itself.
      expect(await refusalOf(setRole(alice, carol.id, 'admin'))).toBe('not-allowed');
      expect(await refusalOf(setRole(alice, bob.id, 'member'))).toBe('not-allowed');
      await setRole(bob, alice.id, 'owner');
      expect([await roleOf(alice.id), await roleOf(bob.id)]).toEqual(['owner', 'admin']);
    });

    it('H2: of two to whom the house is handed at once, one gets it', async () => {
      const outcomes = await Promise.allSettled([setRole(alice, bob.id, 'owner'), setRole(alice, carol.id, 'owner')]);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const owners = (await people('', 'admins')).filter(({ role }) => role === 'owner');
      expect(owners).toHaveLength(1);
      const owner = [bob, carol].find(({ id }) => id === owners[0]!.account.id)!;
      await setRole(owner, alice.id, 'owner');
      await setRole(alice, owner.id, 'member');
    });

    it.each<[who: string, role: 'owner' | 'admin' | 'member', id: () => AccountId, code: string]>([
      ['the owner themselves', 'member', () => alice.id, 'not-allowed'],
      ['nobody', 'admin', () => newId() as AccountId, 'not-found'],
    ])('H3: are not given to %s as %s', async (_who, role, id, code) => {
      expect(await refusalOf(setRole(alice, id(), role))).toBe(code);
      expect(await roleOf(alice.id)).toBe('owner');
    });

    it('are not given to guests, nor to those who are gone, and the house not to somebody who is suspended', async () => {
      const guest = await insert('Gustav', `${newId()}@guest.invalid`, 'guest');
      const gone = await insert('', `${newId()}@deleted.invalid`, 'deleted');
      expect(await refusalOf(setRole(alice, guest, 'member'))).toBe('not-allowed');
      expect(await refusalOf(setRole(alice, gone, 'admin'))).toBe('not-found');
      await alice.ask('admin.suspend', { accountId: carol.id, isSuspended: true });
      expect(await refusalOf(setRole(alice, carol.id, 'owner'))).toBe('not-allowed');
      await alice.ask('admin.suspend', { accountId: carol.id, isSuspended: false });
      expect(await roleOf(alice.id)).toBe('owner');
    });

    it('H4: taken from an admin leave their invitations to the house without worth, and those to rooms not', async () => {
      await setRole(alice, bob.id, 'admin');
      const [house, room] = [await invite(bob, null), await invite(bob, (await wings.roomOf(bob)).id)];
      expect(await good([house, room])).toEqual([house, room]);
      await setRole(alice, bob.id, 'member');
      expect(await good([house, room])).toEqual([room]);
    });
  });

  const invite = async (by: Person, roomId: RoomId | null): Promise<InvitationId> => {
    const rights = { maySpeak: true, mayShare: true };
    const terms =
      roomId === null
        ? { kind: 'house' as const, role: 'member' as const }
        : { kind: 'room' as const, roomId, role: 'member' as const, entry: 'direct' as const, rights, history: 'none' as const };
    return (await by.ask('invitations.create', { terms, expiresInMs: null, maxUses: null })).invitation.id;
  };
  const good = async (ids: InvitationId[]): Promise<InvitationId[]> => {
    const listed = new Set((await alice.ask('admin.invitations', {})).invitations.map(({ id }) => id));
    return ids.filter((id) => listed.has(id));
  };

  describe('suspended', () => {
    const suspend = (who: Person, accountId: AccountId, isSuspended = true) => who.ask('admin.suspend', { accountId, isSuspended });

    it('H4: lose every sign-in, are told so, and invite nobody; restored, they sign in again', async () => {
      const erin = await wings.signUp('Erin');
      const { email } = (await wings.visit('me', {}, erin.cookie)).reply.account!;
      const second = await wings.visit('sign-in', { email: email!, password: PASSWORD });
      const invitation = await invite(erin, (await wings.roomOf(erin)).id);
      const told = await wings.during(() => suspend(alice, erin.id));
      expect(told).toEqual([{ to: 'account', accountId: erin.id, message: { kind: 'revoked', signInId: null } }]);
      for (const { cookie } of [erin, second]) expect((await wings.visit('me', {}, cookie)).reply.account).toBe(null);
      expect(await good([invitation])).toEqual([]);
      expect((await people('', 'suspended')).map(({ account }) => account.name)).toEqual(['Erin']);
      expect(await find(erin.id)).toMatchObject({ isSuspended: true, seenAt: null });
      expect((await trail())[0]).toMatchObject({ action: 'accounts.suspended', subject: { name: 'Erin' } });

      await suspend(alice, erin.id, false);
      expect(await good([invitation])).toEqual([invitation]);
      expect((await trail())[0]).toMatchObject({ action: 'accounts.restored', subject: { name: 'Erin' } });
      // What was over stays over.
      expect((await wings.visit('me', {}, erin.cookie)).reply.account).toBe(null);
      const back = await wings.visit('sign-in', { email: email!, password: PASSWORD });
      expect((await wings.visit('me', {}, back.cookie)).reply.account?.id).toBe(erin.id);
    });

    it('H6: once more changes nothing and is not noted, nor is restoring somebody who is not', async () => {
      await suspend(alice, carol.id);
      const before = await trail();
      await suspend(alice, carol.id);
      await suspend(alice, carol.id, false);
      await suspend(alice, carol.id, false);
      expect((await trail()).slice(1)).toEqual(before.slice(0, 49));
    });
  });

  describe('sign-ins', () => {
    it('are listed without their secrets, and end one by one or all', async () => {
      const frank = await wings.signUp('Frank');
      const { email } = (await wings.visit('me', {}, frank.cookie)).reply.account!;
      const [one, two] = [1, 2].map(() => wings.visit('sign-in', { email: email!, password: PASSWORD }));
      const cookies = [frank.cookie, (await one!).cookie, (await two!).cookie];
      const list = async () => (await alice.ask('admin.sign-ins', { accountId: frank.id })).signIns;
      const listed = await list();
      expect(listed).toHaveLength(3);
      expect(listed.every(({ network, isThis }) => network === '192.0.2.1' && !isThis)).toBe(true);
      for (const cookie of cookies) expect(JSON.stringify(listed)).not.toContain(cookie.split('=')[1]!.split('.')[0]!);

      const told = await wings.during(() => alice.ask('admin.end-sign-ins', { accountId: frank.id, id: listed[0]!.id }));
      expect(told).toEqual([{ to: 'account', accountId: frank.id, message: { kind: 'revoked', signInId: listed[0]!.id } }]);
      expect((await list()).map(({ id }) => id)).toEqual(listed.slice(1).map(({ id }) => id));
      expect((await trail())[0]).toMatchObject({ action: 'accounts.signed-out', subject: { name: 'Frank' }, details: { count: '1' } });
      // Somebody else's is none of theirs.
      const grace = await wings.signUp('Grace');
      const [others] = (await alice.ask('admin.sign-ins', { accountId: grace.id })).signIns;
      expect(await wings.during(() => alice.ask('admin.end-sign-ins', { accountId: frank.id, id: others!.id }))).toEqual([]);

      await alice.ask('admin.end-sign-ins', { accountId: frank.id, id: null });
      expect(await list()).toEqual([]);
      for (const cookie of cookies) expect((await wings.visit('me', {}, cookie)).reply.account).toBe(null);
      expect((await wings.visit('me', {}, grace.cookie)).reply.account?.id).toBe(grace.id);
    });
  });

  describe('who cannot sign in', () => {
    const requests = async (who = alice) => (await who.ask('admin.recovery-requests', {})).requests;
    const forgot = async (email: string) => {
      await wings.visit('forgot', { email });
      await wings.accounts.settle();
    };

    it('is shown with what they asked, and gets in by a link that is good once', async () => {
      const hugo = await wings.signUp('Hugo');
      const { email } = (await wings.visit('me', {}, hugo.cookie)).reply.account!;
      await forgot(email!);
      const account = { id: hugo.id, name: 'Hugo', kind: 'person', picture: null };
      expect(await requests()).toEqual([{ account, email, role: 'member', askedAt: expect.any(Number) as number }]);
      const { secret, expiresAt } = await alice.ask('admin.make-link', { accountId: hugo.id });
      expect(expiresAt).toBe(wings.clock.now() + 30 * MINUTE_MS);
      expect(await requests()).toEqual([]);
      expect((await trail())[0]).toMatchObject({ action: 'accounts.link-made', actor: { name: 'Alice' }, subject: { name: 'Hugo' } });
      const password = 'seven brass kettles whistle';
      await wings.visit('reset', { secret, password });
      expect((await wings.visit('me', {}, hugo.cookie)).reply.account).toBe(null);
      expect((await wings.visit('sign-in', { email: email!, password })).reply.account?.id).toBe(hugo.id);
      expect(await refusalOf(wings.visit('reset', { secret, password }))).toBe('expired');
    });

    it('is dismissed without a link', async () => {
      const ida = await wings.signUp('Ida');
      await forgot((await wings.visit('me', {}, ida.cookie)).reply.account!.email!);
      expect(await requests()).toHaveLength(1);
      await alice.ask('admin.dismiss-request', { accountId: ida.id });
      await alice.ask('admin.dismiss-request', { accountId: ida.id });
      expect(await requests()).toEqual([]);
    });
  });

  describe('H3: an admin', () => {
    let dora: Person;
    let otherAdmin: Person;
    beforeAll(async () => {
      [dora, otherAdmin] = [later(await wings.signUp('Dora')), later(await wings.signUp('Otto'))];
      for (const { id } of [dora, otherAdmin]) await alice.ask('admin.set-role', { accountId: id, role: 'admin' });
    });

    const attempts: [what: string, attempt: (who: Person, accountId: AccountId) => Promise<unknown>][] = [
      ['role', (who, accountId) => who.ask('admin.set-role', { accountId, role: 'member' })],
      ['suspension', (who, accountId) => who.ask('admin.suspend', { accountId, isSuspended: true })],
      ['sign-ins', (who, accountId) => who.ask('admin.sign-ins', { accountId })],
      ['end of sign-ins', (who, accountId) => who.ask('admin.end-sign-ins', { accountId, id: null })],
      ['one-time link', (who, accountId) => who.ask('admin.make-link', { accountId })],
    ];

    it.each(attempts)('does nothing to the owner, another admin or themselves: %s', async (_what, attempt) => {
      const before = await trail();
      const told = await wings.during(async () => {
        for (const { id } of [alice, otherAdmin, dora]) expect(await refusalOf(attempt(dora, id))).toBe('not-allowed');
      });
      expect(told).toEqual([]);
      expect(await trail()).toEqual(before);
      for (const { cookie, id } of [alice, otherAdmin, dora]) expect((await wings.visit('me', {}, cookie)).reply.account?.id).toBe(id);
    });

    it('suspends members and guests, and signs them out', async () => {
      for (const isSuspended of [true, false]) await dora.ask('admin.suspend', { accountId: carol.id, isSuspended });
      const guest = await insert('Gustav', `${newId()}@guest.invalid`, 'guest');
      await dora.ask('admin.suspend', { accountId: guest, isSuspended: true });
      await dora.ask('admin.end-sign-ins', { accountId: carol.id, id: null });
    });

    it('who is suspended or no admin any more does nothing, whatever the session believes', async () => {
      const eve = later(await wings.signUp('Eve'));
      await alice.ask('admin.set-role', { accountId: eve.id, role: 'admin' });
      await eve.ask('admin.suspend', { accountId: carol.id, isSuspended: false });
      await alice.ask('admin.suspend', { accountId: eve.id, isSuspended: true });
      expect(await refusalOf(eve.ask('admin.suspend', { accountId: carol.id, isSuspended: true }))).toBe('not-allowed');
      await alice.ask('admin.suspend', { accountId: eve.id, isSuspended: false });
      await alice.ask('admin.set-role', { accountId: eve.id, role: 'member' });
      expect(await refusalOf(eve.ask('admin.suspend', { accountId: carol.id, isSuspended: true }))).toBe('not-allowed');
    });
  });
});

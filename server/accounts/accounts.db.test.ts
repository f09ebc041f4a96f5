// Accounts through their routes, on every database: who owns the house, whose an address is, what signs in and what does not.
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../ids.ts';
import { toReply } from '../gateway/replies.ts';
import { silentLog } from '../log.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, PASSWORD, refusalOf, type Person, type Wings } from '../wings.testing.ts';

const wish = (email: string, name = 'Somebody') => ({ name, email, password: PASSWORD });
const newEmail = () => `${newId()}@parlor.example`;

eachDatabase('accounts', ({ open, dialect }) => {
  let database: Database;
  let wings: Wings;
  let alice: Person;
  beforeAll(async () => {
    database = await open();
    wings = createWings(database);
    alice = await wings.signUp('Alice');
  });

  describe('the owner of the house', () => {
    it('is whose account is the first', async () => {
      const fresh = createWings(await open());
      expect((await fresh.visit('me', {})).reply).toMatchObject({ account: null, house: { hasOwner: false } });
      const first = await fresh.visit('create', wish(newEmail()));
      expect(first.reply.account.role).toBe('owner');
      expect((await fresh.visit('create', wish(newEmail()))).reply.account.role).toBe('member');
      expect((await fresh.visit('me', {})).reply).toMatchObject({ account: null, house: { hasOwner: true } });
      expect((await fresh.visit('me', {}, first.cookie)).reply.account).toEqual(first.reply.account);
    });

    it('is one when ten accounts are made at once, and owns the first room alone', async () => {
      const fresh = createWings(await open());
      await fresh.rooms.openFirstRoom('Lounge');
      const made = await Promise.all(Array.from({ length: 10 }, () => fresh.visit('create', wish(newEmail()))));
      const seen = await Promise.all(made.map(({ cookie }) => fresh.visit('me', {}, cookie)));
      const owners = seen.flatMap(({ reply }) => (reply.account?.role === 'owner' ? [reply.account.id] : []));
      expect(owners).toHaveLength(1);
      const caller = { accountId: owners[0]!, role: 'owner' as const, sessionId: newId(), signInId: newId() };
      const { card } = await fresh.ask(caller, 'rooms.find', { slug: 'lounge' });
      const { view } = await fresh.ask(caller, 'rooms.view', { roomId: card.room.id });
      expect(view.members).toHaveLength(10);
      expect(view.members.filter(({ role }) => role === 'owner').map(({ account }) => account.id)).toEqual(owners);
    });
  });

  describe('an address', () => {
    beforeAll(async () => {
      await wings.visit('create', wish('taken@parlor.example'));
    });

    it.each([
      ['as it is', 'taken@parlor.example'],
      ['in another case', 'TAKEN@Parlor.EXAMPLE'],
      ['in full width', 'ｔａｋｅｎ＠ｐａｒｌｏｒ．ｅｘａｍｐｌｅ'],
      ['between spaces', '  taken@parlor.example\t'],
    ])('that is taken cannot be taken again %s, and signs in all the same', async (_how, email) => {
      expect(await refusalOf(wings.visit('create', wish(email)))).toBe('taken');
      expect((await wings.visit('sign-in', { email, password: PASSWORD })).reply.account?.email).toBe('taken@parlor.example');
    });

    const outcomeOf = (work: Promise<unknown>) =>
      work.then(
        () => 'made',
        (error: unknown) => toReply(error, silentLog, 'a test').code,
      );

    it('is given to one of five who take it at once', async () => {
      const email = newEmail();
      const attempts = Array.from({ length: 5 }, () => outcomeOf(wings.visit('create', wish(email))));
      expect((await Promise.all(attempts)).toSorted()).toEqual(['made', 'taken', 'taken', 'taken', 'taken']);
    });

    if (dialect === 'postgres') {
      it('is given to one of two who both found it free', async () => {
        const email = newEmail();
        // Held until both have looked and wait to write.
        const attempts = await database.transaction(async (trx) => {
          await sql`lock table accounts in share mode`.execute(trx);
          const both = [1, 2].map(() => outcomeOf(wings.visit('create', wish(email))));
          const isWaiting = sql<{ pid: number }>`select pid from pg_locks where relation = 'accounts'::regclass and not granted`;
          while ((await isWaiting.execute(trx)).rows.length < both.length);
          return both;
        });
        expect((await Promise.all(attempts)).toSorted()).toEqual(['made', 'taken']);
      });
    }

    it.each([
      'nobody',
      'a@b',
      '@parlor.example',
      'a b@parlor.example',
      'a@parlor.example\n.evil',
      'а@parlor.example',
      'guest@guest.invalid',
      `${'a'.repeat(250)}@b.example`,
    ])('that is none is refused: %j', async (email) => {
      expect(['bad-request', 'too-long']).toContain(await refusalOf(wings.visit('create', wish(email))));
    });
  });

  describe('a password', () => {
    it.each([
      [14, 'bad-request'],
      [257, 'too-long'],
    ])('of %i characters is refused', async (length, code) => {
      const password = 'abcdefgehgxyznmq'.repeat(20).slice(0, length);
      expect(await refusalOf(wings.visit('create', { ...wish(newEmail()), password }))).toBe(code);
    });

    it('of 256 characters counts to its end', async () => {
      const email = newEmail();
      const password = 'Nine green teapots. '.repeat(13).slice(0, 255);
      await wings.visit('create', { ...wish(email), password: `${password}a` });
      expect(await refusalOf(wings.visit('sign-in', { email, password: `${password}b` }))).toBe('wrong-credentials');
      expect(await refusalOf(wings.visit('sign-in', { email, password }))).toBe('wrong-credentials');
      expect((await wings.visit('sign-in', { email, password: `${password}a` })).reply.account?.email).toBe(email);
    });

    it('that is easy to guess is refused, and makes no account', async () => {
      const email = newEmail();
      expect(await refusalOf(wings.visit('create', { ...wish(email), password: 'password12345678' }))).toBe('weak-password');
      expect(await refusalOf(wings.visit('create', { name: 'Wilhelmina', email, password: 'wilhelmina12345' }))).toBe('weak-password');
      await wings.visit('create', wish(email));
    });
  });

  it('a wrong password and an unknown address are answered alike', async () => {
    const email = newEmail();
    await wings.visit('create', wish(email));
    const bodyOf = (work: Promise<unknown>) => work.catch((error: unknown) => toReply(error, silentLog, 'sign-in'));
    const wrong = await bodyOf(wings.visit('sign-in', { email, password: 'another nine teapots' }));
    const unknown = await bodyOf(wings.visit('sign-in', { email: newEmail(), password: 'another nine teapots' }));
    expect(wrong).toMatchObject({ code: 'wrong-credentials' });
    expect(unknown).toEqual(wrong);
  });

  it.each(['credentials', 'signIns'])(
    'an account that is made but for its %s is not made at all, and can be tried again',
    async (table) => {
      const email = newEmail();
      // The table is out of the way for a moment: as good as a crash before it is written to.
      await database.db.schema.alterTable(table).renameTo('elsewhere').execute();
      await expect(wings.visit('create', wish(email))).rejects.toThrow(table);
      await database.db.schema.alterTable('elsewhere').renameTo(table).execute();
      expect((await wings.visit('create', wish(email))).reply.account?.email).toBe(email);
      expect((await wings.visit('sign-in', { email, password: PASSWORD })).reply.account?.email).toBe(email);
    },
  );

  describe('people', () => {
    beforeAll(async () => {
      for (const name of ['Élodie', '100% Bob', '100 Bobs', 'A_nna', 'Anna', 'Back\\slash', 'Жанна']) await wings.signUp(name);
    });

    it.each<[text: string, found: string[]]>([
      ['ann', ['Anna']],
      ['ANN', ['Anna']],
      ['a_', ['A_nna']],
      ['100%', ['100% Bob']],
      ['%', []],
      ['back\\', ['Back\\slash']],
      ['él', ['Élodie']],
      ['ÉLO', ['Élodie']],
      ['E\u0301lo', ['Élodie']],
      ['жан', ['Жанна']],
      ['nna', []],
      ["' or 1=1 --", []],
    ])('are found by how their name begins: %s', async (text, found) => {
      const { accounts } = await alice.ask('accounts.find', { text });
      expect(accounts.map(({ name }) => name)).toEqual(found);
      expect(accounts.every((account) => Object.keys(account).toSorted().join() === 'id,kind,name,picture')).toBe(true);
    });
  });

  it('what is wrong with the database is said as it is, and not as a refusal', async () => {
    const gone = await open();
    const house = createWings(gone);
    const { cookie } = await house.signUp('Alice');
    await gone.close();
    const attempts = [
      () => house.visit('create', wish(newEmail())),
      () => house.visit('sign-in', { email: newEmail(), password: PASSWORD }),
      () => house.visit('me', {}, cookie),
    ];
    for (const work of attempts) await expect(work()).rejects.toThrow('destroyed');
  });
});

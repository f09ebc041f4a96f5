// Addresses, through the routes, on every database: confirmed by whoever reads them, changed once the new one is, and told to the old one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { createSmtpMailer } from '../mail/smtp.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { linkIn, startMailServer, type MailServer } from '../testing/mail-server.ts';
import { createWings, outcomeOf, PASSWORD, refusalOf, type Wings } from '../wings.testing.ts';

const HOUR_MS = 60 * 60_000;
const NEXT = 'seven brass kettles whistle';
const newEmail = () => `${newId()}@parlor.example`;
const FROM = { name: 'Parlor', address: 'parlor@house.example' };

type Made = { id: AccountId; email: string; cookie: string };

eachDatabase('addresses', ({ open }) => {
  describe('with a mail server', () => {
    let database: Database;
    let server: MailServer;
    let wings: Wings;
    beforeAll(async () => {
      database = await open();
      server = await startMailServer();
      wings = createWings(database, { mailer: createSmtpMailer({ ...server, host: '127.0.0.1', isTls: false, auth: null, from: FROM }) });
    });
    afterAll(async () => {
      await wings.outbox!.close();
      await server.close();
    });

    const me = async (cookie: string) => (await wings.visit('me', {}, cookie)).reply.account!;
    const signUp = async (name = 'Ana'): Promise<Made & { secret: string }> => {
      const email = newEmail();
      const { reply, cookie } = await wings.visit('create', { name, email, password: PASSWORD });
      return { id: reply.account.id, email, cookie, secret: linkIn(await server.next(email)).secret };
    };
    const allSent = async () => {
      while ((await wings.outbox!.state()).waiting > 0) await new Promise<void>((resolve) => setImmediate(resolve));
    };
    const changeTo = async ({ cookie }: Made, email: string): Promise<string> => {
      expect((await wings.visit('change-email', { password: PASSWORD, email }, cookie)).reply).toEqual({ isDone: false });
      return linkIn(await server.next(email)).secret;
    };

    it('says that there is mail', async () => {
      expect((await wings.visit('me', {})).reply.house.hasMail).toBe(true);
    });

    describe('P10: a first address', () => {
      it('is asked for with the account, is confirmed by its link, and every browser is told', async () => {
        const { id, email, cookie, secret } = await signUp();
        expect(await me(cookie)).toMatchObject({ email, isEmailConfirmed: false });
        const told = await wings.during(() => wings.visit('confirm-email', { secret }, cookie));
        const now = await me(cookie);
        expect(now).toMatchObject({ email, isEmailConfirmed: true, role: 'owner' });
        expect(told).toEqual([
          { to: 'account', accountId: id, message: { kind: 'event', event: { event: 'accounts.own-changed', body: { me: now } } } },
        ]);
        await wings.visit('send-confirmation', {}, cookie);
        await allSent();
        expect(server.received.filter(({ to }) => to.includes(email))).toHaveLength(1);
      });

      it('is confirmed in a browser that is signed in to the account, and in no other', async () => {
        const { cookie, secret } = await signUp();
        const { cookie: others } = await signUp();
        expect(await refusalOf(wings.visit('confirm-email', { secret }))).toBe('signed-out');
        expect(await refusalOf(wings.visit('confirm-email', { secret }, others))).toBe('signed-out');
        expect(await me(cookie)).toMatchObject({ isEmailConfirmed: false });
        expect(await me(others)).toMatchObject({ isEmailConfirmed: false });
        await wings.visit('confirm-email', { secret }, cookie);
      });

      it('is confirmed within a day, with the newest link, once of fifty at once', async () => {
        const made = await signUp();
        await wings.visit('send-confirmation', {}, made.cookie);
        const { secret } = linkIn(await server.next(made.email));
        expect(await refusalOf(wings.visit('confirm-email', { secret: made.secret }, made.cookie))).toBe('expired');
        const outcomes = await Promise.all(
          Array.from({ length: 50 }, () => outcomeOf(wings.visit('confirm-email', { secret }, made.cookie))),
        );
        expect(outcomes.toSorted()).toEqual(['done', ...Array.from({ length: 49 }, () => 'expired')]);
        const late = await signUp();
        wings.clock.advance(24 * HOUR_MS);
        expect(await refusalOf(wings.visit('confirm-email', { secret: late.secret }, late.cookie))).toBe('expired');
      });

      it('of somebody who was kept out for want of it makes a member of them at once', async () => {
        const { id, cookie, secret } = await signUp();
        await database.db.updateTable('accounts').set({ role: 'guest' }).where('id', '=', id).execute();
        const told = await wings.during(() => wings.visit('confirm-email', { secret }, cookie));
        expect(told).toContainEqual({ to: 'account', accountId: id, message: { kind: 'role', role: 'member' } });
        expect(await me(cookie)).toMatchObject({ role: 'member', kind: 'person', isEmailConfirmed: true });
      });

      it('of such a one may not become another', async () => {
        const { id, cookie } = await signUp();
        await database.db.updateTable('accounts').set({ role: 'guest' }).where('id', '=', id).execute();
        expect(await refusalOf(wings.visit('change-email', { password: PASSWORD, email: newEmail() }, cookie))).toBe('not-allowed');
      });

      it('is shown to be theirs by recovering the account, too', async () => {
        const { id, email } = await signUp();
        await database.db.updateTable('accounts').set({ role: 'guest' }).where('id', '=', id).execute();
        await wings.visit('forgot', { email });
        await wings.accounts.settle();
        await wings.visit('reset', { secret: linkIn(await server.next(email)).secret, password: NEXT });
        const { reply } = await wings.visit('sign-in', { email, password: NEXT });
        expect(reply.account).toMatchObject({ role: 'member', isEmailConfirmed: true });
      });
    });

    describe('P11: another address', () => {
      it('takes over once it is confirmed, and the old one is told', async () => {
        const made = await signUp('Bea');
        await wings.visit('confirm-email', { secret: made.secret }, made.cookie);
        const email = newEmail();
        const secret = await changeTo(made, email);
        expect((await me(made.cookie)).email).toBe(made.email);
        expect((await wings.visit('security', {}, made.cookie)).reply.security.nextEmail).toBe(email);
        expect(await refusalOf(wings.visit('sign-in', { email, password: PASSWORD }))).toBe('wrong-credentials');
        const told = await wings.during(() => wings.visit('confirm-email', { secret }, made.cookie));
        expect(told).toHaveLength(1);
        expect(await me(made.cookie)).toMatchObject({ email, isEmailConfirmed: true });
        expect((await wings.visit('security', {}, made.cookie)).reply.security.nextEmail).toBe(null);
        const mail = await server.next(made.email);
        expect(mail.subject).toBe('Your address was changed');
        expect(mail.text).toContain('Hello Bea,');
        expect(mail.text).toContain(email);
        expect(mail.text).toContain('If it was not you');
        expect(await refusalOf(wings.visit('sign-in', { email: made.email, password: PASSWORD }))).toBe('wrong-credentials');
        expect((await wings.visit('sign-in', { email, password: PASSWORD })).reply.account?.id).toBe(made.id);
      });

      it('is asked for with the password, by a person who is signed in', async () => {
        const { cookie } = await signUp();
        const email = newEmail();
        expect(await refusalOf(wings.visit('change-email', { password: PASSWORD, email }))).toBe('signed-out');
        expect(await refusalOf(wings.visit('change-email', { password: NEXT, email }, cookie))).toBe('wrong-credentials');
        expect(await refusalOf(wings.visit('change-email', { password: null, email }, cookie))).toBe('confirm-first');
        await allSent();
        expect(server.received.filter(({ to }) => to.includes(email))).toEqual([]);
      });

      it('is nobody else’s, when it is asked for and when it is confirmed', async () => {
        const [one, other] = [await signUp(), await signUp()];
        expect(await refusalOf(wings.visit('change-email', { password: PASSWORD, email: other.email.toUpperCase() }, one.cookie))).toBe(
          'taken',
        );
        const email = newEmail();
        const secret = await changeTo(one, email);
        await wings.visit('create', { name: 'Quicker', email, password: PASSWORD });
        expect(await refusalOf(wings.visit('confirm-email', { secret }, one.cookie))).toBe('taken');
        expect((await me(one.cookie)).email).toBe(one.email);
      });

      it('that two are to have is given to one of them', async () => {
        const [one, other] = [await signUp(), await signUp()];
        const email = newEmail();
        const secrets = [await changeTo(one, email), await changeTo(other, email)];
        const outcomes = await Promise.all(
          [one, other].map(({ cookie }, index) => outcomeOf(wings.visit('confirm-email', { secret: secrets[index]! }, cookie))),
        );
        expect(outcomes.toSorted()).toEqual(['done', 'taken']);
      });

      it('makes links that lie in the old mailbox void', async () => {
        const made = await signUp();
        await wings.visit('forgot', { email: made.email });
        await wings.accounts.settle();
        const old = linkIn(await server.next(made.email)).secret;
        const secret = await changeTo(made, newEmail());
        await wings.visit('confirm-email', { secret }, made.cookie);
        expect(await refusalOf(wings.visit('reset', { secret: old, password: NEXT }))).toBe('expired');
      });

      it('is forgotten by asking for the one that they have, or for a third', async () => {
        const made = await signUp();
        const first = await changeTo(made, newEmail());
        const second = await changeTo(made, newEmail());
        expect(await refusalOf(wings.visit('confirm-email', { secret: first }, made.cookie))).toBe('expired');
        expect((await wings.visit('change-email', { password: PASSWORD, email: made.email }, made.cookie)).reply).toEqual({ isDone: true });
        expect(await refusalOf(wings.visit('confirm-email', { secret: second }, made.cookie))).toBe('expired');
        expect((await me(made.cookie)).email).toBe(made.email);
      });

      it('is sent its link once more when it is asked for', async () => {
        const made = await signUp();
        const email = newEmail();
        const older = await changeTo(made, email);
        await wings.visit('send-confirmation', {}, made.cookie);
        const { secret } = linkIn(await server.next(email));
        expect(await refusalOf(wings.visit('confirm-email', { secret: older }, made.cookie))).toBe('expired');
        await wings.visit('confirm-email', { secret }, made.cookie);
        expect((await me(made.cookie)).email).toBe(email);
      });

      it('is not confirmed by a browser that was signed out meanwhile', async () => {
        const made = await signUp();
        const secret = await changeTo(made, newEmail());
        await wings.accounts.endSignIns(made.id, 'all');
        expect(await refusalOf(wings.visit('confirm-email', { secret }, made.cookie))).toBe('signed-out');
      });
    });

    describe('P7: nobody is sent many mails', () => {
      it('to whatever addresses they ask for', async () => {
        const made = await signUp();
        for (let count = 0; count < 10; count++) await wings.visit('change-email', { password: PASSWORD, email: newEmail() }, made.cookie);
        expect(await refusalOf(wings.visit('change-email', { password: PASSWORD, email: newEmail() }, made.cookie))).toBe('too-many');
        expect(await refusalOf(wings.visit('send-confirmation', {}, made.cookie))).toBe('too-many');
        wings.clock.advance(HOUR_MS);
        await wings.visit('send-confirmation', {}, made.cookie);
      });

      it('by many who all want theirs', async () => {
        const email = newEmail();
        const makers = [];
        for (let count = 0; count < 5; count++) makers.push(await signUp());
        for (const { cookie } of makers.slice(0, 4)) await wings.visit('change-email', { password: PASSWORD, email }, cookie);
        expect(await refusalOf(wings.visit('change-email', { password: PASSWORD, email }, makers[4]!.cookie))).toBe('too-many');
      });
    });

    describe('P12: another password', () => {
      it('ends every other sign-in and keeps this one; they are told by mail', async () => {
        const made = await signUp();
        const { cookie: other } = await wings.visit('sign-in', { email: made.email, password: PASSWORD });
        const told = await wings.during(() => wings.visit('change-password', { password: PASSWORD, next: NEXT }, made.cookie));
        expect(told).toEqual([{ to: 'account', accountId: made.id, message: { kind: 'revoked', signInId: expect.any(String) as string } }]);
        expect((await me(made.cookie)).id).toBe(made.id);
        expect((await wings.visit('me', {}, other)).reply.account).toBe(null);
        expect((await server.next(made.email)).subject).toBe('Your password was changed');
        expect(await refusalOf(wings.visit('sign-in', { email: made.email, password: PASSWORD }))).toBe('wrong-credentials');
        await wings.visit('sign-in', { email: made.email, password: NEXT });
      });

      it('is asked for with the old one, and is a good one', async () => {
        const { email, cookie } = await signUp('Wilhelmina');
        expect(await refusalOf(wings.visit('change-password', { password: PASSWORD, next: NEXT }))).toBe('signed-out');
        expect(await refusalOf(wings.visit('change-password', { password: NEXT, next: NEXT }, cookie))).toBe('wrong-credentials');
        expect(await refusalOf(wings.visit('change-password', { password: null, next: NEXT }, cookie))).toBe('confirm-first');
        expect(await refusalOf(wings.visit('change-password', { password: PASSWORD, next: 'wilhelmina12345' }, cookie))).toBe(
          'weak-password',
        );
        expect(await refusalOf(wings.visit('change-password', { password: PASSWORD, next: 'short' }, cookie))).toBe('bad-request');
        await wings.visit('sign-in', { email, password: PASSWORD });
      });

      it('is a first one for an account without, right after signing in', async () => {
        const { id, email, cookie } = await signUp();
        await database.db.deleteFrom('credentials').where('userId', '=', id).execute();
        await wings.visit('change-password', { password: null, next: NEXT }, cookie);
        expect((await wings.visit('sign-in', { email, password: NEXT })).reply.account?.id).toBe(id);
      });

      it('that is chosen while somebody else recovers the account is not the one that counts', async () => {
        const made = await signUp();
        await wings.visit('forgot', { email: made.email });
        await wings.accounts.settle();
        const { secret } = linkIn(await server.next(made.email));
        const [recovered, changed] = await Promise.allSettled([
          wings.visit('reset', { secret, password: NEXT }),
          wings.visit('change-password', { password: PASSWORD, next: 'four silver spoons stirring' }, made.cookie),
        ]);
        // Whichever came first: the link is void with another password, and the browser is signed out with a recovery.
        expect([recovered.status, changed.status].filter((status) => status === 'fulfilled')).toHaveLength(1);
        const password = recovered.status === 'fulfilled' ? NEXT : 'four silver spoons stirring';
        await wings.visit('sign-in', { email: made.email, password });
      });
    });
  });

  describe('without a mail server', () => {
    let wings: Wings;
    beforeAll(async () => {
      wings = createWings(await open());
    });
    const signUp = async (): Promise<Made> => {
      const email = newEmail();
      const { reply, cookie } = await wings.visit('create', { name: 'Ana', email, password: PASSWORD });
      return { id: reply.account.id, email, cookie };
    };

    it('P11: another address is there at once, and unconfirmed', async () => {
      expect((await wings.visit('me', {})).reply.house.hasMail).toBe(false);
      const { id, cookie } = await signUp();
      const email = newEmail();
      const told = await wings.during(async () => {
        expect((await wings.visit('change-email', { password: PASSWORD, email: email.toUpperCase() }, cookie)).reply).toEqual({
          isDone: true,
        });
      });
      const { account } = (await wings.visit('me', {}, cookie)).reply;
      expect(account).toMatchObject({ id, email, isEmailConfirmed: false });
      expect(told).toEqual([
        { to: 'account', accountId: id, message: { kind: 'event', event: { event: 'accounts.own-changed', body: { me: account } } } },
      ]);
    });

    it('P11: that is somebody else’s is taken, of two at once by one', async () => {
      const [one, other] = [await signUp(), await signUp()];
      expect(await refusalOf(wings.visit('change-email', { password: PASSWORD, email: other.email }, one.cookie))).toBe('taken');
      const email = newEmail();
      const outcomes = await Promise.all(
        [one, other].map(({ cookie }) => outcomeOf(wings.visit('change-email', { password: PASSWORD, email }, cookie))),
      );
      expect(outcomes.toSorted()).toEqual(['done', 'taken']);
    });

    it('P7: nobody tries many', async () => {
      const [one, other] = [await signUp(), await signUp()];
      for (let count = 0; count < 10; count++) {
        expect(await refusalOf(wings.visit('change-email', { password: PASSWORD, email: other.email }, one.cookie))).toBe('taken');
      }
      expect(await refusalOf(wings.visit('change-email', { password: PASSWORD, email: other.email }, one.cookie))).toBe('too-many');
    });

    it('there is nothing to confirm', async () => {
      const { cookie } = await signUp();
      expect(await refusalOf(wings.visit('send-confirmation', {}, cookie))).toBe('not-allowed');
    });
  });
});

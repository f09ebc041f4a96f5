// The way back in, through the routes, on every database: with a mail server, whose mails are read and followed, and without one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { createSmtpMailer } from '../mail/smtp.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { linkIn, startMailServer, type MailServer } from '../testing/mail-server.ts';
import { createWings, outcomeOf, PASSWORD, refusalOf, type Wings } from '../wings.testing.ts';

const MINUTE_MS = 60_000;
const NEXT = 'seven brass kettles whistle';
const newEmail = () => `${newId()}@parlor.example`;
const FROM = { name: 'Parlor', address: 'parlor@house.example' };

type Made = { id: AccountId; email: string; cookie: string };

const signUp = async (wings: Wings, name = 'Ana'): Promise<Made> => {
  const email = newEmail();
  const { reply, cookie } = await wings.visit('create', { name, email, password: PASSWORD });
  return { id: reply.account.id, email, cookie };
};
const whoIs = async (wings: Wings, cookie: string) => (await wings.visit('me', {}, cookie)).reply.account;
const signIn = (wings: Wings, email: string, password: string) => wings.visit('sign-in', { email, password });

eachDatabase('recovery', ({ open }) => {
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

    const forgot = async (email: string) => {
      await wings.visit('forgot', { email });
      await wings.accounts.settle();
    };
    /** The mail to confirm the address, which every new account gets, is out of the way. */
    const signUpHere = async (name?: string) => {
      const made = await signUp(wings, name);
      await server.next(made.email);
      return made;
    };
    const linkFor = async (email: string) => {
      await forgot(email);
      return linkIn(await server.next(email));
    };
    const allSent = async () => {
      while ((await wings.outbox!.state()).waiting > 0) await new Promise<void>((resolve) => setImmediate(resolve));
    };
    const nothingCameFor = async (email: string) => {
      await allSent();
      expect(server.received.filter(({ to }) => to.includes(email))).toEqual([]);
    };

    it('P6: whoever has the mail chooses a new password, and is told so', async () => {
      const { email, cookie } = await signUpHere();
      await forgot(email.toUpperCase());
      const mail = await server.next(email);
      expect(mail).toMatchObject({ to: [email], subject: 'A new password for Parlor' });
      const { url, page, secret } = linkIn(mail);
      expect(url).toMatch(/^http:\/\/parlor\.example\/reset#[A-Za-z0-9_-]{43}$/);
      expect(page).toBe('/reset');
      await wings.visit('reset', { secret, password: NEXT });
      const told = await server.next(email);
      expect(told.subject).toBe('Your password was changed');
      expect(told.text).not.toContain(NEXT);
      expect(await whoIs(wings, cookie)).toBe(null);
      expect(await refusalOf(signIn(wings, email, PASSWORD))).toBe('wrong-credentials');
      expect((await signIn(wings, email, NEXT)).reply.account?.email).toBe(email);
    });

    it('P6: it signs nobody in, and ends every sign-in at once, sockets and all', async () => {
      const { id, email, cookie } = await signUpHere();
      const others = [await signIn(wings, email, PASSWORD), await signIn(wings, email, PASSWORD)];
      const { secret } = await linkFor(email);
      const told = await wings.during(async () => {
        const { setCookie } = await wings.visit('reset', { secret, password: NEXT });
        expect(setCookie).toEqual([]);
      });
      expect(told).toContainEqual({ to: 'account', accountId: id, message: { kind: 'revoked', signInId: null } });
      for (const each of [cookie, ...others.map((other) => other.cookie)]) expect(await whoIs(wings, each)).toBe(null);
    });

    it('P6: a link is good once, of fifty at once for one', async () => {
      const { email } = await signUpHere();
      const { secret } = await linkFor(email);
      const passwords = Array.from({ length: 50 }, (_, index) => `${NEXT} number ${index}`);
      const outcomes = await Promise.all(passwords.map((password) => outcomeOf(wings.visit('reset', { secret, password }))));
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'expired')).toHaveLength(49);
      await signIn(wings, email, passwords[outcomes.indexOf('done')]!);
    });

    it('P6: a link is good for thirty minutes', async () => {
      const { email } = await signUpHere();
      const { secret } = await linkFor(email);
      wings.clock.advance(30 * MINUTE_MS - 1);
      expect(await refusalOf(wings.visit('reset', { secret, password: 'aaaaaaaaaaaaaaaaaaaa' }))).toBe('weak-password');
      wings.clock.advance(1);
      expect(await refusalOf(wings.visit('reset', { secret, password: NEXT }))).toBe('expired');
      await signIn(wings, email, PASSWORD);
    });

    it('P6: a newer link makes the older void, and so does another password', async () => {
      const { email } = await signUpHere();
      const [older, newer] = [await linkFor(email), await linkFor(email)];
      expect(await refusalOf(wings.visit('reset', { secret: older.secret, password: NEXT }))).toBe('expired');
      const { cookie } = await signIn(wings, email, PASSWORD);
      await wings.visit('change-password', { password: PASSWORD, next: NEXT }, cookie);
      expect(await refusalOf(wings.visit('reset', { secret: newer.secret, password: PASSWORD }))).toBe('expired');
    });

    it('P6: what is wrong with the password does not use the link up', async () => {
      const { email } = await signUpHere('Wilhelmina');
      const { secret } = await linkFor(email);
      expect(await refusalOf(wings.visit('reset', { secret, password: 'short' }))).toBe('bad-request');
      expect(await refusalOf(wings.visit('reset', { secret, password: 'wilhelmina12345' }))).toBe('weak-password');
      await wings.visit('reset', { secret, password: NEXT });
    });

    it('P6: no other secret, and none for another purpose, opens anything', async () => {
      const { email, cookie } = await signUp(wings);
      const confirmation = linkIn(await server.next(email));
      const { secret } = await linkFor(email);
      const forged = [secret.slice(0, -1), `${secret}A`, `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`, confirmation.secret];
      for (const each of forged)
        expect(['expired', 'bad-request']).toContain(await refusalOf(wings.visit('reset', { secret: each, password: NEXT })));
      expect(await refusalOf(wings.visit('confirm-email', { secret }, cookie))).toBe('expired');
      await wings.visit('reset', { secret, password: NEXT });
    });

    it('P6: nothing in the database opens anything', async () => {
      const { email } = await signUpHere();
      const { secret } = await linkFor(email);
      const links = await database.db.selectFrom('links').selectAll().execute();
      const mails = await database.db.selectFrom('mails').selectAll().execute();
      expect(links.length).toBeGreaterThan(0);
      expect(JSON.stringify([links, mails])).not.toContain(secret);
      for (const { secretHash } of links) {
        expect(['expired', 'bad-request']).toContain(await refusalOf(wings.visit('reset', { secret: secretHash, password: NEXT })));
      }
    });

    it('P6: a way in for an account that had no password', async () => {
      const { id, email } = await signUpHere();
      await database.db.deleteFrom('credentials').where('userId', '=', id).execute();
      const { secret } = await linkFor(email);
      await wings.visit('reset', { secret, password: NEXT });
      expect((await signIn(wings, email, NEXT)).reply.account?.id).toBe(id);
    });

    it('P6: a second factor is asked for as before', async () => {
      const { id, email } = await signUpHere();
      await database.db
        .insertInto('secondFactors')
        .values({ userId: id, secret: 'sealed', lastStep: 0, wrong: 0, lockedUntil: null })
        .execute();
      const { secret } = await linkFor(email);
      await wings.visit('reset', { secret, password: NEXT });
      const { reply, cookie } = await signIn(wings, email, NEXT);
      expect(reply.account).toBe(null);
      expect(await whoIs(wings, cookie)).toBe(null);
    });

    describe('P7: nothing comes for', () => {
      it('an address that nobody has', async () => {
        const email = newEmail();
        await forgot(email);
        await nothingCameFor(email);
      });

      it('somebody who is suspended, whose older links are void as well', async () => {
        const { id, email } = await signUpHere();
        const { secret } = await linkFor(email);
        server.received.splice(0);
        await database.db.updateTable('accounts').set({ suspendedAt: wings.clock.now() }).where('id', '=', id).execute();
        await forgot(email);
        await nothingCameFor(email);
        expect(await refusalOf(wings.visit('reset', { secret, password: NEXT }))).toBe('expired');
      });

      it('an account that is deleted, even if its address were still there', async () => {
        const { id, email } = await signUpHere();
        const { secret } = await linkFor(email);
        server.received.splice(0);
        await database.db.updateTable('accounts').set({ role: 'deleted' }).where('id', '=', id).execute();
        await forgot(email);
        await nothingCameFor(email);
        expect(await refusalOf(wings.visit('reset', { secret, password: NEXT }))).toBe('expired');
      });
    });

    it('P7: no more than four mails a while for one account, from wherever they are asked for', async () => {
      const { email } = await signUpHere();
      for (let index = 0; index < 8; index++) await forgot(email);
      await allSent();
      expect(server.received.filter(({ to, subject }) => to.includes(email) && /new password/i.test(subject))).toHaveLength(4);
      wings.clock.advance(15 * MINUTE_MS);
      await linkFor(email);
    });

    describe('P8: an account made with an address that is not theirs', () => {
      it('is the real holder’s once they recover it: the password, the sign-ins and every other way in of the maker are dead', async () => {
        const { id: other } = await signUpHere('Somebody else');
        const { id, email, cookie } = await signUpHere('Mallory');
        const at = new Date(wings.clock.now()).toISOString();
        await database.db
          .insertInto('credentials')
          .values({ id: newId(), userId: id, accountId: 'subject', providerId: 'openid', createdAt: at, updatedAt: at })
          .execute();
        await database.db
          .insertInto('passkeys')
          .values({
            id: newId(),
            userId: id,
            publicKey: 'k',
            credentialID: newId(),
            counter: 0,
            deviceType: 'singleDevice',
            backedUp: false,
          })
          .execute();
        // A change of address that waits to be confirmed would take it back.
        const next = newEmail();
        await wings.visit('change-email', { password: PASSWORD, email: next }, cookie);
        const pending = linkIn(await server.next(next));
        const { secret } = await linkFor(email);
        await wings.visit('reset', { secret, password: NEXT });
        expect(await whoIs(wings, cookie)).toBe(null);
        expect(await refusalOf(signIn(wings, email, PASSWORD))).toBe('wrong-credentials');
        const { cookie: theirs, reply } = await signIn(wings, email, NEXT);
        expect(reply.account).toMatchObject({ id, isEmailConfirmed: true });
        expect(await refusalOf(wings.visit('confirm-email', { secret: pending.secret }, theirs))).toBe('expired');
        const left = await database.db
          .selectFrom('credentials')
          .select(['userId', 'providerId'])
          .where('userId', 'in', [id, other])
          .execute();
        expect(left.map(({ providerId }) => providerId)).toEqual(['credential', 'credential']);
        expect(await database.db.selectFrom('passkeys').selectAll().where('userId', '=', id).execute()).toEqual([]);
      });
    });
  });

  describe('without a mail server', () => {
    let database: Database;
    let wings: Wings;
    let owner: Made;
    beforeAll(async () => {
      database = await open();
      wings = createWings(database);
      owner = await signUp(wings, 'Olga');
    });

    const forgot = async (email: string) => {
      await wings.visit('forgot', { email });
      await wings.accounts.settle();
    };

    it('P9: who asks is shown to those who run the house, once, until somebody settles it', async () => {
      const { id, email } = await signUp(wings);
      await forgot(email);
      wings.clock.advance(MINUTE_MS);
      await forgot(email);
      await forgot(newEmail());
      const askedAt = wings.clock.now();
      expect(await wings.accounts.recoveryRequests()).toEqual([
        { account: { id, name: 'Ana', kind: 'person', picture: null }, email, role: 'member', askedAt },
      ]);
      await wings.accounts.dismissRequest(id);
      expect(await wings.accounts.recoveryRequests()).toEqual([]);
    });

    it('P9: they hand out a link that is good once, and it is in the trail', async () => {
      const { id, email, cookie } = await signUp(wings);
      await forgot(email);
      const before = wings.clock.now();
      const { secret, expiresAt } = await wings.accounts.makeResetLink(owner.id, id);
      expect(expiresAt).toBe(before + 30 * MINUTE_MS);
      expect(await wings.accounts.recoveryRequests()).toEqual([]);
      const trail = await database.db.selectFrom('audit').selectAll().where('subjectId', '=', id).execute();
      expect(trail).toMatchObject([{ action: 'accounts.link-made', actorId: owner.id, details: '{}' }]);
      expect(JSON.stringify(trail)).not.toContain(secret);
      await wings.visit('reset', { secret, password: NEXT });
      expect(await whoIs(wings, cookie)).toBe(null);
      // It was handed over by hand, and says nothing of whose the address is.
      expect((await signIn(wings, email, NEXT)).reply.account).toMatchObject({ id, isEmailConfirmed: false });
      expect(await refusalOf(wings.visit('reset', { secret, password: PASSWORD }))).toBe('expired');
    });

    it('P9: a link that is refused by whoever watches over it is not made', async () => {
      const { id, email } = await signUp(wings);
      await forgot(email);
      const no = async () => {
        throw new Error('not over somebody of the same role');
      };
      await expect(wings.accounts.makeResetLink(owner.id, id, no)).rejects.toThrow('not over somebody');
      expect(await wings.accounts.recoveryRequests()).toHaveLength(1);
      expect(await database.db.selectFrom('links').selectAll().where('accountId', '=', id).execute()).toEqual([]);
      await wings.accounts.dismissRequest(id);
    });

    it('P9: there is none for somebody who is suspended, a guest, or nobody', async () => {
      const suspended = await signUp(wings);
      await database.db.updateTable('accounts').set({ suspendedAt: 1 }).where('id', '=', suspended.id).execute();
      const guest = await signUp(wings);
      await database.db
        .updateTable('accounts')
        .set({ role: 'guest', email: `${guest.id}@guest.invalid` })
        .where('id', '=', guest.id)
        .execute();
      for (const id of [suspended.id, guest.id, newId() as AccountId]) {
        expect(await refusalOf(wings.accounts.makeResetLink(owner.id, id))).toBe('not-found');
      }
      await forgot(suspended.email);
      expect(await wings.accounts.recoveryRequests()).toEqual([]);
    });

    it('P9: another password settles the request', async () => {
      const { email, cookie } = await signUp(wings);
      await forgot(email);
      await wings.visit('change-password', { password: PASSWORD, next: NEXT }, cookie);
      expect(await wings.accounts.recoveryRequests()).toEqual([]);
    });
  });
});

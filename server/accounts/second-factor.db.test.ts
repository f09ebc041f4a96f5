// The second factor through its routes, on every database: turned on, asked for, used up, held back, turned off.
import { Secret, URI, type TOTP } from 'otpauth';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId, newSecret } from '../ids.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, PASSWORD, refusalOf, type Wings } from '../wings.testing.ts';

const MINUTE_MS = 60_000;

eachDatabase('second factor', ({ open }) => {
  let database: Database;
  let wings: Wings;
  let email: string;
  /** Signed in before the second factor was turned on. */
  let cookie: string;
  let authenticator: TOTP;
  let codes: string[];

  const codeNow = () => authenticator.generate({ timestamp: wings.clock.now() });
  /** Authenticators show another one. */
  const nextCode = () => {
    wings.clock.advance(30_000);
    return codeNow();
  };
  const wrongCode = () => String((Number(codeNow()) + 500_000) % 1_000_000).padStart(6, '0');
  const firstStep = () => wings.visit('sign-in', { email, password: PASSWORD });
  const secondStep = (step: { cookie: string }, code: string, kind: 'totp' | 'backup' = 'totp') =>
    wings.visit('second-factor', { kind, code }, step.cookie);
  const whoIs = async (of: string) => (await wings.visit('me', {}, of)).reply.account?.email ?? null;
  const outcomes = (work: Promise<unknown>[]) =>
    Promise.all(
      work.map((one) =>
        one.then(
          () => 'in',
          () => refusalOf(one),
        ),
      ),
    ).then((all) => all.toSorted());

  const signUp = async () => {
    email = `${newId()}@parlor.example`;
    ({ cookie } = await wings.visit('create', { name: 'Alice', email, password: PASSWORD }));
  };
  const turnOn = async () => {
    const begun = await wings.visit('totp-begin', { password: PASSWORD }, cookie);
    authenticator = URI.parse(begun.reply.uri) as TOTP;
    const confirmed = await wings.visit('totp-confirm', { code: codeNow() }, `${cookie}; ${begun.cookie}`);
    ({ codes } = confirmed.reply);
  };

  beforeEach(async () => {
    database ??= await open();
    wings = createWings(database, { secret: newSecret() });
    await signUp();
    await turnOn();
  });

  describe('turning it on', () => {
    it('P40: asks for nothing before it is confirmed by a code of the authenticator', async () => {
      await signUp();
      const begun = await wings.visit('totp-begin', { password: PASSWORD }, cookie);
      expect((await firstStep()).reply.account?.email).toBe(email);
      const both = `${cookie}; ${begun.cookie}`;
      authenticator = URI.parse(begun.reply.uri) as TOTP;
      expect(authenticator.label).toBe(email);
      expect(await refusalOf(wings.visit('totp-confirm', { code: wrongCode() }, both))).toBe('wrong-code');
      expect((await firstStep()).reply.account?.email).toBe(email);
      expect((await wings.visit('totp-confirm', { code: codeNow() }, both)).reply.codes).toHaveLength(10);
      expect((await firstStep()).reply.account).toBe(null);
      const { security } = (await wings.visit('security', {}, cookie)).reply;
      expect(security).toMatchObject({ hasPassword: true, hasCodes: true, backupCodes: 10 });
    });

    it('is confirmed by the password, and is for nobody who is signed out', async () => {
      expect(await refusalOf(wings.visit('totp-begin', { password: 'none of the nine teapots' }, cookie))).toBe('wrong-credentials');
      expect(await refusalOf(wings.visit('totp-begin', { password: null }, cookie))).toBe('confirm-first');
      expect(await refusalOf(wings.visit('totp-begin', { password: PASSWORD }))).toBe('signed-out');
      expect(await refusalOf(wings.visit('totp-confirm', { code: '123456' }))).toBe('signed-out');
      expect(await refusalOf(wings.visit('totp-end', { password: PASSWORD }))).toBe('signed-out');
      expect(await refusalOf(wings.visit('backup-codes', { password: PASSWORD }))).toBe('signed-out');
    });

    it('is over after a quarter of an hour, in another browser, for another account, and when it is done', async () => {
      await signUp();
      const begun = await wings.visit('totp-begin', { password: PASSWORD }, cookie);
      authenticator = URI.parse(begun.reply.uri) as TOTP;
      const bob = await wings.signUp('Bob');
      const confirm = (of: string) => refusalOf(wings.visit('totp-confirm', { code: codeNow() }, of));
      expect(await confirm(cookie)).toBe('expired');
      expect(await confirm(`${bob.cookie}; ${begun.cookie}`)).toBe('expired');
      wings.clock.advance(15 * MINUTE_MS);
      expect(await confirm(`${cookie}; ${begun.cookie}`)).toBe('expired');
      await turnOn();
      expect(await confirm(`${cookie}; ${begun.cookie}`)).toBe('expired');
    });

    it('again moves it to another authenticator, once that is confirmed', async () => {
      const old = authenticator;
      wings.clock.advance(MINUTE_MS);
      const begun = await wings.visit('totp-begin', { password: PASSWORD }, cookie);
      expect((await secondStep(await firstStep(), codeNow())).reply.account.email).toBe(email);
      authenticator = URI.parse(begun.reply.uri) as TOTP;
      await wings.visit('totp-confirm', { code: codeNow() }, `${cookie}; ${begun.cookie}`);
      wings.clock.advance(MINUTE_MS);
      expect(await refusalOf(secondStep(await firstStep(), old.generate({ timestamp: wings.clock.now() })))).toBe('wrong-code');
      expect((await secondStep(await firstStep(), codeNow())).reply.account.email).toBe(email);
    });
  });

  describe('P41: signing in', () => {
    it('takes both steps: the first signs nobody in', async () => {
      const first = await firstStep();
      expect(first.reply.account).toBe(null);
      expect(first.setCookie).toHaveLength(1);
      expect(first.setCookie[0]).toMatch(/^parlor-second-factor=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Strict$/);
      expect(await whoIs(first.cookie)).toBe(null);
      const second = await secondStep(first, nextCode());
      expect(second.reply.account.email).toBe(email);
      expect(await whoIs(second.cookie)).toBe(email);
      expect(second.setCookie.find((line) => line.startsWith('parlor-second-factor='))).toMatch(/=; Max-Age=0;/);
    });

    it('takes the first step of the same browser, of the last ten minutes, and once', async () => {
      const first = await firstStep();
      expect(await refusalOf(secondStep({ cookie: '' }, nextCode()))).toBe('signed-out');
      expect(await refusalOf(secondStep({ cookie: 'parlor-second-factor=forged' }, nextCode()))).toBe('signed-out');
      await secondStep(first, nextCode());
      expect(await refusalOf(secondStep(first, nextCode()))).toBe('signed-out');
      const late = await firstStep();
      wings.clock.advance(10 * MINUTE_MS);
      expect(await refusalOf(secondStep(late, codeNow()))).toBe('signed-out');
    });

    it('takes a first step that still holds: a new password and the end of all sign-ins take it back', async () => {
      const first = await firstStep();
      await wings.visit('end-sign-ins', { id: null }, cookie);
      expect(await refusalOf(secondStep(first, nextCode()))).toBe('signed-out');
    });

    it('does not take it of somebody who has been suspended meanwhile', async () => {
      const first = await firstStep();
      await database.db.updateTable('accounts').set({ suspendedAt: 1 }).where('email', '=', email).execute();
      expect(await refusalOf(secondStep(first, nextCode()))).toBe('suspended');
      expect(await refusalOf(firstStep())).toBe('suspended');
      expect(await refusalOf(wings.visit('sign-in', { email, password: 'none of the nine teapots' }))).toBe('wrong-credentials');
    });

    it('with the code of somebody else does not work', async () => {
      const first = await firstStep();
      await signUp();
      await turnOn();
      expect(await refusalOf(secondStep(first, nextCode()))).toBe('wrong-code');
    });
  });

  describe('P42: a code is good once', () => {
    it('also the one that turned it on', async () => {
      expect(await refusalOf(secondStep(await firstStep(), codeNow()))).toBe('wrong-code');
    });

    it('and one that is older than a used one is good no longer', async () => {
      const older = nextCode();
      await secondStep(await firstStep(), nextCode());
      expect(await refusalOf(secondStep(await firstStep(), older))).toBe('wrong-code');
    });

    it('for one of twenty who use it at once', async () => {
      const code = nextCode();
      const firsts = await Promise.all(Array.from({ length: 5 }, firstStep));
      const all = await outcomes(firsts.map((first) => secondStep(first, code)));
      expect(all).toEqual(['in', 'wrong-code', 'wrong-code', 'wrong-code', 'wrong-code']);
    });

    it('within half a minute on either side', async () => {
      const early = nextCode();
      wings.clock.advance(30_000);
      await secondStep(await firstStep(), early);
      const late = nextCode();
      wings.clock.advance(60_000);
      expect(await refusalOf(secondStep(await firstStep(), late))).toBe('wrong-code');
    });
  });

  describe('P43: a backup code', () => {
    it('is good once, however it is typed, and is counted', async () => {
      const [code = ''] = codes;
      expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
      expect(new Set(codes).size).toBe(10);
      const typed = ` ${code.toUpperCase().replace('-', ' ')} `;
      expect((await secondStep(await firstStep(), typed, 'backup')).reply.account.email).toBe(email);
      expect(await refusalOf(secondStep(await firstStep(), code, 'backup'))).toBe('wrong-code');
      expect((await wings.visit('security', {}, cookie)).reply.security.backupCodes).toBe(9);
    });

    it('lets one of many in who use it at once', async () => {
      const firsts = await Promise.all(Array.from({ length: 5 }, firstStep));
      const all = await outcomes(firsts.map((first) => secondStep(first, codes[3]!, 'backup')));
      expect(all).toEqual(['in', 'wrong-code', 'wrong-code', 'wrong-code', 'wrong-code']);
    });

    it('is no code of the other kind, and good for its own account alone', async () => {
      expect(await refusalOf(secondStep(await firstStep(), codes[0]!, 'totp'))).toBe('wrong-code');
      expect(await refusalOf(secondStep(await firstStep(), nextCode(), 'backup'))).toBe('wrong-code');
      const [theirs = ''] = codes;
      await signUp();
      await turnOn();
      expect(await refusalOf(secondStep(await firstStep(), theirs, 'backup'))).toBe('wrong-code');
    });

    it('is good no longer once there are new ones', async () => {
      const old = codes;
      ({ codes } = (await wings.visit('backup-codes', { password: PASSWORD }, cookie)).reply);
      expect(await refusalOf(secondStep(await firstStep(), old[0]!, 'backup'))).toBe('wrong-code');
      await secondStep(await firstStep(), codes[0]!, 'backup');
      await signUp();
      expect(await refusalOf(wings.visit('backup-codes', { password: PASSWORD }, cookie))).toBe('not-found');
    });
  });

  describe('P44: wrong codes', () => {
    const tryWrong = async (count: number) => {
      const first = await firstStep();
      for (let tried = 0; tried < count; tried++) expect(await refusalOf(secondStep(first, wrongCode()))).toBe('wrong-code');
    };

    it('hold back the right one for a quarter of an hour after ten, then for twice as long', async () => {
      await tryWrong(10);
      const right = nextCode();
      expect(await refusalOf(secondStep(await firstStep(), right))).toBe('too-many');
      expect(await refusalOf(secondStep(await firstStep(), codes[0]!, 'backup'))).toBe('too-many');
      wings.clock.advance(15 * MINUTE_MS);
      await tryWrong(10);
      wings.clock.advance(15 * MINUTE_MS);
      expect(await refusalOf(secondStep(await firstStep(), nextCode()))).toBe('too-many');
      wings.clock.advance(15 * MINUTE_MS);
      await secondStep(await firstStep(), nextCode());
      await tryWrong(9);
      await secondStep(await firstStep(), nextCode());
    });

    it('are counted, too, when they come all at once and from many browsers', async () => {
      const firsts = await Promise.all(Array.from({ length: 14 }, firstStep));
      const all = await outcomes(firsts.map((first) => secondStep(first, wrongCode())));
      expect(all.filter((code) => code === 'wrong-code')).toHaveLength(10);
      expect(all.filter((code) => code === 'too-many')).toHaveLength(4);
    });
  });

  it('lies in the database as nothing that could be used', async () => {
    const secret = authenticator.secret.base32;
    const factors = await database.db.selectFrom('secondFactors').selectAll().execute();
    const backups = await database.db.selectFrom('backupCodes').selectAll().execute();
    const steps = await database.db.selectFrom('steps').selectAll().execute();
    const { cookie: pending } = await firstStep();
    const stored = JSON.stringify([factors, backups, steps, await database.db.selectFrom('steps').selectAll().execute()]);
    expect(factors.length).toBeGreaterThan(0);
    expect(backups.length).toBeGreaterThanOrEqual(10);
    for (const text of [
      secret,
      Secret.fromBase32(secret).hex,
      ...codes,
      ...codes.map((code) => code.replace('-', '')),
      pending.split('=')[1]!,
    ]) {
      expect(stored).not.toContain(text);
    }
  });

  it('is turned off with the password alone, and asks no more', async () => {
    expect(await refusalOf(wings.visit('totp-end', { password: 'none of the nine teapots' }, cookie))).toBe('wrong-credentials');
    await wings.visit('totp-end', { password: PASSWORD }, cookie);
    expect((await firstStep()).reply.account?.email).toBe(email);
    expect((await wings.visit('security', {}, cookie)).reply.security).toMatchObject({ hasCodes: false, backupCodes: 0 });
  });
});

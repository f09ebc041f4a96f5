// Passkeys through their routes, on every database, with an authenticator in software.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import { newId } from '../ids.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createAuthenticator, type Key, type Twist } from '../testing/authenticator.ts';
import { createWings, PASSWORD, refusalOf, type Wings } from '../wings.testing.ts';

const ORIGIN = 'http://localhost:3000';
const MINUTE_MS = 60_000;

eachDatabase('passkeys', ({ open }) => {
  let database: Database;
  let wings: Wings;
  let email: string;
  let cookie: string;
  const device = createAuthenticator(ORIGIN);

  const signUp = async () => {
    email = `${newId()}@parlor.example`;
    ({ cookie } = await wings.visit('create', { name: 'Alice', email, password: PASSWORD }));
  };
  const begin = (of = cookie, password: string | null = PASSWORD) => wings.visit('passkey-begin', { password }, of);
  const addTo = async (of: string, name = 'My phone', twist: Twist = {}): Promise<{ key: Key; id: string }> => {
    const begun = await begin(of);
    const { key, answer } = device.create(begun.reply.options, twist);
    const { reply } = await wings.visit('passkey-add', { name, answer }, `${of}; ${begun.cookie}`);
    return { key, id: reply.passkey.id };
  };
  const ask = (of?: string) => wings.visit('passkey-options', {}, of);
  const signIn = async (key: Key, twist: Twist = {}, by = device) => {
    const asked = await ask();
    return wings.visit('passkey-sign-in', { answer: by.sign(asked.reply.options, key, twist) }, asked.cookie);
  };
  const security = async (of = cookie) => (await wings.visit('security', {}, of)).reply.security;
  const removePassword = () =>
    database.db
      .deleteFrom('credentials')
      .where('userId', 'in', (eb) => eb.selectFrom('accounts').select('id').where('email', '=', email))
      .execute();

  beforeAll(async () => {
    database = await open();
    wings = createWings(database);
  });
  beforeEach(signUp);

  describe('P30: a passkey', () => {
    it('is made with the password, has a name, and signs in without either', async () => {
      const { key } = await addTo(cookie, '  Alice’s   phone ');
      expect((await security()).passkeys).toEqual([
        { id: expect.any(String) as string, name: 'Alice’s phone', createdAt: expect.any(Number) as number },
      ]);
      const { reply, cookie: signedIn } = await signIn(key);
      expect(reply.account.email).toBe(email);
      expect((await wings.visit('me', {}, signedIn)).reply.account?.email).toBe(email);
      await signIn(key);
    });

    it('is asked for with what makes it count as two factors, and says who knows it to nobody', async () => {
      await addTo(cookie);
      const { options } = (await begin()).reply;
      expect(options).toMatchObject({
        rp: { id: 'localhost' },
        attestation: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      expect((options as { excludeCredentials: unknown[] }).excludeCredentials).toHaveLength(1);
      const asked = await ask(cookie);
      expect(asked.reply.options).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
      expect(JSON.stringify(asked.reply.options)).not.toContain('allowCredentials');
      expect(asked.setCookie[0]).toMatch(/^parlor-passkey=[\w-]{43}; Max-Age=300; Path=\/; HttpOnly; SameSite=Strict$/);
    });

    it('counts as both factors', async () => {
      const { key } = await addTo(cookie);
      const begun = await wings.visit('totp-begin', { password: PASSWORD }, cookie);
      const { URI, TOTP } = await import('otpauth');
      const code = (URI.parse(begun.reply.uri) as InstanceType<typeof TOTP>).generate({ timestamp: wings.clock.now() });
      await wings.visit('totp-confirm', { code }, `${cookie}; ${begun.cookie}`);
      expect((await wings.visit('sign-in', { email, password: PASSWORD })).reply.account).toBe(null);
      expect((await signIn(key)).reply.account.email).toBe(email);
    });

    it('does not sign in to an account that is suspended', async () => {
      const { key } = await addTo(cookie);
      await database.db.updateTable('accounts').set({ suspendedAt: 1 }).where('email', '=', email).execute();
      expect(await refusalOf(signIn(key))).toBe('suspended');
    });

    it('may be one that does not count its uses', async () => {
      const { key } = await addTo(cookie);
      const synced = createAuthenticator(ORIGIN, { counts: false });
      for (let use = 0; use < 3; use++) expect((await signIn(key, {}, synced)).reply.account.email).toBe(email);
    });

    it('belongs to the name that the page is opened by', async () => {
      const elsewhere = { origin: 'https://house.example:8443' };
      const begun = await wings.visit('passkey-begin', { password: PASSWORD }, cookie, elsewhere);
      expect(begun.reply.options).toMatchObject({ rp: { id: 'house.example' } });
      const there = createAuthenticator(elsewhere.origin);
      const { answer } = there.create(begun.reply.options);
      const both = `${cookie}; ${begun.cookie}`;
      await wings.visit('passkey-add', { name: 'There', answer }, both, elsewhere);
      expect(await refusalOf(wings.visit('passkey-options', {}, undefined, { origin: undefined }))).toBe('bad-request');
      const https = createWings(database, { isHttps: true });
      expect((await https.visit('passkey-options', {})).reply.options).toMatchObject({ rpId: 'parlor.example' });
    });
  });

  describe('P31: what a passkey is made with', () => {
    it.each<[what: string, twist: Twist]>([
      ['another origin', { origin: 'http://localhost:3001' }],
      ['an origin that begins like ours', { origin: 'http://localhost:3000.evil.example' }],
      ['another name', { rpId: 'evil.example' }],
      ['nobody there', { isPresent: false }],
      ['nobody verified', { isVerified: false }],
      ['the answer to another question', { type: 'webauthn.get' }],
    ])('is not %s', async (_what, twist) => {
      expect(await refusalOf(addTo(cookie, 'Mine', twist))).toBe('wrong-code');
      expect((await security()).passkeys).toEqual([]);
    });

    it('is a challenge of this account, this browser, the last five minutes, and once', async () => {
      const add = (answer: Record<string, unknown>, of: string) => refusalOf(wings.visit('passkey-add', { name: 'Mine', answer }, of));
      const begun = await begin();
      const { answer } = device.create(begun.reply.options);
      expect(await add(answer, cookie)).toBe('expired');
      const bob = await wings.signUp('Bob');
      expect(await add(answer, `${bob.cookie}; ${begun.cookie}`)).toBe('expired');
      // Used up by the try of somebody else in this browser.
      expect(await add(answer, `${cookie}; ${begun.cookie}`)).toBe('expired');
      const late = await begin();
      wings.clock.advance(5 * MINUTE_MS);
      expect(await add(device.create(late.reply.options).answer, `${cookie}; ${late.cookie}`)).toBe('expired');
      const forged = await begin();
      expect(await add(device.create(forged.reply.options, { challenge: 'AAAA' }).answer, `${cookie}; ${forged.cookie}`)).toBe('expired');
    });

    it('is the password, for an account that has one, and nobody signed out', async () => {
      expect(await refusalOf(begin(cookie, null))).toBe('confirm-first');
      expect(await refusalOf(begin(cookie, 'none of the nine teapots'))).toBe('wrong-credentials');
      expect(await refusalOf(begin('', PASSWORD))).toBe('signed-out');
      expect(await refusalOf(wings.visit('passkey-add', { name: 'Mine', answer: {} }))).toBe('signed-out');
    });

    it.each<[string, Record<string, unknown>]>([
      ['nothing', {}],
      ['no response', { id: 'a', rawId: 'a', type: 'public-key' }],
      ['a response that is none', { id: 'a', rawId: 'a', type: 'public-key', response: 'x' }],
      ['client data that is no JSON', { id: 'a', response: { clientDataJSON: 'AAAA' } }],
      ['client data without a challenge', { id: 'a', response: { clientDataJSON: Buffer.from('{}').toString('base64url') } }],
      ['client data that is null', { id: 'a', response: { clientDataJSON: Buffer.from('null').toString('base64url') } }],
      ['a prototype', JSON.parse('{"__proto__":{"id":"a"}}') as Record<string, unknown>],
    ])('is not %s', async (_what, answer) => {
      expect(await refusalOf(wings.visit('passkey-add', { name: 'Mine', answer }, cookie))).toBe('wrong-code');
      expect(await refusalOf(wings.visit('passkey-sign-in', { answer }))).toBe('wrong-code');
    });

    it('with the right challenge and nonsense around it is no accident', async () => {
      const begun = await begin();
      const { challenge } = begun.reply.options as { challenge: string };
      const clientDataJSON = Buffer.from(JSON.stringify({ type: 'webauthn.create', challenge, origin: ORIGIN })).toString('base64url');
      for (const response of [
        { clientDataJSON },
        { clientDataJSON, attestationObject: 'AAAA' },
        { clientDataJSON, attestationObject: 7 },
      ]) {
        const again = await begin();
        const other = (again.reply.options as { challenge: string }).challenge;
        const answer = {
          id: 'a',
          rawId: 'a',
          type: 'public-key',
          response: JSON.parse(JSON.stringify(response).replaceAll(challenge, other)) as unknown,
        };
        expect(['wrong-code', 'expired']).toContain(
          await refusalOf(wings.visit('passkey-add', { name: 'Mine', answer }, `${cookie}; ${again.cookie}`)),
        );
      }
    });
  });

  describe('P32: nobody is signed in by', () => {
    let key: Key;
    beforeEach(async () => {
      ({ key } = await addTo(cookie));
    });

    it.each<[what: string, twist: Twist]>([
      ['an answer from another origin', { origin: 'https://localhost:3000' }],
      ['an answer for another name', { rpId: 'evil.example' }],
      ['a device that verified nobody', { isVerified: false }],
      ['a device with nobody there', { isPresent: false }],
      ['the answer to another question', { type: 'webauthn.create' }],
      ['a key that is said to be somebody else’s', { userHandle: Buffer.from('somebody').toString('base64url') }],
      ['a key that is nobody’s', { userHandle: '' }],
    ])('%s', async (_what, twist) => {
      expect(await refusalOf(signIn(key, twist))).toBe('wrong-code');
      await signIn(key);
    });

    it('a signature with another key, or over something else', async () => {
      const stranger = (await addTo((await wings.signUp('Bob')).cookie)).key;
      expect(await refusalOf(signIn({ ...key, privateKey: stranger.privateKey }))).toBe('wrong-code');
      const asked = await ask();
      const answer = device.sign(asked.reply.options, key) as { response: { signature: string } };
      answer.response.signature = answer.response.signature.slice(0, -8);
      expect(await refusalOf(wings.visit('passkey-sign-in', { answer }, asked.cookie))).toBe('wrong-code');
    });

    it('a key that is not known, or was removed', async () => {
      expect(await refusalOf(signIn({ ...key, id: 'AAAA' }))).toBe('wrong-code');
      expect(await refusalOf(signIn({ ...key, id: "' or 1=1 --" }))).toBe('wrong-code');
      const { id } = (await security()).passkeys[0]!;
      await wings.visit('passkey-remove', { id, password: PASSWORD }, cookie);
      expect(await refusalOf(signIn(key))).toBe('wrong-code');
    });

    it('a copy that has fallen behind in counting', async () => {
      const copy = { ...key };
      await signIn(key);
      await signIn(key);
      expect(await refusalOf(signIn(copy))).toBe('wrong-code');
      expect(await refusalOf(signIn(copy))).toBe('wrong-code');
      expect((await signIn(copy)).reply.account.email).toBe(email);
      expect(await refusalOf(signIn(key))).toBe('wrong-code');
    });

    it('a copy that comes at the very same moment, with the same count', async () => {
      const copy = { ...key };
      const [one, other] = [await ask(), await ask()];
      const all = await Promise.all(
        [one, other].map(({ reply, cookie: of }, index) => {
          const answer = device.sign(reply.options, index === 0 ? key : copy);
          const work = wings.visit('passkey-sign-in', { answer }, of);
          return work.then(
            () => 'in',
            () => refusalOf(work),
          );
        }),
      );
      expect(all.toSorted()).toEqual(['in', 'wrong-code']);
    });

    it('an answer of another browser, of an older challenge, or a second time', async () => {
      const [here, there] = [await ask(), await ask()];
      const answer = device.sign(here.reply.options, key);
      const send = (of: string) => refusalOf(wings.visit('passkey-sign-in', { answer }, of));
      expect(await send('')).toBe('expired');
      expect(await send(there.cookie)).toBe('expired');
      await wings.visit('passkey-sign-in', { answer }, here.cookie);
      expect(await send(here.cookie)).toBe('expired');
      const late = await ask();
      wings.clock.advance(5 * MINUTE_MS);
      expect(await refusalOf(wings.visit('passkey-sign-in', { answer: device.sign(late.reply.options, key) }, late.cookie))).toBe(
        'expired',
      );
    });

    it('the same answer in one of several requests at once but the first', async () => {
      const asked = await ask();
      const answer = device.sign(asked.reply.options, key);
      const all = await Promise.all(
        Array.from({ length: 5 }, async () => {
          const work = wings.visit('passkey-sign-in', { answer }, asked.cookie);
          return work.then(
            () => 'in',
            () => refusalOf(work),
          );
        }),
      );
      expect(all.toSorted()).toEqual(['expired', 'expired', 'expired', 'expired', 'in']);
    });

    it('a challenge that was for making one', async () => {
      const begun = await begin();
      const answer = device.sign(begun.reply.options, key);
      expect(await refusalOf(wings.visit('passkey-sign-in', { answer }, begun.cookie))).toBe('expired');
      const renamed = begun.cookie.replace('parlor-passkey-add=', 'parlor-passkey=');
      expect(await refusalOf(wings.visit('passkey-sign-in', { answer }, renamed))).toBe('expired');
    });
  });

  it('a browser may ask in several tabs, and answer in any of them', async () => {
    const { key } = await addTo(cookie);
    const first = await ask();
    const second = await ask(first.cookie);
    expect(second.cookie).toBe(first.cookie);
    for (const asked of [first, second]) {
      await wings.visit('passkey-sign-in', { answer: device.sign(asked.reply.options, key) }, second.cookie);
    }
  });

  describe('P33: passkeys are kept', () => {
    it('by their owner alone: renamed, removed', async () => {
      const { id } = await addTo(cookie);
      const bob = await wings.signUp('Bob');
      expect(await refusalOf(wings.visit('passkey-rename', { id, name: 'Bob’s' }, bob.cookie))).toBe('not-found');
      expect(await refusalOf(wings.visit('passkey-remove', { id, password: PASSWORD }, bob.cookie))).toBe('not-found');
      await wings.visit('passkey-rename', { id, name: 'Old phone' }, cookie);
      expect((await security()).passkeys).toMatchObject([{ id, name: 'Old phone' }]);
      expect(await refusalOf(wings.visit('passkey-remove', { id, password: null }, cookie))).toBe('confirm-first');
      await wings.visit('passkey-remove', { id, password: PASSWORD }, cookie);
      expect((await security()).passkeys).toEqual([]);
    });

    it('but for the last way to sign in, which stays', async () => {
      const [one, other] = [await addTo(cookie), await addTo(cookie)];
      await removePassword();
      await wings.visit('passkey-remove', { id: one.id, password: null }, cookie);
      expect(await refusalOf(wings.visit('passkey-remove', { id: other.id, password: null }, cookie))).toBe('not-allowed');
      expect((await security()).passkeys).toHaveLength(1);
      expect((await signIn(other.key)).reply.account.email).toBe(email);
    });

    it(`up to ${LIMITS.passkeys} for an account`, async () => {
      const late = await begin();
      for (let count = 0; count < LIMITS.passkeys; count++) await addTo(cookie, `Key ${count}`);
      expect(await refusalOf(begin())).toBe('full');
      const { answer } = device.create(late.reply.options);
      expect(await refusalOf(wings.visit('passkey-add', { name: 'One more', answer }, `${cookie}; ${late.cookie}`))).toBe('full');
      expect((await security()).passkeys).toHaveLength(LIMITS.passkeys);
    });

    it('once: the same key is not added again, not even by somebody else', async () => {
      const { key } = await addTo(cookie);
      const bob = await wings.signUp('Bob');
      const begun = await begin(bob.cookie);
      const { answer } = device.create(begun.reply.options);
      await database.db
        .updateTable('passkeys')
        .set({ credentialID: String(answer['id']) })
        .where('credentialID', '=', key.id)
        .execute();
      expect(await refusalOf(wings.visit('passkey-add', { name: 'Mine', answer }, `${bob.cookie}; ${begun.cookie}`))).toBe('taken');
    });
  });
});

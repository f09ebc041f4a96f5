// Sign-ins: the cookie that a browser is given, and who it makes its bearer. Forged, ended and old ones make nobody of them.
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { newSecret } from '../ids.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, PASSWORD, type Wings } from '../wings.testing.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const email = 'alice@parlor.example';

const attributesOf = (line: string): string[] =>
  line
    .split(';')
    .slice(1)
    .map((part) => part.trim().toLowerCase())
    .toSorted();

eachDatabase('sign-ins', ({ open }) => {
  const secret = newSecret();
  let database: Database;
  let wings: Wings;
  beforeAll(async () => {
    database = await open();
    wings = createWings(database, { secret });
    await wings.visit('create', { name: 'Alice', email, password: PASSWORD });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const signIn = () => wings.visit('sign-in', { email, password: PASSWORD });
  const whoIs = async (cookie: string, house = wings) => (await house.visit('me', {}, cookie)).reply.account?.name ?? null;

  describe('the cookie', () => {
    it('is for the server alone, on every path, for thirty days', async () => {
      const { setCookie } = await signIn();
      expect(setCookie).toHaveLength(1);
      expect(setCookie[0]).toMatch(/^parlor=/);
      expect(attributesOf(setCookie[0]!)).toEqual(['httponly', `max-age=${(30 * DAY_MS) / 1_000}`, 'path=/', 'samesite=lax']);
    });

    it('is bound to this very host, and never sent in the clear, where the house is https', async () => {
      const https = createWings(database, { secret, isHttps: true });
      const { setCookie, cookie } = await https.visit('sign-in', { email, password: PASSWORD });
      expect(setCookie).toHaveLength(1);
      expect(setCookie[0]).toMatch(/^__Host-parlor=/);
      expect(attributesOf(setCookie[0]!)).toEqual(['httponly', `max-age=${(30 * DAY_MS) / 1_000}`, 'path=/', 'samesite=lax', 'secure']);
      expect(await whoIs(cookie, https)).toBe('Alice');
    });

    it('is found among others', async () => {
      const { cookie } = await signIn();
      expect(await whoIs(`theme=dark; ${cookie}; parlor2=x`)).toBe('Alice');
    });
  });

  it('each is a secret of its own', async () => {
    const [one, other] = [await signIn(), await signIn()];
    expect(one.cookie).not.toBe(other.cookie);
    expect(decodeURIComponent(one.cookie).split('=')[1]!.split('.')[0]!.length).toBeGreaterThanOrEqual(32);
  });

  describe('nobody is who brings', () => {
    let cookie: string;
    beforeAll(async () => {
      ({ cookie } = await signIn());
    });
    const signatureAt = () => cookie.indexOf('.') + 1;

    it.each<[what: string, forge: () => string]>([
      ['no cookie', () => ''],
      ['an empty one', () => 'parlor='],
      ['no signature', () => cookie.slice(0, signatureAt() - 1)],
      ['an empty signature', () => cookie.slice(0, signatureAt())],
      ['another signature', () => `${cookie.slice(0, signatureAt())}${'A'.repeat(43)}%3D`],
      ['another token under the signature', () => cookie.replace(/=(.)/, (_all, first: string) => `=${first === 'a' ? 'b' : 'a'}`)],
      ['a cut-off token', () => cookie.replace(/=./, '=')],
      ['another name', () => cookie.replace('parlor=', '__Host-parlor=')],
      ['nonsense', () => 'parlor=%E0%A4%A; parlor=\u0001'],
      ['very much', () => `parlor=${'x'.repeat(20_000)}`],
    ])('%s', async (_what, forge) => {
      expect(await whoIs(cookie)).toBe('Alice');
      expect(await whoIs(forge())).toBe(null);
    });

    it('one signed with another secret', async () => {
      const other = createWings(database, { secret: newSecret() });
      expect(await whoIs(cookie, other)).toBe(null);
      const theirs = await other.visit('sign-in', { email, password: PASSWORD });
      expect(await whoIs(theirs.cookie, other)).toBe('Alice');
      expect(await whoIs(theirs.cookie)).toBe(null);
    });
  });

  describe('with time', () => {
    const goOn = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });

    it('one ends after thirty days without a visit', async () => {
      const { cookie } = await signIn();
      goOn(30 * DAY_MS - 60_000);
      expect(await whoIs(cookie)).toBe('Alice');
      goOn(61 * DAY_MS);
      expect(await whoIs(cookie)).toBe(null);
    });

    it('one that is visited is renewed, and the browser is told', async () => {
      const { cookie } = await signIn();
      goOn(DAY_MS / 2);
      expect((await wings.visit('me', {}, cookie)).setCookie).toEqual([]);
      goOn(20 * DAY_MS);
      const renewed = await wings.visit('me', {}, cookie);
      expect(renewed.setCookie).toHaveLength(1);
      expect(renewed.cookie).toBe(cookie);
      expect(attributesOf(renewed.setCookie[0]!)).toContain('httponly');
      goOn(20 * DAY_MS);
      expect(await whoIs(cookie)).toBe('Alice');
    });
  });

  describe('signing out', () => {
    it('ends this sign-in and no other, takes the cookie back, and tells its sockets', async () => {
      const [here, there] = [await signIn(), await signIn()];
      const told = await wings.during(async () => {
        const { setCookie } = await wings.visit('sign-out', {}, here.cookie);
        const back = setCookie.find((line) => line.startsWith('parlor='))!;
        expect(back).toMatch(/^parlor=;/);
        expect(attributesOf(back)).toContain('max-age=0');
      });
      const { account } = (await wings.visit('me', {}, there.cookie)).reply;
      expect(told).toEqual([
        { to: 'account', accountId: account!.id, message: { kind: 'revoked', signInId: expect.any(String) as string } },
      ]);
      expect(await whoIs(here.cookie)).toBe(null);
      expect(await whoIs(there.cookie)).toBe('Alice');
    });

    it.each([undefined, 'parlor=forged.forged'])('of somebody who is not signed in tells nobody: %s', async (cookie) => {
      expect(await wings.during(() => wings.visit('sign-out', {}, cookie))).toEqual([]);
    });
  });
});

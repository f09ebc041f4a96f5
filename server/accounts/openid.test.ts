// Signing in by an OpenID provider: a real one, over HTTP, with a browser that goes where it is led.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OwnAccount, Security } from '../../protocol/accounts.ts';
import { freePort } from '../testing/free-port.ts';
import { openHouse, PASSWORD, type House } from '../testing/house.ts';
import { createBrowser, openProvider, type Browser, type ProviderPerson } from '../testing/openid-provider.ts';
import { newId } from '../ids.ts';

const CALLBACK = '/api/openid/callback';
type RealProvider = Awaited<ReturnType<typeof openProvider>>;

let house: House;
let provider: RealProvider;
let browser: Browser;
/** `terse`: a provider that says who somebody is only where it is asked for more, and takes its client's secret in the form. */
const openBoth = async (options: Parameters<typeof openProvider>[1] = {}) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const made = await openProvider(`${url}${CALLBACK}`, options);
  return { provider: made, house: await openHouse({ openId: made.settings, port }) };
};
beforeAll(async () => {
  ({ house, provider } = await openBoth());
  await house.signUp('Olga');
});
afterAll(async () => {
  await house.close();
  await provider.close();
});
beforeEach(() => {
  browser = createBrowser();
  provider.refuse(false);
});

const newPerson = (claims: Partial<ProviderPerson> = {}): ProviderPerson => {
  const sub = newId();
  return { sub, email: `${sub}@example.org`, email_verified: true, name: 'Nina Newcomer', ...claims };
};
const setOut = async (wish: { next?: string; invitation?: string } = {}, by = browser): Promise<string> => {
  const response = await by.post(house.url, '/api/accounts/openid-start', wish);
  expect(response.status).toBe(200);
  return ((await response.json()) as { url: string }).url;
};
const isCallback = (url: string) => url.startsWith(`${house.url}${CALLBACK}`);
/** Where the provider leads back to, with the code in it. */
const wayBack = async (person: ProviderPerson, wish = {}, by = browser): Promise<string> => {
  provider.seat(person);
  return by.follow(await setOut(wish, by), isCallback);
};
const arrive = async (url: string, by = browser): Promise<string> => {
  const response = await by.go(url);
  expect(response.status).toBe(303);
  return response.headers.get('location')!;
};
const signIn = async (person: ProviderPerson, wish = {}, by = browser) => arrive(await wayBack(person, wish, by), by);
const me = async (by = browser) => ((await (await by.go(`${house.url}/api/accounts/me`)).json()) as { account: OwnAccount | null }).account;
const security = async (by = browser) =>
  ((await (await by.go(`${house.url}/api/accounts/security`)).json()) as { security: Security }).security;
const accounts = async () => (await house.database.db.selectFrom('accounts').select('id').execute()).length;
const confirm = (email: string) =>
  house.database.db.updateTable('accounts').set({ emailVerified: true }).where('email', '=', email).execute();

describe('P60: somebody new', () => {
  it('has an account, by the name and the address that the provider knows, and is signed in', async () => {
    const person = newPerson({ name: '  Nina \u202e Newcomer ', preferred_username: 'nina' });
    expect(await signIn(person, { next: '/r/lounge?a=1#b' })).toBe('/r/lounge?a=1#b');
    expect(await me()).toMatchObject({ name: 'nina', email: person.email, isEmailConfirmed: true, role: 'member', kind: 'person' });
    expect(await security()).toMatchObject({ hasPassword: false, openId: 'The Provider', passkeys: [] });
  });

  it('is the same person the next time, from another browser, under another address and another name', async () => {
    const person = newPerson();
    await signIn(person);
    const first = await me();
    const other = createBrowser();
    expect(await signIn({ ...person, email: `${newId()}@example.org`, name: 'Married' }, {}, other)).toBe('/');
    expect(await me(other)).toEqual(first);
  });

  it('is one account, when they come in many browsers at once', async () => {
    const person = newPerson();
    const browsers = Array.from({ length: 6 }, createBrowser);
    const ways: string[] = [];
    for (const one of browsers) ways.push(await wayBack(person, {}, one));
    const before = await accounts();
    await Promise.all(browsers.map((one, index) => arrive(ways[index]!, one)));
    const seen = await Promise.all(browsers.map(me));
    expect(new Set(seen.map((account) => account?.email))).toEqual(new Set([person.email]));
    expect(await accounts()).toBe(before + 1);
  });

  it.each([[{ email_verified: false }], [{ email: undefined }], [{ email: 'no address' }], [{ email_verified: undefined }]])(
    'has none without an address that the provider knows to be theirs: %j',
    async (claims) => {
      const before = await accounts();
      expect(await signIn(newPerson(claims as Partial<ProviderPerson>))).toBe('/sign-in?problem=no-address');
      expect(await accounts()).toBe(before);
      expect(await me()).toBe(null);
    },
  );

  it('A17: has none where the house makes none, and is told so; an address at the provider opens no door', async () => {
    const put = (signUp: unknown) =>
      house.database.transaction((trx) =>
        trx
          .insertInto('house')
          .values({ key: 'settings', value: JSON.stringify({ signUp }) })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: JSON.stringify({ signUp }) }))
          .execute(),
      );
    const known = newPerson();
    await signIn(known);
    const before = await accounts();
    for (const policy of [{ kind: 'closed' }, { kind: 'invitation' }, { kind: 'domain', domains: ['elsewhere.example'] }]) {
      await put(policy);
      expect(await signIn(newPerson(), {}, createBrowser())).toBe('/sign-in?problem=sign-up-closed');
      expect(await signIn(known, {}, createBrowser())).toBe('/');
    }
    expect(await accounts()).toBe(before);
    await put({ kind: 'domain', domains: ['example.org'] });
    const fresh = createBrowser();
    expect(await signIn(newPerson(), {}, fresh)).toBe('/');
    expect((await me(fresh))?.role).toBe('member');
    await put({ kind: 'open' });
  });
});

describe('P61: an account that was here before', () => {
  const signUp = async (isConfirmed: boolean) => {
    const person = newPerson();
    const response = await browser.post(house.url, '/api/accounts/create', { name: 'Alice', email: person.email, password: PASSWORD });
    const { account } = (await response.json()) as { account: OwnAccount };
    if (isConfirmed) await confirm(person.email!);
    return { person, account };
  };

  it('is joined where both sides know the address to be theirs', async () => {
    const { person, account } = await signUp(true);
    const other = createBrowser();
    expect(await signIn({ ...person, email: person.email!.toUpperCase() }, {}, other)).toBe('/');
    expect((await me(other))?.id).toBe(account.id);
    expect(await security(other)).toMatchObject({ hasPassword: true, openId: 'The Provider' });
  });

  it.each<[what: string, isConfirmed: boolean, claims: Partial<ProviderPerson>, problem: string]>([
    ['the house does not know it', false, {}, 'taken'],
    ['the provider does not know it', true, { email_verified: false }, 'no-address'],
    ['neither knows it', false, { email_verified: false }, 'no-address'],
  ])('is not taken over where %s', async (_what, isConfirmed, claims, problem) => {
    const { person } = await signUp(isConfirmed);
    const other = createBrowser();
    expect(await signIn({ ...person, ...claims }, {}, other)).toBe(`/sign-in?problem=${problem}`);
    expect(await me(other)).toBe(null);
    expect((await security()).openId).toBe(null);
  });

  it('is not joined by a second person of the provider’s with the same address', async () => {
    const { person } = await signUp(true);
    await signIn(person, {}, createBrowser());
    const other = createBrowser();
    expect(await signIn({ ...person, sub: newId() }, {}, other)).toBe('/sign-in?problem=taken');
    expect(await me(other)).toBe(null);
  });

  it('is asked for its second factor all the same', async () => {
    const { person } = await signUp(true);
    const begun = await browser.post(house.url, '/api/accounts/totp-begin', { password: PASSWORD });
    const { URI, TOTP } = await import('otpauth');
    const authenticator = URI.parse(((await begun.json()) as { uri: string }).uri) as InstanceType<typeof TOTP>;
    await browser.post(house.url, '/api/accounts/totp-confirm', { code: authenticator.generate() });
    const other = createBrowser();
    expect(await signIn(person, { next: '/r/lounge' }, other)).toBe('/sign-in?step=second-factor&next=%2Fr%2Flounge');
    expect(await me(other)).toBe(null);
    const code = authenticator.generate({ timestamp: Date.now() + 30_000 });
    expect((await other.post(house.url, '/api/accounts/second-factor', { kind: 'totp', code })).status).toBe(200);
    expect((await me(other))?.email).toBe(person.email);
  });

  it('is let in no more once it is suspended', async () => {
    const { person, account } = await signUp(true);
    await signIn(person, {}, createBrowser());
    await house.database.db.updateTable('accounts').set({ suspendedAt: 1 }).where('id', '=', account.id).execute();
    const other = createBrowser();
    expect(await signIn(person, {}, other)).toBe('/sign-in?problem=suspended');
    expect(await me(other)).toBe(null);
  });
});

describe('A13, P62: the way back', () => {
  it('is for the browser that set out: the code of another flow signs nobody in', async () => {
    const attacker = createBrowser();
    const back = await wayBack(newPerson(), {}, attacker);
    // The victim is led to it, with nothing begun, and with a way of their own begun.
    expect(await arrive(back)).toBe('/sign-in?problem=expired');
    await setOut();
    expect(await arrive(back)).toBe('/sign-in?problem=expired');
    expect(await me()).toBe(null);
  });

  it('takes no code that was made for another flow, though the flow is its own', async () => {
    const attacker = createBrowser();
    const code = new URL(await wayBack(newPerson(), {}, attacker)).searchParams.get('code')!;
    const own = new URL(await wayBack(newPerson()));
    own.searchParams.set('code', code);
    expect(await arrive(own.href)).toBe('/sign-in?problem=unavailable');
    expect(await me()).toBe(null);
  });

  it('is gone once', async () => {
    const back = await wayBack(newPerson());
    expect(await arrive(back)).toBe('/');
    expect(await arrive(back)).toBe('/sign-in?problem=expired');
  });

  it('has a state of this very flow', async () => {
    const back = new URL(await wayBack(newPerson(), { next: '/r/lounge' }));
    for (const state of ['', 'A'.repeat(43)]) {
      const forged = new URL(back);
      forged.searchParams.set('state', state);
      expect(await arrive(forged.href)).toBe('/sign-in?problem=expired');
    }
    const none = new URL(back);
    none.searchParams.delete('state');
    expect(await arrive(none.href)).toBe('/sign-in?problem=expired');
    expect(await arrive(back.href)).toBe('/r/lounge');
  });

  it('is answered by the provider that was asked', async () => {
    const back = new URL(await wayBack(newPerson()));
    expect(back.searchParams.get('iss')).toBe(provider.issuer);
    back.searchParams.set('iss', 'https://evil.example');
    expect(await arrive(back.href)).toBe('/sign-in?problem=unavailable');
    const silent = new URL(await wayBack(newPerson()));
    silent.searchParams.delete('iss');
    expect(await arrive(silent.href)).toBe('/sign-in?problem=unavailable');
  });

  it('may lead from several tabs, each to its own place', async () => {
    const person = newPerson();
    const [one, other] = [await wayBack(person, { next: '/r/one' }), await wayBack(person, { next: '/r/other' })];
    expect(await arrive(one)).toBe('/r/one');
    expect(await arrive(other)).toBe('/r/other');
  });

  it('says that somebody thought better of it', async () => {
    provider.refuse(true);
    expect(await signIn(newPerson(), { next: '/r/lounge' })).toBe('/sign-in?problem=not-allowed&next=%2Fr%2Flounge');
  });

  it('is open to whoever comes from another site, and the cookie comes along', async () => {
    const response = await browser.post(house.url, '/api/accounts/openid-start', {});
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^parlor-openid=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    const crossing = await fetch(`${house.url}${CALLBACK}?code=a&state=b`, {
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(crossing.status).toBe(303);
    expect(crossing.headers.get('cache-control')).toBe('no-store');
  });

  it('keeps nothing that a thief of the database could use', async () => {
    const url = new URL(await setOut({ next: '/r/lounge' }));
    const stored = JSON.stringify(await house.database.db.selectFrom('steps').selectAll().where('kind', '=', 'openid').execute());
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(stored).not.toContain(url.searchParams.get(name));
    expect(stored).not.toContain('lounge');
  });
});

describe('P63: where one ends up is in this house', () => {
  it.each([
    ['/r/lounge', '/r/lounge'],
    ['/', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['\\\\evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/\t/evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/r/../..//evil.example', '/'],
    ['r/lounge', '/'],
    ['', '/'],
  ])('%j leads to %j', async (next, location) => {
    expect(await signIn(newPerson(), { next })).toBe(location);
  });
});

it('a provider that says little, and takes its secret in the form, does as well', async () => {
  const first = { house, provider };
  ({ house, provider } = await openBoth({ isTerse: true, authMethod: 'client_secret_post' }));
  const person = newPerson();
  expect(await signIn(person)).toBe('/');
  expect(await me()).toMatchObject({ email: person.email, name: 'Nina Newcomer', role: 'owner' });
  await house.close();
  await provider.close();
  ({ house, provider } = first);
});

it('a house without a provider has no way over, and the way back leads to its own door', async () => {
  const alone = await openHouse();
  const response = await createBrowser().post(alone.url, '/api/accounts/openid-start', {});
  expect(response.status).toBe(404);
  const back = await fetch(`${alone.url}${CALLBACK}?code=a&state=b`, { redirect: 'manual' });
  expect([back.status, back.headers.get('location')]).toEqual([303, '/sign-in']);
  await alone.close();
});

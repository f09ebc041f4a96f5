// The limits of what anybody may try, on the default set-up and behind a proxy: nothing that a caller can write moves them. And the holes of others:
// what opened doors elsewhere (cases A26 and A27 of the security page) opens none here.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock } from './clock.ts';
import { openHouse, PASSWORD, type House, type Person } from './testing/house.ts';
import { sendHttp, type Answer } from './testing/http.ts';

const JSON_BODY = { 'content-type': 'application/json' };
const NEXT = 'seven brass kettles whistle';
const clock = createFakeClock(Date.now());
let house: House;
let behind: House;
let alice: Person;
beforeAll(async () => {
  house = await openHouse({ clock });
  behind = await openHouse({ clock, trustedProxies: ['127.0.0.1'] });
  alice = await house.signUp('Alice');
});
// Nobody's bucket is empty.
beforeEach(() => clock.advance(60 * 60_000));
afterAll(async () => {
  await house.close();
  await behind.close();
});

type Try = { path?: string; body?: unknown; headers?: Record<string, string>; port?: number };

const post = (path: string, { body = {}, headers = {}, port = house.port }: Try = {}): Promise<Answer> =>
  sendHttp(port, 'POST', path, { headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) });
const codeOf = ({ text }: Answer) => (JSON.parse(text) as { code?: string }).code;
const statusesOf = async (count: number, tryOne: (index: number) => Promise<Answer>): Promise<number[]> => {
  const statuses: number[] = [];
  for (let index = 0; index < count; index++) statuses.push((await tryOne(index)).status);
  return statuses;
};

/** Routes that a guesser would try, with how many tries one network has at once, each time with another subject. */
const GUESSED: [name: string, burst: number, bodyOf: (index: number) => unknown][] = [
  ['forgot', 30, (index) => ({ email: `nobody${index}@example.org` })],
  ['reset', 60, () => ({ secret: 'A'.repeat(43), password: NEXT })],
  ['confirm-email', 60, () => ({ secret: 'A'.repeat(43) })],
  ['second-factor', 60, () => ({ kind: 'totp', code: '123456' })],
  ['change-password', 60, () => ({ password: PASSWORD, next: NEXT })],
  ['change-email', 60, () => ({ password: PASSWORD, email: 'somebody@example.org' })],
  ['send-confirmation', 5, () => ({})],
  ['delete', 60, () => ({ password: PASSWORD })],
];

/** Everything that has ever been taken for the address of a caller. */
const forged = (index: number): Record<string, string> => {
  const address = `203.0.${index >> 8}.${index & 255}`;
  return {
    'x-forwarded-for': address,
    'x-real-ip': address,
    forwarded: `for=${address};proto=https`,
    'x-client-ip': address,
    'cf-connecting-ip': address,
    'true-client-ip': address,
    'fastly-client-ip': address,
    'x-cluster-client-ip': address,
    'x-forwarded': address,
    'x-parlor-network': address,
    'x-forwarded-host': `${index}.example.org`,
    via: `1.1 ${address}`,
  };
};

describe('A27: limits by network', () => {
  it.each(GUESSED)('%s has %i tries, whatever headers come along on the default set-up', async (name, burst, bodyOf) => {
    const statuses = await statusesOf(burst + 3, (index) => post(`/api/accounts/${name}`, { body: bodyOf(index), headers: forged(index) }));
    expect(statuses.slice(0, burst)).not.toContain(429);
    expect(statuses.slice(burst)).toEqual([429, 429, 429]);
  });

  it('hold behind a proxy for each of those who come by it, and what they wrote themselves moves nothing', async () => {
    const forgotFrom = (forwarded: string) => (index: number) =>
      post('/api/accounts/forgot', {
        body: { email: `n${index}@example.org` },
        headers: { ...forged(index), 'x-forwarded-for': forwarded },
        port: behind.port,
      });
    const invented = (address: string) => (index: number) => forgotFrom(`6.6.6.${index}, ${address}`)(index);
    expect((await statusesOf(31, invented('198.51.100.7'))).at(-1)).toBe(429);
    // Another, who comes by the same proxy, has all their tries.
    expect(await statusesOf(30, invented('198.51.100.8'))).not.toContain(429);
    // A proxy that says nothing that can be read lends its callers no new addresses.
    const unreadable = (index: number) => forgotFrom(`6.6.7.${index}, unknown`)(index);
    expect((await statusesOf(31, unreadable)).at(-1)).toBe(429);
  });

  it('CVE-2026-45364: count one IPv6 address once however it is written, and its whole /64 with it', async () => {
    const written = [
      '2001:db8:7:9::1',
      '2001:DB8:7:9::1',
      '2001:0db8:0007:0009:0000:0000:0000:0001',
      '2001:db8:7:9:0:0:0.0.0.1',
      '2001:db8:7:9::1%eth0',
      '[2001:db8:7:9::1]:443',
      '2001:db8:7:9:ffff:eeee:dddd:cccc',
    ];
    const statuses = await statusesOf(31, (index) =>
      post('/api/accounts/forgot', {
        body: { email: `n${index}@example.org` },
        headers: { 'x-forwarded-for': written[index % written.length]! },
        port: behind.port,
      }),
    );
    expect(statuses.slice(0, 30)).not.toContain(429);
    expect(statuses.at(-1)).toBe(429);
  });

  it('count an IPv4 address once, in IPv6 too', async () => {
    const written = ['192.0.2.77', '::ffff:192.0.2.77', '::FFFF:c000:24d', '0:0:0:0:0:ffff:192.0.2.77', '192.0.2.77:40000'];
    const statuses = await statusesOf(31, (index) =>
      post('/api/accounts/forgot', {
        body: { email: `n${index}@example.org` },
        headers: { 'x-forwarded-for': written[index % written.length]! },
        port: behind.port,
      }),
    );
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('A27: GHSA-x732: another spelling of a path', () => {
  const PATHS = [
    '//api/accounts/sign-in',
    '/api//accounts/sign-in',
    '/api/accounts//sign-in',
    '/api/accounts/sign-in/',
    '/api/accounts/sign-in//',
    '/./api/accounts/sign-in',
    '/api/accounts/../accounts/sign-in',
    '/api/accounts/%2e%2e/accounts/sign-in',
    '/api/accounts%2Fsign-in',
    '/api%2faccounts%2fsign-in',
    '/api/accounts/sign%2Din',
    '/api/accounts/%73ign-in',
    '/%61pi/accounts/sign-in',
    '/api/accounts/sign-in%00',
    '/api/accounts/sign-in%20',
    '/api/accounts/sign-in;a=b',
    '/api/accounts/sign-in?again',
    '/api/accounts/sign-in#again',
    '/API/accounts/sign-in',
    '/api/accounts/Sign-In',
    '\\api\\accounts\\sign-in',
    '/api/accounts/sign-in.json',
    'http://other.example/api/accounts/sign-in',
  ];

  it('is no way round the limit of an account', async () => {
    const body = { email: 'victim@example.org', password: PASSWORD };
    expect((await statusesOf(11, () => post('/api/accounts/sign-in', { body }))).at(-1)).toBe(429);
    for (const path of PATHS) expect([404, 429, 400], path).toContain((await post(path, { body })).status);
  });

  it.each(PATHS)('%j lets nobody past the check of where a request comes from', async (path) => {
    const { status, headers } = await post(path, {
      body: { email: alice.email, password: PASSWORD },
      headers: { origin: 'https://evil.example' },
    });
    expect([400, 403, 404]).toContain(status);
    expect(headers).not.toHaveProperty('set-cookie');
  });
});

describe('A27: limits by account', () => {
  const SPELLINGS = [
    'victim@example.org',
    'VICTIM@EXAMPLE.ORG',
    'Victim@Example.Org',
    ' victim@example.org\t',
    'ｖｉｃｔｉｍ＠ｅｘａｍｐｌｅ．ｏｒｇ',
    'vıctim@example.org',
    'victim@example。org',
    'victim@ｅxample.org',
    'ⓥictim@example.org',
    '𝐯𝐢𝐜𝐭𝐢𝐦@example.org',
  ];

  it.each([
    ['sign-in', 10, { password: PASSWORD }],
    ['forgot', 5, {}],
  ])('%s counts an address once however it is written', async (name, burst, rest) => {
    const tried = await statusesOf(burst, (index) =>
      post(`/api/accounts/${name}`, { body: { email: SPELLINGS[index % 5], ...rest }, headers: forged(index) }),
    );
    expect(tried).not.toContain(429);
    for (const email of SPELLINGS) {
      // What is no address, or not the same, names no account either.
      const answer = await post(`/api/accounts/${name}`, { body: { email, ...rest } });
      if (answer.status === 429) continue;
      expect(codeOf(answer), email).toBe('bad-request');
    }
  });

  it('passwords of whoever is signed in already are counted by account, from wherever they are tried', async () => {
    const { cookie } = await house.signUp('Bob');
    const codes: (string | undefined)[] = [];
    for (let index = 0; index < 12; index++) {
      const route = ['change-password', 'change-email', 'delete'][index % 3]!;
      const body = {
        password: NEXT,
        ...(route === 'change-password' && { next: PASSWORD }),
        ...(route === 'change-email' && { email: 'b@example.org' }),
      };
      codes.push(codeOf(await post(`/api/accounts/${route}`, { body, headers: { cookie } })));
    }
    expect(codes).toEqual([...Array.from({ length: 10 }, () => 'wrong-credentials'), 'too-many', 'too-many']);
  });
});

describe('A26: CVE-2026-3419: a body whose type only begins well', () => {
  it.each([
    'application/json garbage',
    'application/json\tgarbage',
    'application/json, text/plain',
    'application/jsonp',
    'application/x-www-form-urlencoded',
    'text/plain',
    'text/plain; application/json',
    'multipart/form-data; boundary=x',
  ])('%j changes nothing', async (type) => {
    const { status, headers } = await sendHttp(house.port, 'POST', '/api/accounts/sign-in', {
      headers: { 'content-type': type },
      body: JSON.stringify({ email: alice.email, password: PASSWORD }),
    });
    expect([400, 415]).toContain(status);
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it('none at all changes nothing', async () => {
    const { status } = await sendHttp(house.port, 'POST', '/api/accounts/sign-in', {
      body: JSON.stringify({ email: alice.email, password: PASSWORD }),
    });
    expect([400, 415]).toContain(status);
  });

  it.each([
    { email: ['a@example.org'] },
    { email: { $ne: '' } },
    { email: null },
    { email: 1 },
    { email: 'a@example.org', email2: 'b' },
    [],
    'x',
    null,
  ])('a body of another shape is refused: %j', async (body) => {
    expect(codeOf(await post('/api/accounts/forgot', { body }))).toBe('bad-request');
  });
});

describe('A26: CVE-2026-6414: a path with its slashes encoded', () => {
  it.each(['/assets%2F..%2f..%2fserver%2fmain.ts', '/..%2fserver%2fmain.ts', '/assets/..%5c..%5cserver', '/%2e%2e/%2e%2e/etc/passwd'])(
    '%s leads to no file',
    async (path) => {
      const { status, text } = await sendHttp(house.port, 'GET', path);
      expect(status).toBe(404);
      expect(text).not.toMatch(/import|root:/);
    },
  );
});

describe('A27: better-auth', () => {
  it('CVE-2025-61928: a body that names an account is nobody’s session', async () => {
    const { id } = alice.account;
    for (const name of ['change-password', 'change-email', 'passkey-begin', 'totp-begin', 'delete', 'end-sign-ins']) {
      const answer = await post(`/api/accounts/${name}`, { body: { userId: id, accountId: id, password: PASSWORD, next: NEXT } });
      expect(['bad-request', 'signed-out'], name).toContain(codeOf(answer));
    }
    expect((await post('/api/accounts/sign-in', { body: { email: alice.email, password: PASSWORD } })).status).toBe(200);
  });

  it.each([
    'sign-in/email',
    'sign-up/email',
    'get-session',
    'update-user',
    'delete-user',
    'api-key/create',
    'reset-password',
    'verify-email',
    'ok',
  ])('none of its own endpoints is there: %s', async (name) => {
    for (const prefix of ['/api/auth/', '/auth/', '/api/', '/api/accounts/']) {
      for (const method of ['GET', 'POST']) {
        const { status } = await sendHttp(house.port, method, `${prefix}${name}`, {
          headers: { ...JSON_BODY, cookie: alice.cookie, accept: 'application/json' },
          ...(method === 'POST' && { body: '{}' }),
        });
        expect(status, `${method} ${prefix}${name}`).toBe(404);
      }
    }
  });

  const isSomebody = async (cookie: string) => {
    const { text } = await sendHttp(house.port, 'GET', '/api/accounts/me', { headers: { cookie } });
    return (JSON.parse(text) as { account: unknown }).account !== null;
  };

  it('GHSA-xg6x: a sign-in that is over is over for every cookie of it, at once', async () => {
    const carol = await house.signUp('Carol');
    const other = await house.signIn(carol);
    expect([await isSomebody(carol.cookie), await isSomebody(other.cookie)]).toEqual([true, true]);
    await post('/api/accounts/change-password', { body: { password: PASSWORD, next: NEXT }, headers: { cookie: other.cookie } });
    expect([await isSomebody(carol.cookie), await isSomebody(other.cookie)]).toEqual([false, true]);
  });

  it('GHSA-2vg6: the cookie of an account that is deleted makes nobody of its bearer', async () => {
    const dave = await house.signUp('Dave');
    expect(await isSomebody(dave.cookie)).toBe(true);
    const { status } = await post('/api/accounts/delete', { body: { password: PASSWORD }, headers: { cookie: dave.cookie } });
    expect(status).toBe(200);
    expect(await isSomebody(dave.cookie)).toBe(false);
    expect(
      codeOf(await post('/api/accounts/change-password', { body: { password: PASSWORD, next: NEXT }, headers: { cookie: dave.cookie } })),
    ).toBe('signed-out');
  });
});

it('logged no bug all the while', () => {
  expect([...house.logged, ...behind.logged].filter(({ level }) => level >= 50)).toEqual([]);
});

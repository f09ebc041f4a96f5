// The HTTP edge: headers on every answer there is, what other sites and wrong bodies get, and limits that forged headers do not move.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../protocol/protocol.ts';
import { createFakeClock } from '../clock.ts';
import { openHouse, PASSWORD, type House, type Person } from '../testing/house.ts';
import { sendHttp, type Answer } from '../testing/http.ts';

const JSON_BODY = { 'content-type': 'application/json' };
const clock = createFakeClock(Date.now());
let pageFolder: string;
let house: House;
let alice: Person;
beforeAll(async () => {
  pageFolder = await mkdtemp(join(tmpdir(), 'parlor-page-'));
  await mkdir(join(pageFolder, 'assets'));
  await writeFile(join(pageFolder, 'index.html'), '<!doctype html><title>Parlor</title>');
  await writeFile(join(pageFolder, 'assets', 'main-abc123.js'), 'export {};');
  house = await openHouse({ clock, pageFolder });
  alice = await house.signUp('Alice');
});
// Nobody's bucket is empty.
beforeEach(() => clock.advance(10 * 60_000));
afterAll(async () => {
  await house.close();
  await rm(pageFolder, { recursive: true });
});

const send = (method: string, path: string, options: Parameters<typeof sendHttp>[3] = {}) => sendHttp(house.port, method, path, options);
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  send('POST', path, { headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) });
const codeOf = ({ text }: Answer) => (JSON.parse(text) as { code?: string }).code;

const WEAK = { name: 'Bob', email: 'bob@example.org', password: 'aaaaaaaaaaaaaaaaaaaa' };
const WRONG = { email: 'nobody@example.org', password: PASSWORD };
const POSTS = ['create', 'sign-in', 'sign-out'].map((name) => `/api/accounts/${name}`);
/** Everything that changes something over HTTP: all but what is asked by GET. */
const ALL_POSTS = Object.entries(routes)
  .flatMap(([folder, family]) => Object.keys(family).map((name) => `/api/${folder}/${name}`))
  .filter((path) => !/\/(me|security)$/.test(path));

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
];

describe('every answer carries the security headers', () => {
  it.each<[number, string, () => Promise<Answer>]>([
    [200, 'the page', () => send('GET', '/')],
    [200, 'the page at a room', () => send('GET', '/rooms/lounge')],
    [200, 'a file of the page', () => send('GET', '/assets/main-abc123.js')],
    [200, 'health', () => send('GET', '/health')],
    [200, 'who I am', () => send('GET', '/api/accounts/me')],
    [200, 'signing in', () => post('/api/accounts/sign-in', { email: alice.email, password: PASSWORD })],
    [200, 'signing out', () => post('/api/accounts/sign-out', {})],
    [401, 'wrong credentials', () => post('/api/accounts/sign-in', WRONG)],
    [422, 'a weak password', () => post('/api/accounts/create', WEAK)],
    [409, 'an address that is taken', () => post('/api/accounts/create', { name: 'A', email: alice.email, password: PASSWORD })],
    [400, 'a body of the wrong shape', () => post('/api/accounts/create', { name: 1 })],
    [400, 'no JSON', () => send('POST', '/api/accounts/create', { headers: JSON_BODY, body: '{' })],
    [400, 'a forbidden key', () => send('POST', '/api/accounts/create', { headers: JSON_BODY, body: '{"__proto__":{"a":1}}' })],
    [413, 'a body that is too large', () => post('/api/accounts/create', { name: 'x'.repeat(70_000) })],
    [415, 'a form', () => send('POST', '/api/accounts/sign-out', { headers: { 'content-type': 'multipart/form-data' }, body: 'a' })],
    [403, 'another site', () => post('/api/accounts/sign-out', {}, { origin: 'https://evil.org' })],
    [404, 'nothing there', () => send('GET', '/api/nothing')],
    [404, 'no such file', () => send('GET', '/assets/none.js')],
    [404, 'another method', () => send('DELETE', '/api/accounts/me')],
    [404, 'a path that cannot be read', () => send('GET', '/%')],
    [404, 'a longer one', () => send('POST', '/api/%ff/create?a=%')],
    [404, 'a path out of the folder', () => send('GET', '/assets/..%2f..%2f..%2fetc%2fpasswd')],
  ])('%i %s', async (status, _name, ask) => {
    const { headers, ...answer } = await ask();
    expect(answer.status, answer.text).toBe(status);
    const policy = String(headers['content-security-policy']).split(';');
    for (const directive of CSP) expect(policy).toContain(directive);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'permissions-policy': expect.stringContaining('camera=(self)') as string,
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).not.toHaveProperty('x-powered-by');
    // Nothing but the page's own files may be kept.
    if (status >= 400 && status !== 404) expect(headers['cache-control']).toBe('no-store');
    expect(answer.text).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
  });

  it('and with https those that only make sense there', async () => {
    const secure = await openHouse({ publicUrl: 'https://parlor.example' });
    const { headers } = await sendHttp(secure.port, 'GET', '/health');
    expect(headers['strict-transport-security']).toBe('max-age=63072000');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    await secure.close();
    expect((await send('GET', '/health')).headers).not.toHaveProperty('strict-transport-security');
  });
});

describe('the page', () => {
  it('is asked for each time, its hashed files once a year', async () => {
    expect((await send('GET', '/')).headers['cache-control']).toBe('no-cache');
    expect((await send('GET', '/assets/main-abc123.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it.each(['/api', '/api/', '/api/accounts', '/api/accounts/me/', '/api/accounts%2Fme', '/assets', '/assets/'])(
    'is not what is found at %s',
    async (path) => {
      const answer = await send('GET', path);
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain('<title>');
    },
  );
});

describe('what changes something is refused', () => {
  it.each(ALL_POSTS)('%s to other sites, whatever they say', async (path) => {
    const own = { ...JSON_BODY, cookie: alice.cookie };
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.org' },
      { origin: 'null' },
      { origin: `${house.url}.evil.org` },
      { origin: house.url.replace(String(house.port), '1') },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: house.url },
    ];
    for (const headers of foreign) {
      const answer = await send('POST', path, { headers: { ...own, ...headers }, body: JSON.stringify(WRONG) });
      expect([answer.status, codeOf(answer)], JSON.stringify(headers)).toEqual([403, 'not-allowed']);
    }
  });

  it.each(POSTS)('%s in any body but JSON', async (path) => {
    const fits = path.endsWith('sign-out') ? '{}' : JSON.stringify(WRONG);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      'text/json',
      '',
    ]) {
      const answer = await send('POST', path, { headers: type === '' ? {} : { 'content-type': type }, body: fits });
      expect([400, 415], `${type}: ${answer.text}`).toContain(answer.status);
      expect(codeOf(answer)).toBe('bad-request');
    }
  });

  it.each(ALL_POSTS)('A19: %s by GET, HEAD, PUT or a header that claims a method', async (path) => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const { status, headers } = await send(method, path, { headers: { cookie: alice.cookie, 'x-http-method-override': 'POST' } });
      expect([404, 405], method).toContain(status);
      expect(headers).not.toHaveProperty('set-cookie');
    }
  });

  it.each([
    '/api//accounts/sign-out',
    '//api/accounts/sign-out',
    '/api/accounts%2fsign-out',
    '/API/accounts/sign-out',
    '/api/accounts/sign-out/',
  ])('at %s, which is no address', async (path) => {
    expect((await send('POST', path, { headers: { ...JSON_BODY, cookie: alice.cookie }, body: '{}' })).status).toBe(404);
    expect(JSON.parse((await send('GET', '/api/accounts/me', { headers: { cookie: alice.cookie } })).text)).toHaveProperty(
      'account.name',
      'Alice',
    );
  });

  it('with a content type that only begins well, it is parsed as JSON or not at all', async () => {
    for (const type of ['application/json garbage', 'application/json;;;', 'application/json, text/plain']) {
      const answer = await send('POST', '/api/accounts/create', {
        headers: { 'content-type': type },
        body: JSON.stringify({ ...WEAK, role: 'owner' }),
      });
      expect([400, 415], `${type}: ${answer.text}`).toContain(answer.status);
    }
  });
});

describe('limits', () => {
  const tries = async (port: number, count: number, headersOf: (index: number) => Record<string, string>) => {
    const statuses: number[] = [];
    for (let index = 0; index < count; index++) {
      const headers = { ...JSON_BODY, ...headersOf(index) };
      statuses.push((await sendHttp(port, 'POST', '/api/accounts/create', { headers, body: JSON.stringify(WEAK) })).status);
    }
    return statuses;
  };
  const forged = (index: number) => ({
    'x-forwarded-for': `203.0.113.${index}`,
    'x-real-ip': `203.0.113.${index}`,
    forwarded: `for=203.0.113.${index}`,
    'x-parlor-network': `203.0.113.${index}`,
  });

  it('count the network of the socket: headers from a hop that nobody trusts move nothing', async () => {
    const statuses = await tries(house.port, 61, forged);
    expect(statuses).toEqual([...Array.from({ length: 60 }, () => 422), 429]);
    const refused = await post('/api/accounts/create', WEAK);
    expect([refused.headers['retry-after'], JSON.parse(refused.text)]).toEqual([
      '2',
      expect.objectContaining({ code: 'too-many', retryAfterMs: 2_000 }),
    ]);
    clock.advance(2_000);
    expect((await post('/api/accounts/create', WEAK)).status).toBe(422);
  });

  it('count what a trusted hop says, and of that the last that it did not make up', async () => {
    const behind = await openHouse({ clock, trustedProxies: ['127.0.0.1'] });
    expect(await tries(behind.port, 61, forged)).not.toContain(429);
    const same = (index: number) => ({ 'x-forwarded-for': `6.6.6.${index}, 198.51.100.7` });
    expect((await tries(behind.port, 61, same)).at(-1)).toBe(429);
    const household = (index: number) => ({ 'x-forwarded-for': `2001:db8:0:1::${index.toString(16)}` });
    expect((await tries(behind.port, 61, household)).at(-1)).toBe(429);
    await behind.close();
  });

  it('count one account’s sign-ins by its address, however it is written', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 11; index++) {
      const email = index % 2 ? 'Nobody@Example.org ' : 'nobody@example.org';
      statuses.push((await post('/api/accounts/sign-in', { email, password: PASSWORD })).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    expect((await post('/api/accounts/sign-in', { email: alice.email, password: PASSWORD })).status).toBe(200);
  });
});

it('logged no bug all the while', () => {
  expect(house.logged.filter(({ level }) => level >= 50)).toEqual([]);
});

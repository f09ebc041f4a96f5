// Who may open a socket, what must be said first on it, whose it is, and when it ends with the sign-in.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE, PROTOCOL_VERSION } from '../../protocol/constants.ts';
import type { RequestReply } from '../../protocol/protocol.ts';
import { newId } from '../ids.ts';
import { knock, openRaw } from '../testing/dial.ts';
import { openHouse, postJson, type House, type Person } from '../testing/house.ts';

let house: House;
let alice: Person;
let bob: Person;
beforeAll(async () => {
  house = await openHouse();
  alice = await house.signUp('Alice');
  bob = await house.signUp('Bob');
});
afterAll(() => house.close());

const version = PROTOCOL_VERSION;

describe('W1: a socket is opened', () => {
  it('for a signed-in cookie and an origin of this house', async () => {
    expect(await knock({ port: house.port, cookie: alice.cookie })).toBe('open');
  });

  it.each<[string, (own: string) => string | null]>([
    ['no origin', () => null],
    ['an opaque origin', () => 'null'],
    ['a name that begins with ours', (own) => `${own}.evil.org`],
    ['another port', (own) => `${own.slice(0, -1)}${own.endsWith('1') ? '2' : '1'}`],
    ['another name', (own) => own.replace('127.0.0.1', 'localhost')],
    ['our name before an @', (own) => `${own}@evil.org`],
    ['a file', () => 'file://'],
  ])('not for %s: 403, however good the cookie', async (_name, originOf) => {
    expect(await knock({ port: house.port, cookie: alice.cookie, origin: originOf(house.url) })).toBe(403);
  });

  it.each<[string, (own: string) => string | undefined]>([
    ['no cookie', () => undefined],
    ['an empty cookie', () => 'parlor='],
    ['another name', (own) => own.replace('parlor=', 'parlour=')],
    ['a forged token', () => `parlor=${'a'.repeat(32)}.${'b'.repeat(44)}`],
    ['a forged signature', (own) => `${own.split('.')[0]}.${encodeURIComponent(`${'A'.repeat(43)}=`)}`],
    ['no signature', (own) => own.split('.')[0]],
    ['another token under its signature', (own) => own.replace(/=./, (start) => (start === '=a' ? '=b' : '=a'))],
  ])('not for %s: 401, however good the origin', async (_name, cookieOf) => {
    const cookie = cookieOf(alice.cookie);
    expect(await knock({ port: house.port, ...(cookie === undefined ? {} : { cookie }) })).toBe(401);
  });

  it('at one address only', async () => {
    for (const path of ['/', '/socket/', '/socket2', '/api/accounts/me', '/%73ocket']) {
      expect(await knock({ port: house.port, cookie: alice.cookie, path }), path).toBe(404);
    }
  });
});

it('W1: with a public address, https is not http', async () => {
  const secure = await openHouse({ publicUrl: 'https://parlor.example' });
  const response = await postJson(
    secure.url,
    '/api/accounts/create',
    { name: 'Alice', email: 'alice@example.org', password: 'nine purple otters sing' },
    { origin: 'https://parlor.example' },
  );
  const [cookie = ''] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-parlor=[^;]+;.*Path=\/;.*HttpOnly;.*Secure;.*SameSite=Lax/i);
  const at = (origin: string) => knock({ port: secure.port, cookie: cookie.split(';')[0]!, origin });
  expect([await at('https://parlor.example'), await at('http://parlor.example'), await at(secure.url)]).toEqual(['open', 403, 403]);
  await secure.close();
});

describe('W2: hello comes first', () => {
  it('whatever is asked before it is refused, and what follows it is answered', async () => {
    const raw = await openRaw({ port: house.port, cookie: alice.cookie });
    const early = await raw.ask('rooms.create', { name: 'Too early', visibility: 'public' });
    expect(early.no).toMatchObject({ code: 'bad-request', message: 'say hello first' });
    const hello = (await raw.ask('hello', { version })).ok as RequestReply<'hello'>;
    expect(hello.me).toEqual(alice.account);
    expect(hello.rooms.map(({ room }) => room.name)).toEqual(['Lounge']);
    expect((await raw.ask('rooms.directory')).ok).toMatchObject({ hasMore: false });
    raw.socket.terminate();
  });

  it('is said once', async () => {
    const raw = await openRaw({ port: house.port, cookie: alice.cookie });
    await raw.ask('hello', { version });
    expect((await raw.ask('hello', { version })).no?.code).toBe('bad-request');
    raw.socket.terminate();
  });

  it('may be said again after it was refused', async () => {
    const raw = await openRaw({ port: house.port, cookie: alice.cookie });
    expect((await raw.ask('hello', { version, resume: 'all' })).no?.code).toBe('bad-request');
    expect((await raw.ask('hello', { version })).ok).toBeDefined();
    raw.socket.terminate();
  });
});

it.each([0, version + 1, -1])('W3: version %s is refused as outdated, and its socket closes with 4002', async (other) => {
  const raw = await openRaw({ port: house.port, cookie: alice.cookie });
  expect((await raw.ask('hello', { version: other })).no?.code).toBe('outdated');
  expect(await raw.closed).toBe(CLOSE.outdated);
});

describe('W8: who speaks is taken from the cookie', () => {
  it('a body that names somebody else is refused, and nothing is stored', async () => {
    const raw = await openRaw({ port: house.port, cookie: bob.cookie });
    const hello = (await raw.ask('hello', { version })).ok as RequestReply<'hello'>;
    const roomId = hello.rooms[0]!.room.id;
    const { account } = alice;
    for (const claim of [
      { accountId: account.id },
      { author: account },
      { authorId: account.id },
      { userId: account.id },
      { name: 'Alice' },
    ]) {
      const reply = await raw.ask('chat.post', { roomId, key: newId(), text: 'I am Alice', ...claim });
      expect(reply.no, JSON.stringify(claim)).toMatchObject({ code: 'bad-request' });
    }
    expect((await raw.ask('chat.history', { roomId })).ok).toEqual({ messages: [], hasOlder: false, hasNewer: false });
    raw.socket.terminate();
  });

  it('a frame that carries more than its id, name and body is no frame', async () => {
    const raw = await openRaw({ port: house.port, cookie: bob.cookie });
    raw.socket.send(JSON.stringify({ id: 1, ask: 'hello', body: { version }, accountId: alice.account.id }));
    expect(await raw.closed).toBe(CLOSE.badFrame);
  });
});

describe('W9: signing out', () => {
  it('closes the sockets of that sign-in with 4001 within a second, and no other', async () => {
    const carol = await house.signUp('Carol');
    const elsewhere = await house.signIn(carol);
    const here = house.page(carol);
    const unsaid = await openRaw({ port: house.port, cookie: carol.cookie });
    const there = house.page(elsewhere);
    await here.connect();
    await there.connect();
    const startedAt = performance.now();
    const response = await postJson(house.url, '/api/accounts/sign-out', {}, { cookie: carol.cookie });
    expect(response.status).toBe(200);
    await here.when(() => here.closes.length > 0);
    expect(here.closes).toEqual([CLOSE.signedOut]);
    expect(await unsaid.closed).toBe(CLOSE.signedOut);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await there.ask('rooms.directory', {});
    expect(there.closes).toEqual([]);
    expect(await knock({ port: house.port, cookie: carol.cookie })).toBe(401);
  });
});

it('lets one account have a hundred sockets, and then no more', async () => {
  const dora = await house.signUp('Dora');
  const open = await Promise.all(Array.from({ length: 100 }, () => openRaw({ port: house.port, cookie: dora.cookie })));
  expect(await knock({ port: house.port, cookie: dora.cookie })).toBe(429);
  expect(await knock({ port: house.port, cookie: alice.cookie })).toBe('open');
  for (const { socket } of open) socket.terminate();
});

import { describe, expect, test } from 'vitest';
import { ownOf } from '../../protocol/samples.testing.ts';
import { CLOSE } from '../../protocol/constants.ts';
import { createFakeClock } from '../connection/clock.ts';
import { createConnection } from '../connection/create-connection.ts';
import { createFakeSocket, type FakeSocket } from '../connection/fake-socket.testing.ts';
import { createHttp } from '../connection/http.ts';
import { createAccounts } from './create-accounts.ts';
import { cameByLink, mustConfirm } from './guests.ts';

const alice = { ...ownOf('alice', 'Alice'), email: 'alice@example.org' };
const facts = { hasOwner: true, signUp: { kind: 'open' as const }, hasMail: false, openId: null };
type Answer = { status?: number; body: unknown } | 'no network';
const somebody: Answer = { body: { account: alice, house: facts } };
const nobody: Answer = { body: { account: null, house: facts } };

const settle = async () => {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve();
};

const open = ({ answers, wasSignedIn = false }: { answers: Answer[]; wasSignedIn?: boolean }) => {
  const clock = createFakeClock();
  const sockets: FakeSocket[] = [];
  const connection = createConnection({
    url: () => '',
    clock,
    random: () => 1,
    makeSocket: () => (sockets.push(createFakeSocket()), sockets.at(-1)!),
  });
  const asked: string[] = [];
  let remembered = wasSignedIn;
  const accounts = createAccounts({
    connection,
    clock,
    http: createHttp((path, { method }) => {
      asked.push(`${method} ${path}`);
      const answer = answers.shift() ?? 'no network';
      if (answer === 'no network') return Promise.reject(new TypeError('failed to fetch'));
      return Promise.resolve(new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 }));
    }),
    memory: { wasSignedIn: () => remembered, remember: (isSignedIn) => void (remembered = isSignedIn) },
  });
  return { accounts, connection, clock, sockets, asked, me: () => accounts.$me.get(), remembered: () => remembered };
};

describe('opening the page', () => {
  test('somebody is here: the socket is opened', async () => {
    const { accounts, sockets, me, remembered } = open({ answers: [somebody] });
    accounts.start();
    expect(sockets).toHaveLength(0);
    await settle();
    expect(me()).toEqual({ kind: 'signed-in', account: alice });
    expect(sockets).toHaveLength(1);
    expect(remembered()).toBe(true);
  });

  test('nobody is here, in a house without an owner', async () => {
    const { accounts, sockets, me } = open({ answers: [{ body: { account: null, house: { ...facts, hasOwner: false } } }] });
    accounts.start();
    await settle();
    expect(me()).toEqual({ kind: 'signed-out', house: { ...facts, hasOwner: false } });
    expect(sockets).toHaveLength(0);
  });

  test('somebody was here: the socket does not wait for the answer, and its hello is one', async () => {
    const { accounts, sockets, me } = open({ answers: ['no network'], wasSignedIn: true });
    accounts.start();
    expect(sockets).toHaveLength(1);
    sockets[0]!.opened();
    sockets[0]!.answer('hello', { me: alice, rooms: [], stale: [], waitingFor: [] });
    await settle();
    expect(me()).toEqual({ kind: 'signed-in', account: alice });
  });

  test('somebody was here and is no longer: the socket is given up', async () => {
    const { accounts, sockets, connection, me, remembered } = open({ answers: [nobody], wasSignedIn: true });
    accounts.start();
    await settle();
    expect(me()).toEqual({ kind: 'signed-out', house: facts });
    expect(sockets[0]!.isClosed).toBe(true);
    expect(connection.$state.get().kind).toBe('stopped');
    expect(remembered()).toBe(false);
  });

  test('no answer: says so, and asks again', async () => {
    const { accounts, clock, me } = open({ answers: ['no network', { status: 502, body: '<html>' }, somebody] });
    accounts.start();
    await settle();
    expect(me()).toEqual({ kind: 'loading', isUnreachable: true });
    clock.advance(2_000);
    await settle();
    expect(me().kind).toBe('loading');
    clock.advance(2_000);
    await settle();
    expect(me().kind).toBe('signed-in');
  });
});

describe('coming and going', () => {
  test('signing in opens the socket; a refusal changes nothing', async () => {
    const { accounts, sockets, me } = open({
      answers: [nobody, { status: 401, body: { code: 'wrong-credentials', message: 'no' } }, { body: { account: alice } }],
    });
    accounts.start();
    await settle();
    const body = { email: alice.email, password: 'a lamp in the window' };
    await expect(accounts.signIn(body)).rejects.toMatchObject({ code: 'wrong-credentials' });
    expect(me().kind).toBe('signed-out');
    await accounts.signIn(body);
    expect(me()).toEqual({ kind: 'signed-in', account: alice });
    expect(sockets).toHaveLength(1);
  });

  test.each([
    ['no network', 'Lost'],
    [{ status: 503, body: '<html>' }, 'Lost'],
    [{ status: 404, body: '<html>' }, 'Refused'],
    [{ status: 429, body: { code: 'too-many', message: '', retryAfterMs: 5 } }, 'Refused'],
  ] as [Answer, string][])('what is no answer of ours: %o', async (answer, name) => {
    const { accounts } = open({ answers: [answer] });
    await expect(accounts.create({ name: 'Alice', email: 'a@b.c', password: 'x' })).rejects.toMatchObject({ name });
  });

  test('signing out closes the socket, but only when the server knows of it', async () => {
    const { accounts, sockets, me } = open({ answers: [somebody, 'no network', { body: {} }] });
    accounts.start();
    await settle();
    await expect(accounts.signOut()).rejects.toMatchObject({ name: 'Lost' });
    expect(me().kind).toBe('signed-in');
    await accounts.signOut();
    expect(me()).toEqual({ kind: 'signed-out', house: facts });
    expect(sockets[0]!.isClosed).toBe(true);
  });

  test('signed out elsewhere: the page learns of it from the socket', async () => {
    const { accounts, sockets, me } = open({ answers: [somebody, nobody] });
    accounts.start();
    await settle();
    sockets[0]!.opened();
    sockets[0]!.answer('hello', { me: alice, rooms: [], stale: [], waitingFor: [] });
    await settle();
    sockets[0]!.closed(CLOSE.signedOut);
    await settle();
    expect(me()).toEqual({ kind: 'signed-out', house: facts });
  });
});

describe('the second factor', () => {
  const halfWay: Answer = { body: { account: null } };
  const body = { email: alice.email, password: 'a lamp in the window' };

  test('half way in: no socket, nothing remembered; the code opens the door', async () => {
    const { accounts, sockets, me, remembered } = open({
      answers: [nobody, halfWay, { status: 401, body: { code: 'wrong-code', message: '' } }, { body: { account: alice } }],
    });
    accounts.start();
    await settle();
    await accounts.signIn(body);
    expect(me()).toEqual({ kind: 'half-way', house: facts });
    expect(sockets).toHaveLength(0);
    expect(remembered()).toBe(false);
    await expect(accounts.secondFactor({ kind: 'totp', code: '000000' })).rejects.toMatchObject({ code: 'wrong-code' });
    expect(me().kind).toBe('half-way');
    await accounts.secondFactor({ kind: 'totp', code: '123456' });
    expect(me()).toEqual({ kind: 'signed-in', account: alice });
    expect(sockets).toHaveLength(1);
  });

  test('half way by the provider; whoever is in stays in', async () => {
    const { accounts, me } = open({ answers: [nobody, { body: { account: alice } }] });
    accounts.start();
    await settle();
    accounts.expectCode();
    expect(me()).toEqual({ kind: 'half-way', house: facts });
    await accounts.secondFactor({ kind: 'backup', code: 'abcd-efgh' });
    accounts.expectCode();
    expect(me().kind).toBe('signed-in');
  });

  test('back to the door; looking who is here does not lead there', async () => {
    const { accounts, me } = open({ answers: [nobody, halfWay, nobody] });
    accounts.start();
    await settle();
    await accounts.signIn(body);
    accounts.look();
    await settle();
    expect(me().kind).toBe('half-way');
    accounts.stepBack();
    expect(me()).toEqual({ kind: 'signed-out', house: facts });
  });
});

describe('while somebody is here', () => {
  const hello = { me: alice, rooms: [], stale: [], waitingFor: [] };
  const enter = async (...answers: Answer[]) => {
    const opened = open({ answers: [somebody, ...answers] });
    opened.accounts.start();
    await settle();
    opened.sockets[0]!.opened();
    opened.sockets[0]!.answer('hello', hello);
    await settle();
    return opened;
  };

  test('what changed of the account is seen at once; the house is known too', async () => {
    const { accounts, sockets, me } = await enter();
    sockets[0]!.push({ event: 'accounts.own-changed', body: { me: { ...alice, name: 'Alice L.' } } });
    expect(me()).toEqual({ kind: 'signed-in', account: { ...alice, name: 'Alice L.' } });
    expect(accounts.$house.get()).toEqual(facts);
  });

  test('a late word about the account brings nobody back', async () => {
    const { accounts, sockets, me } = await enter({ body: {} });
    await accounts.signOut();
    sockets[0]!.push({ event: 'accounts.own-changed', body: { me: alice } });
    expect(me().kind).toBe('signed-out');
  });

  test('an answer that nobody is signed in is believed only when asked again', async () => {
    const { accounts, asked, me } = await enter({ status: 401, body: { code: 'signed-out', message: '' } }, nobody);
    await expect(accounts.ask('security', {})).rejects.toMatchObject({ code: 'signed-out' });
    await settle();
    expect(asked.slice(1)).toEqual(['GET /api/accounts/security', 'GET /api/accounts/me']);
    expect(me().kind).toBe('signed-out');
  });

  test("another refusal is the asker's alone", async () => {
    const { accounts, asked, me } = await enter({ status: 401, body: { code: 'wrong-credentials', message: '' } });
    await expect(accounts.ask('delete', { password: 'x' })).rejects.toMatchObject({ code: 'wrong-credentials' });
    await settle();
    expect(asked).toHaveLength(2);
    expect(me().kind).toBe('signed-in');
  });
});

test.each([
  ['a guest by a link', { email: null, role: 'guest' as const }, true, false],
  ['who must confirm first', { email: 'a@b.cd', role: 'guest' as const }, false, true],
  ['a member', { email: 'a@b.cd', role: 'member' as const }, false, false],
])('%s', (_, account, isByLink, isToConfirm) => {
  expect(cameByLink(account)).toBe(isByLink);
  expect(mustConfirm(account)).toBe(isToConfirm);
});

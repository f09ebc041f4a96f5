// A27: what better-auth has had holes in is not there to be reached, or is answered by our own guards.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendHttp } from '../testing/http.ts';
import { knock } from '../testing/dial.ts';
import { openHouse, postJson, type House, type Person } from '../testing/house.ts';

let house: House;
let alice: Person;
beforeAll(async () => {
  house = await openHouse();
  alice = await house.signUp('Alice');
});
afterAll(() => house.close());

const headers = () => ({ 'content-type': 'application/json', origin: house.url, cookie: alice.cookie });

describe('A27: better-auth answers nobody', () => {
  it.each([
    ['POST', '/api/auth/sign-in/email'],
    ['POST', '/api/auth/sign-up/email'],
    ['GET', '/api/auth/get-session'],
    ['GET', '/api/auth/ok'],
    ['POST', '/api/auth/update-user'],
    ['POST', '/api/auth/delete-user'],
    ['POST', '/api/auth/two-factor/enable'],
    ['POST', '/api/auth/passkey/verify-authentication'],
    ['POST', '//sign-in/email'],
    ['POST', '/sign-in/email'],
    ['POST', '/api/accounts//sign-in'],
    ['POST', '//api/accounts/sign-in'],
    ['POST', '/api/accounts/sign-in/'],
    ['POST', '/api/auth/%2e%2e/accounts/sign-in'],
    ['POST', '/parlor-cookies/sign-cookie'],
    ['POST', '/api/auth/sign-cookie'],
  ])('%s %s', async (method, path) => {
    const body = JSON.stringify({ email: alice.email, password: 'x', token: 'x' });
    const answer = await sendHttp(house.port, method, path, { headers: headers(), ...(method === 'POST' && { body }) });
    expect(answer.status).toBe(404);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});

it('A27: who an account is, is never taken from a body', async () => {
  for (const path of ['change-password', 'totp-begin', 'passkey-begin', 'end-sign-ins', 'delete']) {
    const bodies: Record<string, unknown> = {
      'end-sign-ins': { id: null },
      'change-password': { password: null, next: 'nine purple otters dance' },
    };
    const body = bodies[path] ?? { password: null };
    const plain = await postJson(house.url, `/api/accounts/${path}`, body);
    expect([path, plain.status]).toEqual([path, 401]);
    const claimed = await postJson(house.url, `/api/accounts/${path}`, { ...body, userId: alice.account.id });
    expect([path, claimed.status]).toEqual([path, 400]);
  }
});

it('A27: no cookie says by itself who somebody is: what the database does not know is nobody', async () => {
  const bob = await house.signUp('Bob');
  expect(await knock({ port: house.port, cookie: bob.cookie })).toBe('open');
  await house.database.db.deleteFrom('signIns').where('userId', '=', bob.account.id).execute();
  expect(await knock({ port: house.port, cookie: bob.cookie })).toBe(401);
});

it('A27: the cookie of an account that is deleted is nobody’s', async () => {
  const carol = await house.signUp('Carol');
  await house.database.db.updateTable('accounts').set({ role: 'deleted' }).where('id', '=', carol.account.id).execute();
  expect(await knock({ port: house.port, cookie: carol.cookie })).toBe(401);
  const me = await fetch(`${house.url}/api/accounts/me`, { headers: { cookie: carol.cookie } });
  expect(((await me.json()) as { account: unknown }).account).toBe(null);
});

// The authorisation matrix: every request and every HTTP route, times every kind of actor, asked of a running house over its own edge. A request
// without a row does not compile; a route without one fails here.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestName } from '../protocol/protocol.ts';
import { ACTORS, createCast, LIVE, type Actor, type Cast, type Live } from './matrix/cast.testing.ts';
import { REQUESTS } from './matrix/requests.testing.ts';
import { ROUTES } from './matrix/routes.testing.ts';
import { knock } from './testing/dial.ts';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});
afterAll(() => cast.close());

describe.each(Object.entries(REQUESTS))('%s', (name, { answers, body }) => {
  it.each(Object.entries(answers) as [Live, string][])('by %s: %s', async (who, expected) => {
    const scene = await cast.createScene();
    const sent = await body(scene, who);
    expect(await cast.answerTo(who, name as RequestName, sent)).toBe(expected);
    await cast.leave(scene);
  });

  it('by somebody who was signed out in the middle: nothing', async () => {
    const { cookie, raw } = await cast.openThenSignOut();
    const scene = await cast.createScene();
    const sent = await body(scene, 'member');
    await cast.signOut(cookie);
    await expect(raw.ask(name, sent)).rejects.toThrow('4001');
    expect(await knock({ port: cast.house.port, cookie })).toBe(401);
    await cast.leave(scene);
  });
});

describe('a socket is opened by nobody', () => {
  it('who is a stranger', async () => expect(await knock({ port: cast.house.port })).toBe(401));
  it('who is suspended', async () => expect(await knock({ port: cast.house.port, cookie: cast.playerOf('suspended').cookie })).toBe(401));
});

describe.each(Object.entries(ROUTES))('%s', (path, { method, body, answers }) => {
  it.each(Object.entries(answers) as [Actor, string | number][])('by %s: %s', async (who, expected) => {
    const cookie = path.endsWith('/sign-out') ? await cast.throwawayCookie(who) : await cast.cookieOf(who);
    expect(await cast.answerOver(method, path, body, cookie)).toBe(expected);
  });
});

it('leaves nobody out', () => {
  for (const { answers } of Object.values(REQUESTS)) expect(Object.keys(answers).toSorted()).toEqual([...LIVE].toSorted());
  for (const { answers } of Object.values(ROUTES)) expect(Object.keys(answers).toSorted()).toEqual([...ACTORS].toSorted());
});

it('leaves no route out', () => {
  const known = Object.entries(ROUTES).map(([path, { method }]) => `${method} ${path}`);
  expect(cast.routes().filter((route) => !known.includes(route))).toEqual([]);
});

it('logged no bug all the while', () => expect(cast.house.logged.filter(({ level }) => level >= 50)).toEqual([]));

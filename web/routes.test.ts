import { describe, expect, test } from 'vitest';
import { audienceOf, nextFrom, parseRoute, paths, takesSecret, withNext } from './routes.ts';

describe('addresses', () => {
  test.each([
    ['/', { page: 'home' }],
    ['/sign-in', { page: 'sign-in' }],
    ['/create-account/', { page: 'create-account' }],
    ['/forgot', { page: 'forgot' }],
    ['/reset', { page: 'reset' }],
    ['/confirm/', { page: 'confirm' }],
    ['/settings', { page: 'settings', of: null }],
    ['/settings/security', { page: 'settings', of: 'security' }],
    ['/settings/else', { page: 'missing' }],
    ['/admin', { page: 'admin', of: 'people' }],
    ['/admin/sign-up/', { page: 'admin', of: 'sign-up' }],
    ['/admin/else', { page: 'missing' }],
    ['/join', { page: 'join' }],
    ['/rooms', { page: 'directory' }],
    ['/rooms/', { page: 'directory' }],
    ['/rooms/garden', { page: 'room', slug: 'garden' }],
    ['/rooms/garden/call', { page: 'call', slug: 'garden' }],
    ['/rooms/garden/else', { page: 'missing' }],
    ['/rooms/%E0%A4%A', { page: 'missing' }],
    ['/elsewhere', { page: 'missing' }],
  ])('%s', (path, route) => expect(parseRoute(path)).toEqual(route));

  test.each(['garden', 'küche', 'a b', '日本'])('there and back: %s', (slug) => {
    expect(parseRoute(paths.room(slug))).toEqual({ page: 'room', slug });
    expect(parseRoute(paths.call(slug))).toEqual({ page: 'call', slug });
  });
});

describe('coming back after signing in', () => {
  test('to the room that was wanted', () => {
    const signIn = withNext(paths.signIn, '/rooms/garden?at=3');
    expect(signIn).toBe('/sign-in?next=%2Frooms%2Fgarden%3Fat%3D3');
    expect(nextFrom(signIn.slice(signIn.indexOf('?')))).toBe('/rooms/garden?at=3');
  });
  test.each(['/', '/sign-in', '/create-account', '/forgot'])('nowhere in particular: %s', (next) =>
    expect(withNext(paths.signIn, next)).toBe('/sign-in'),
  );
  test.each([
    '?next=https://evil.example',
    '?next=//evil.example',
    '?next=/%5Cevil.example',
    '?next=javascript:alert(1)',
    '?next=/nowhere',
    '',
  ])('never elsewhere: %s', (search) => expect(nextFrom(search)).toBe('/'));
});

test.each([
  ['/sign-in', 'signed-out'],
  ['/forgot', 'signed-out'],
  ['/reset', 'anybody'],
  ['/settings/account', 'signed-in'],
  ['/nowhere', 'signed-in'],
])('%s is for those who are %s', (path, audience) => expect(audienceOf(parseRoute(path))).toBe(audience));

test('secrets are looked for where links bring them, and nowhere else', () =>
  expect(['/reset', '/confirm', '/', '/sign-in', '/rooms/garden', '/settings'].filter(takesSecret)).toEqual(['/reset', '/confirm']));

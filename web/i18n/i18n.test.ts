import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import { REFUSALS, Refusal, type RefusalCode } from '../../protocol/errors.ts';
import { Lost } from '../connection/connection.ts';
import admin from './english-admin.ts';
import join from './english-join.ts';
import people from './english-people.ts';
import profile from './english-profile.ts';
import recovery from './english-recovery.ts';
import settings from './english-settings.ts';
import english from './english.ts';
import { explain } from './explain.ts';
import { formatDay, formatList } from './format.ts';
import { t } from './i18n.ts';
import { t as later } from './settings.ts';
import { interpret, type Compiled, type Values } from './interpret.ts';

const draw = (message: string, values: Values = {}, locale = 'en') => interpret(compileMessageOrThrow(message) as Compiled, values, locale);

describe('a message', () => {
  test.each<[string, Values, string]>([
    ['plain', {}, 'plain'],
    ['{name} is here', { name: 'Ana' }, 'Ana is here'],
    ['{n, plural, one {# room} other {# rooms}}', { n: 1 }, '1 room'],
    ['{n, plural, one {# room} other {# rooms}}', { n: 1234 }, '1,234 rooms'],
    ['{n, plural, =0 {none} one {# room} other {# rooms}}', { n: 0 }, 'none'],
    ['{n, plural, offset:1 =1 {you} one {you and # other} other {you and # others}}', { n: 3 }, 'you and 2 others'],
    ['{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}', { n: 22 }, '22nd'],
    ['{who, select, guest {a guest} other {a member}}', { who: 'guest' }, 'a guest'],
    ['{who, select, guest {a guest} other {a member}}', { who: 'constructor' }, 'a member'],
    ['{n, plural, one {{name} alone} other {{name} and #}}', { n: 2, name: 'Ana' }, 'Ana and 2'],
    // What people are called is never read as a message.
    ['{name} is here', { name: '{n, plural, one {#}} \\u0041 #' }, '{n, plural, one {#}} \\u0041 # is here'],
  ])('%s', (message, values, text) => expect(draw(message, values)).toBe(text));

  test('counts by the rules of its language', () => {
    const rooms = '{n, plural, one {# pokój} few {# pokoje} many {# pokojów} other {# pokoju}}';
    expect([1, 3, 5].map((n) => draw(rooms, { n }, 'pl'))).toEqual(['1 pokój', '3 pokoje', '5 pokojów']);
  });
});

test('every English message is there and draws', () => {
  const empty = Object.entries<Compiled>({ ...english, ...admin, ...join, ...people, ...profile, ...recovery, ...settings }).filter(
    ([, message]) => interpret(message, {}, 'en').trim() === '',
  );
  expect(empty).toEqual([]);
});

test('what is fetched later brings its words, beside those of the beginning', () => {
  expect(later('settings.title')).toBe('Settings');
  expect(later('ui.cancel')).toBe(t('ui.cancel'));
});

describe('explaining', () => {
  test.each(Object.keys(REFUSALS) as RefusalCode[])('%s has words of its own', (code) => {
    const words = explain(new Refusal(code, 'name: is empty', 3_000));
    expect(words).toMatch(/^[A-Z].*\.$/);
    if (code !== 'internal') expect(words).not.toBe(explain(new Error('a bug')));
  });
  test('says how long to wait, and which field was wrong', () => {
    expect(explain(new Refusal('too-many', '', 1_200))).toContain('in 2 seconds');
    expect(explain(new Refusal('bad-request', 'name: is empty'))).toContain('name: is empty');
  });
  test('a loss', () => expect(explain(new Lost())).toBe(t('ui.refused.lost')));
});

describe('days', () => {
  const now = new Date(2026, 2, 3, 0, 5).getTime();
  test.each([
    [new Date(2026, 2, 3, 0, 1), 'Today'],
    [new Date(2026, 2, 2, 23, 59), 'Yesterday'],
    [new Date(2026, 1, 28), 'Saturday'],
    [new Date(2025, 2, 3), '2025'],
  ])('%s', (at, text) => expect(formatDay(at.getTime(), now)).toContain(text));
});

test('lists', () => expect(formatList(['Ana', 'Bob', 'Carol'])).toMatch(/^Ana, Bob,? and Carol$/));

test('limits that are words too', () => expect(t('accounts.passwordHint', { min: LIMITS.passwordMin })).toContain('15'));

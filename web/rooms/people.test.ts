import { describe, expect, test } from 'vitest';
import type { Call } from '../../protocol/calls.ts';
import { peopleIn, shortUnread, tellCall, tellUnread } from './people.ts';

const person = (name: string) => ({ id: name.toLowerCase() as never, name, kind: 'person' as const, picture: null });
const call = (...names: string[]): Call => ({
  id: 'c' as never,
  startedAt: 0,
  participants: names.map((name, index) => ({ id: `${index}` as never, account: person(name), joinedAt: 0, isAway: false, tracks: [] })),
});

test('each person once, whatever the number of their devices', () => {
  expect(peopleIn(call('Ana', 'Bob', 'Ana')).map(({ name }) => name)).toEqual(['Ana', 'Bob']);
  expect(peopleIn(null)).toEqual([]);
});

test.each([
  [['Ana'], 'Ana is in a call'],
  [['Ana', 'Bob'], 'Ana and Bob are in a call'],
  [['Ana', 'Bob', 'Carol', 'Dan'], 'Ana, Bob, and 2 others are in a call'],
])('%s', (names, text) => expect(tellCall(names.map(person)).replace(/, and/, ' and')).toBe(text.replace(/, and/, ' and')));

describe('unread', () => {
  test.each([
    [1, '1', '1 unread message'],
    [99, '99', '99 unread messages'],
    [100, '99+', 'More than 99 unread messages'],
  ])('%i', (unread, short, told) => {
    expect(shortUnread(unread)).toBe(short);
    expect(tellUnread(unread)).toBe(told);
  });
});

import { describe, expect, it, test } from 'vitest';
import { firstDayIn, fromLocalInput, isOver, toLocalInput, untilOf } from './statuses.ts';

const MONDAY = 1;
const SUNDAY = 7;
const at = (year: number, month: number, day: number, hour = 0, minute = 0) => new Date(year, month - 1, day, hour, minute).getTime();
/** A Wednesday. */
const now = at(2026, 3, 4, 15, 20);

describe('P21: a status', () => {
  test('is over from its moment on, and without one never', () => {
    const status = { text: 'x', emoji: '', until: now };
    expect([isOver(status, now - 1), isOver(status, now), isOver({ ...status, until: null }, now)]).toEqual([false, true, false]);
  });

  test.each<[Parameters<typeof untilOf>[0], number, number | null]>([
    ['ever', MONDAY, null],
    ['half-hour', MONDAY, at(2026, 3, 4, 15, 50)],
    ['hour', MONDAY, at(2026, 3, 4, 16, 20)],
    ['today', MONDAY, at(2026, 3, 5)],
    ['week', MONDAY, at(2026, 3, 9)],
    ['week', SUNDAY, at(2026, 3, 8)],
  ])('that is good for %s, in weeks that begin with day %i', (lasting, firstDay, until) => {
    expect(untilOf(lasting, now, firstDay)).toBe(until);
  });

  test('the last day of a week ends it, and its first day begins a whole one', () => {
    expect(untilOf('week', at(2026, 3, 8, 12), MONDAY)).toBe(at(2026, 3, 9));
    expect(untilOf('week', at(2026, 3, 9, 12), MONDAY)).toBe(at(2026, 3, 16));
    expect(untilOf('week', at(2026, 3, 7, 12), SUNDAY)).toBe(at(2026, 3, 8));
    expect(untilOf('week', at(2026, 3, 8, 12), SUNDAY)).toBe(at(2026, 3, 15));
  });
});

it('the first day of the week is the place’s own', () => {
  expect([firstDayIn('en-GB'), firstDayIn('en-US')]).toEqual([1, 7]);
});

it('a moment in a field of the browser is the same moment', () => {
  expect(toLocalInput(at(2026, 3, 4, 5, 6))).toBe('2026-03-04T05:06');
  expect(fromLocalInput(toLocalInput(now))).toBe(now);
  expect(['', '2026-03-04', 'tomorrow', '2026-13-40T10:00'].map(fromLocalInput)).toEqual([null, null, null, null]);
});

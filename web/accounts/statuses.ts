// What people are up to, as the page counts it: over once its time has passed, whether anybody says so or not; and the times that one may choose for it.
// Pure.
import type { Status } from '../../protocol/accounts.ts';

export const isOver = ({ until }: Status, nowMs: number): boolean => until !== null && until <= nowMs;

/** Stands where somebody wrote something and chose no picture for it. */
export const NO_EMOJI = '💬';

/** `custom`: a moment that the person writes. */
export const LASTINGS = ['ever', 'half-hour', 'hour', 'today', 'week', 'custom'] as const;
export type Lasting = (typeof LASTINGS)[number];

const MINUTE_MS = 60_000;

/** Midnight after so many days from today, by the calendar of this machine. */
const midnightAfter = (nowMs: number, days: number): number => {
  const day = new Date(nowMs);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime();
};

/** `firstDay`: of the week, 1 for Monday to 7 for Sunday. */
export const untilOf = (lasting: Exclude<Lasting, 'custom'>, nowMs: number, firstDay: number): number | null => {
  switch (lasting) {
    case 'ever':
      return null;
    case 'half-hour':
      return nowMs + 30 * MINUTE_MS;
    case 'hour':
      return nowMs + 60 * MINUTE_MS;
    case 'today':
      return midnightAfter(nowMs, 1);
    case 'week': {
      const today = new Date(nowMs).getDay() || 7;
      return midnightAfter(nowMs, ((firstDay - today + 6) % 7) + 1);
    }
    default:
      return lasting satisfies never;
  }
};

type WeekInfo = { firstDay: number };

/** Monday, where the browser does not know the habits of the place. */
export const firstDayIn = (locale: string): number => {
  const info = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?(): WeekInfo; weekInfo?: WeekInfo };
  return (info.getWeekInfo?.() ?? info.weekInfo)?.firstDay ?? 1;
};

/** What an `<input type="datetime-local">` has, and takes. */
export const toLocalInput = (atMs: number): string => {
  const at = new Date(atMs);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
};

/** null for what is no moment. */
export const fromLocalInput = (text: string): number | null => {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? new Date(text).getTime() : Number.NaN;
  return Number.isNaN(at) ? null : at;
};

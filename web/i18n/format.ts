// Times, days, numbers and lists as people write them, in the language of the words around them.
import { locale, t } from './i18n.ts';

// Words may be in another language than the person's own; whether the clock counts to 12 or 24 is theirs all the same.
const own = new Intl.DateTimeFormat(typeof navigator === 'undefined' ? 'en-GB' : navigator.language, { hour: 'numeric' });
const hourCycle = own.resolvedOptions().hourCycle ?? 'h23';

const CLOCK = { hour: hourCycle === 'h23' ? '2-digit' : 'numeric', minute: '2-digit', hourCycle } as const;
const time = new Intl.DateTimeFormat(locale, CLOCK);
const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const dayOfAnotherYear = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', hourCycle });
const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle });
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const list = new Intl.ListFormat(locale, { type: 'conjunction' });

/** "09:12", by the clocks of another time zone. */
export const formatTimeIn = (timeZone: string, atMs: number): string =>
  new Intl.DateTimeFormat(locale, { ...CLOCK, timeZone }).format(atMs);

/** "09:12". */
export const formatTime = (atMs: number): string => time.format(atMs);

/** "Monday, 3 March 2026 at 09:12", for a tooltip. */
export const formatMoment = (atMs: number): string => full.format(atMs);

/** "3 Mar 2026, 09:12". */
export const formatWhen = (atMs: number): string => when.format(atMs);

/** "3 Mar 2026". */
export const formatDate = (atMs: number): string => date.format(atMs);

/** "Today", "Yesterday", "Monday, 3 March". */
export const formatDay = (atMs: number, nowMs: number = Date.now()): string => {
  if (isSameDay(atMs, nowMs)) return t('ui.today');
  const yesterday = new Date(nowMs);
  yesterday.setDate(yesterday.getDate() - 1);
  if (isSameDay(atMs, yesterday.getTime())) return t('ui.yesterday');
  const isThisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  return (isThisYear ? day : dayOfAnotherYear).format(atMs);
};

/** By the calendar of this machine. */
export const isSameDay = (aMs: number, bMs: number): boolean => new Date(aMs).toDateString() === new Date(bMs).toDateString();

/** "Ana, Bob and Carol". */
export const formatList = (names: readonly string[]): string => list.format(names);

export const formatNumber = (value: number): string => value.toLocaleString(locale);

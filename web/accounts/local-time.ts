// What time it is where somebody is, and how far that is from here.
import { formatTimeIn } from '../i18n/format.ts';
import { t } from '../i18n/profile.ts';
import { minutesAhead, ownTimeZone } from './time-zones.ts';

/** null for a zone that this browser does not know. */
export const tellTimeIn = (timeZone: string, nowMs: number, here: string = ownTimeZone()): { clock: string; difference: string } | null => {
  const [there, own] = [minutesAhead(timeZone, nowMs), minutesAhead(here, nowMs)];
  if (there === null || own === null) return null;
  return { clock: formatTimeIn(timeZone, nowMs), difference: tellDifference(there - own) };
};

const tellDifference = (minutes: number): string => {
  if (minutes === 0) return t('card.sameTime');
  const away = Math.abs(minutes);
  const values = { hours: Math.floor(away / 60), minutes: away % 60 };
  const length = t(away % 60 === 0 ? 'card.hours' : 'card.hoursAndMinutes', values);
  return t(minutes > 0 ? 'card.ahead' : 'card.behind', { length });
};

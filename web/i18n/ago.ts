// How long ago something was, as people say it: "now", "5 minutes ago", "yesterday"; and the day, once that says more.
import { locale, t } from './i18n.ts';

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const formatAgo = (atMs: number, nowMs: number = Date.now()): string => {
  const ago = nowMs - atMs;
  // The server's clock may be a little ahead.
  if (ago < MINUTE_MS) return t('ui.justNow');
  if (ago < HOUR_MS) return relative.format(-Math.floor(ago / MINUTE_MS), 'minute');
  if (ago < DAY_MS) return relative.format(-Math.floor(ago / HOUR_MS), 'hour');
  if (ago < 7 * DAY_MS) return relative.format(-Math.floor(ago / DAY_MS), 'day');
  return formatDate(atMs);
};

/** "3 March 2026". */
export const formatDate = (atMs: number): string => date.format(atMs);

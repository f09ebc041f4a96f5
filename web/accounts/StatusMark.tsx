// What somebody is up to, as one emoji beside their name; the words come with a tooltip and for screen readers. Gone by itself when it is over.
import { useEffect, useState } from 'react';
import type { Status } from '../../protocol/accounts.ts';
import { formatMoment, formatTime, isSameDay } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { isOver, NO_EMOJI } from './statuses.ts';

/** What a timer takes at most. */
const LONGEST_MS = 2 ** 31 - 1;

/** The same, or null once it is over. */
export const useStatus = (status: Status | null): Status | null => {
  const [nowMs, setNow] = useState(() => Date.now());
  const until = status?.until ?? null;
  useEffect(() => {
    if (until === null || until <= nowMs) return;
    const timer = setTimeout(() => setNow(Date.now()), Math.min(LONGEST_MS, Math.max(0, until - Date.now()) + 50));
    return () => clearTimeout(timer);
  }, [until, nowMs]);
  return status && !isOver(status, nowMs) ? status : null;
};

/** "until 14:30", "until Monday, 9 March 2026 at 00:00"; '' for one without an end. */
export const tellUntil = ({ until }: Status): string => {
  if (until === null) return '';
  return t('accounts.status.until', { moment: isSameDay(until, Date.now()) ? formatTime(until) : formatMoment(until) });
};

export const StatusMark = ({ status: given }: { status: Status | null }) => {
  const status = useStatus(given);
  if (!status) return null;
  const { emoji, text } = status;
  return (
    <span
      role="img"
      aria-label={t('accounts.status.says', { text: text === '' ? emoji : text })}
      data-tip={[text, tellUntil(status)].filter(Boolean).join(' · ') || undefined}
      className="shrink-0 leading-none select-none"
    >
      {emoji === '' ? NO_EMOJI : emoji}
    </span>
  );
};

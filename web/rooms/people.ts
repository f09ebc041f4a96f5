// Who is in a call, and how that is told: each person once, whatever the number of their devices.
import type { Account } from '../../protocol/accounts.ts';
import type { Call } from '../../protocol/calls.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { nameOf } from '../i18n/names.ts';

export const peopleIn = (call: Call | null): Account[] => {
  const people = new Map<string, Account>();
  for (const { account } of call?.participants ?? []) people.set(account.id, account);
  return [...people.values()];
};

const NAMED = 3;

/** "Ana and Bob are in a call". */
export const tellCall = (people: readonly Account[]): string => {
  const named = people.slice(0, people.length > NAMED ? NAMED - 1 : NAMED).map(nameOf);
  const others = people.length - named.length;
  const names = formatList(others > 0 ? [...named, t('rooms.others', { count: others })] : named);
  return t('rooms.inCall', { names, count: people.length });
};

const MOST = LIMITS.unreadShown - 1;
/** "3", or "99+" where counting stopped. */
export const shortUnread = (unread: number): string => (unread > MOST ? t('rooms.many', { count: MOST }) : String(unread));
export const tellUnread = (unread: number): string =>
  t(unread > MOST ? 'rooms.unreadMany' : 'rooms.unread', { count: Math.min(unread, MOST) });

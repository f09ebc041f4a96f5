// Who is in a call, in words; each person once, whatever the number of their devices.
import type { Account } from '../../protocol/accounts.ts';
import type { Call } from '../../protocol/calls.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { nameOf } from '../i18n/names.ts';

const NAMED = 3;

export const peopleIn = (call: Call | null): Account[] => [
  ...new Map((call?.participants ?? []).map(({ account }) => [account.id, account])).values(),
];

/** "Bob and Carol are here". */
export const tellHere = (people: readonly Account[]): string => {
  if (people.length === 0) return t('calls.nobody');
  const named = people.slice(0, people.length > NAMED + 1 ? NAMED : NAMED + 1).map(nameOf);
  const others = people.length - named.length;
  const names = formatList(others > 0 ? [...named, t('calls.others', { count: others })] : named);
  return t('calls.here', { names, count: people.length });
};

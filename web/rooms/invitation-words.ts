// What an invitation allows, in words: a line for each thing before it is made, and a few words in the list.
import type { Invitation, Terms } from '../../protocol/invitations.ts';
import type { Visibility } from '../../protocol/rooms.ts';
import { formatDate, formatWhen } from '../i18n/format.ts';
import { t } from '../i18n/people.ts';
import { nameOf } from '../i18n/names.ts';
import { isOpenAnyway, type Draft } from './invitations.ts';

/** One line for each thing that it decides. */
export const tellDraft = ({ role, entry, maySpeak, mayShare, history, lifetime, date, uses }: Draft, visibility: Visibility) => {
  const rights = maySpeak ? (mayShare ? 'both' : 'speak') : mayShare ? 'share' : 'neither';
  const isOpen = isOpenAnyway(visibility, role);
  return {
    who: t(`invite.says.${isOpen ? 'direct' : entry}`, { who: t(`invite.says.${role}`) }),
    // In a public room that is everybody's.
    rights: isOpen ? null : t('invite.says.rights', { rights }),
    history: isOpen ? null : t('invite.says.history', { history }),
    good: t('invite.says.good', {
      lifetime,
      uses,
      date: date === '' ? t('invite.says.someDate') : formatDate(new Date(`${date}T12:00`).getTime()),
    }),
  };
};

/** "Guests · straight in · this call". */
export const tellTerms = (terms: Terms): string => {
  if (terms.kind === 'house') return t(`invite.says.house.${terms.role}`);
  const { role, entry, rights, history } = terms;
  const { maySpeak, mayShare } = rights;
  const limits =
    maySpeak && mayShare ? [] : [t(maySpeak ? 'invite.terms.noShare' : mayShare ? 'invite.terms.noSpeak' : 'invite.terms.silent')];
  return [t(`invite.terms.${role}`), t(`invite.terms.${entry}`), t(`invite.terms.${history}`), ...limits].join(' · ');
};

/** "by Ana · used 3 times · until 12 March 2026, 09:00". */
export const tellUse = ({ createdBy, uses, maxUses, expiresAt }: Invitation, ownId: string): string =>
  [
    createdBy.id === ownId ? t('invite.byYou') : t('invite.by', { name: nameOf(createdBy) }),
    maxUses === null ? t('invite.used', { uses }) : t('invite.usedOf', { uses, max: maxUses }),
    expiresAt === null ? t('invite.ever') : t('invite.until', { moment: formatWhen(expiresAt) }),
  ].join(' · ');

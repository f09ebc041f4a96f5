// The trail in sentences: "Ana suspended Bob". Names stand out; who is gone is said to be gone.
import type { ReactNode } from 'react';
import type { Account } from '../../protocol/accounts.ts';
import type { AuditEntry } from '../../protocol/admin.ts';
import { t } from '../i18n/admin.ts';
import { formatBytes } from '../i18n/bytes.ts';
import { rich } from '../i18n/rich.tsx';
import { POLICIES } from './settings-draft.ts';

const Name = ({ children }: { children: ReactNode }) => <bdi className="font-semibold [overflow-wrap:anywhere]">{children}</bdi>;

const person = (account: Account | null): ReactNode =>
  account === null || account.kind === 'deleted' ? t('admin.trail.somebody') : <Name>{account.name}</Name>;

const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

/** At the beginning of the sentence. */
const actorOf = (actor: Account | null): ReactNode => {
  if (actor === null) return <Name>{t('admin.trail.shell')}</Name>;
  return actor.kind === 'deleted' ? capital(t('admin.trail.somebody')) : <Name>{actor.name}</Name>;
};

export const sentenceOf = ({ action, actor, subject, room, details }: AuditEntry): ReactNode =>
  rich(
    t,
    `admin.trail.${action}`,
    {
      actor: actorOf(actor),
      subject: person(subject),
      room: <Name>{room?.name ?? ''}</Name>,
      place: room ? <Name>{room.name}</Name> : t('admin.trail.house'),
    },
    // Nobody in particular: of everybody below whoever did it.
    { ...details, whom: subject === null ? 'all' : 'one' },
  );

const policyText = (text: string): string => {
  const [kind = '', ...domains] = text.split(/ (.*)/s).filter(Boolean);
  const policy = POLICIES.find((each) => each === kind);
  return [policy ? t(`admin.signUp.${policy}`) : kind, ...domains].join(': ');
};

/** What else there is to say, one line each. */
export const linesOf = ({ action, details }: AuditEntry): string[] => {
  const change = (name: 'signUp' | 'uploadBytes' | 'storedBytes', show: (text: string) => string): string[] => {
    const [from, to] = [details[`${name}.from`], details[`${name}.to`]];
    return from === undefined || to === undefined ? [] : [t(`admin.trail.${name}`, { from: show(from), to: show(to) })];
  };
  const size = (text: string): string => formatBytes(Number(text));
  switch (action) {
    case 'house.settings-changed':
      return [...change('signUp', policyText), ...change('uploadBytes', size), ...change('storedBytes', size)];
    case 'rooms.rights-changed': {
      const [maySpeak, mayShare] = [details['maySpeak'] === 'true', details['mayShare'] === 'true'];
      return [t('admin.trail.rights', { rights: maySpeak ? (mayShare ? 'both' : 'speak') : mayShare ? 'share' : 'neither' })];
    }
    default:
      return [];
  }
};

// People as a table; on a phone as cards, each of the same parts.
import Ellipsis from 'lucide-react/icons/ellipsis';
import ShieldCheck from 'lucide-react/icons/shield-check';
import type { ReactNode } from 'react';
import { useStore } from '@nanostores/react';
import type { Person } from '../../protocol/admin.ts';
import { $house } from '../accounts/accounts.ts';
import { t } from '../i18n/admin.ts';
import { formatAgo } from '../i18n/ago.ts';
import { formatBytes } from '../i18n/bytes.ts';
import { formatMoment } from '../i18n/format.ts';
import { Chip } from '../ui/Chip.tsx';
import { Menu } from '../ui/Menu.tsx';
import { useIsPhone } from '../ui/use-media.ts';
import { Face } from './Face.tsx';
import { actionsFor, type PersonAction } from './person-actions.ts';
import type { Own } from './People.tsx';
import { useNow } from './use-now.ts';

type Act = (person: Person, action: PersonAction) => void;
type Props = { people: readonly Person[]; own: Own; onAct: Act };

const MINUTE_MS = 60_000;

export const PeopleTable = (props: Props) => {
  const now = useNow(MINUTE_MS);
  const isPhone = useIsPhone();
  return isPhone ? <Cards {...props} now={now} /> : <Table {...props} now={now} />;
};

const headClass = 'sticky top-0 z-10 border-b border-line bg-bg py-2 text-left text-xs font-medium whitespace-nowrap text-soft';

const Table = ({ people, own, onAct, now }: Props & { now: number }) => (
  <div className="@container">
    <table className="w-full border-separate border-spacing-0 text-sm">
      <thead>
        <tr>
          <th scope="col" className={`${headClass} pl-2`}>
            {t('admin.people.person')}
          </th>
          <th scope="col" className={`${headClass} px-3`}>
            {t('admin.people.role')}
          </th>
          <th scope="col" className={`${headClass} px-3`}>
            {t('admin.people.seen')}
          </th>
          <th scope="col" className={`${headClass} hidden px-3 text-right @min-[600px]:table-cell`}>
            {t('admin.people.stored')}
          </th>
          <td className={`${headClass} w-target`} />
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.account.id} className="group hover:bg-hover">
            {/* What takes the width that is left, and is cut off where there is none. */}
            <th scope="row" className={`${cellClass} w-full max-w-0 pl-2 text-left font-normal`}>
              <span className="flex min-w-0 items-center gap-3">
                <Face account={person.account} size={36} />
                <Named person={person} own={own} />
              </span>
            </th>
            <td className={`${cellClass} px-3 whitespace-nowrap`}>{t(`admin.role.${person.role}`)}</td>
            <td className={`${cellClass} px-3 whitespace-nowrap tabular text-soft`}>
              <Seen at={person.seenAt} now={now} />
            </td>
            <td className={`${cellClass} hidden px-3 text-right whitespace-nowrap tabular text-soft @min-[600px]:table-cell`}>
              {formatBytes(person.storedBytes)}
            </td>
            <td className={cellClass}>
              <PersonMenu person={person} own={own} onAct={onAct} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const cellClass = 'border-b border-line py-2';

const Cards = ({ people, own, onAct, now }: Props & { now: number }) => (
  <ul className="flex flex-col divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
    {people.map((person) => (
      <li key={person.account.id} className="flex items-start gap-3 py-3 pr-1 pl-3">
        <Face account={person.account} size={40} />
        <div className="min-w-0 flex-1 text-sm">
          <Named person={person} own={own} />
          <p className="mt-1 tabular text-soft">
            {[
              t(`admin.role.${person.role}`),
              person.seenAt === null ? t('admin.people.neverSeen') : t('admin.people.seenWhen', { when: formatAgo(person.seenAt, now) }),
              ...(person.storedBytes > 0 ? [formatBytes(person.storedBytes)] : []),
            ].join(' · ')}
          </p>
        </div>
        <PersonMenu person={person} own={own} onAct={onAct} />
      </li>
    ))}
  </ul>
);

const Seen = ({ at, now }: { at: number | null; now: number }): ReactNode =>
  at === null ? (
    t('admin.never')
  ) : (
    <time dateTime={new Date(at).toISOString()} data-tip={formatMoment(at)}>
      {formatAgo(at, now)}
    </time>
  );

const Named = ({ person: { account, email, isEmailConfirmed, isSuspended, hasSecondFactor }, own }: { person: Person; own: Own }) => {
  // Where no mail is sent, no address is ever confirmed: that says nothing of anybody.
  const hasMail = useStore($house)?.hasMail ?? false;
  return (
    <span className="block min-w-0 flex-1">
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <bdi className="max-w-full truncate font-medium">{account.name}</bdi>
        {account.id === own.id && <Chip>{t('admin.people.you')}</Chip>}
        {isSuspended && <Chip look="danger">{t('admin.people.suspended')}</Chip>}
        {hasSecondFactor && <Chip icon={<ShieldCheck aria-hidden />}>{t('admin.people.secondFactor')}</Chip>}
        {hasMail && email !== null && !isEmailConfirmed && <Chip>{t('admin.people.unconfirmed')}</Chip>}
      </span>
      <span className="block truncate text-soft">{email ?? t('admin.people.noAddress')}</span>
    </span>
  );
};

const PersonMenu = ({ person, own, onAct }: { person: Person; own: Own; onAct: Act }) => {
  const actions = actionsFor(own.role, person);
  // As wide as it would be, so that all rows are alike.
  if (actions.length === 0) return <span className="block w-target shrink-0" />;
  const label = t('admin.actions', { name: person.account.name });
  return (
    <Menu
      label={label}
      className="inline-flex size-target shrink-0 items-center justify-center rounded-control text-soft transition-feedback hover:bg-hover hover:text-fg active:bg-press aria-expanded:bg-press aria-expanded:text-fg"
      items={actions.map((action) => ({
        label: t(`admin.do.${action}`),
        isDanger: action === 'suspend',
        onSelect: () => onAct(person, action),
      }))}
    >
      <Ellipsis aria-hidden className="size-5" />
      <span className="sr-only">{label}</span>
    </Menu>
  );
};

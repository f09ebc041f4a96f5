// Everybody who has an account here, and the guests: looked for as one writes, newest first, and what may be done to each.
import { useCallback, useState } from 'react';
import { useStore } from '@nanostores/react';
import UserRoundSearch from 'lucide-react/icons/user-round-search';
import type { HouseRole } from '../../protocol/accounts.ts';
import type { Person } from '../../protocol/admin.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { $me } from '../accounts/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { t } from '../i18n/admin.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { Segments } from '../ui/Segments.tsx';
import { Listed } from './Listed.tsx';
import type { FetchPage } from './pages.ts';
import { PersonDialog } from './PersonDialogs.tsx';
import { PeopleTable } from './PeopleTable.tsx';
import type { PersonAction } from './person-actions.ts';
import { RecoveryRequests } from './RecoveryRequests.tsx';
import { restore } from './people.ts';
import { usePages, useWritten } from './use-pages.ts';

const SHOWN = ['all', 'admins', 'guests', 'suspended'] as const;
type Shown = (typeof SHOWN)[number];

const People = () => {
  const me = useStore($me);
  const [text, setText] = useState('');
  const [show, setShow] = useState<Shown>('all');
  const wanted = useWritten(text);
  const fetch = useCallback<FetchPage<Person>>(
    async (after) => {
      const { people, hasMore } = await connection.ask('admin.people', { text: wanted, show, after: after?.account.id });
      return { items: people, hasMore };
    },
    [wanted, show],
  );
  const list = usePages(fetch);
  const [asked, setAsked] = useState<{ person: Person; action: PersonAction } | null>(null);
  const close = () => setAsked(null);
  if (me.kind !== 'signed-in') return null;

  const change = (id: string, update: (person: Person) => Person) =>
    list.change((person) => (person.account.id === id ? update(person) : person));
  const act = (person: Person, action: PersonAction) => {
    if (action === 'restore') void restore(person, change);
    else setAsked({ person, action });
  };
  return (
    <div className="flex flex-col gap-4">
      <RecoveryRequests />
      <div className="flex flex-col gap-2 @container">
        <div className="flex flex-col gap-2 @min-[640px]:flex-row">
          <SearchField
            label={t('admin.people.search')}
            value={text}
            maxLength={LIMITS.accountName}
            onChange={setText}
            className="min-w-0 flex-1"
          />
          <Segments
            label={t('admin.people.show')}
            value={show}
            options={SHOWN.map((value) => ({ value, label: t(`admin.people.show.${value}`) }))}
            onChange={(value) => setShow(value)}
          />
        </div>
      </div>
      <Listed list={list} none={<Nobody text={wanted} show={show} onClear={() => (setText(''), setShow('all'))} />}>
        <PeopleTable people={list.items} own={me.account} onAct={act} />
      </Listed>
      {asked && <PersonDialog {...asked} onChange={change} onClose={close} />}
    </div>
  );
};

export default People;

export type Own = { id: string; role: HouseRole };

const Nobody = ({ text, show, onClear }: { text: string; show: Shown; onClear(): void }) => (
  <Empty
    icon={<UserRoundSearch aria-hidden />}
    isPart
    title={t('admin.people.none.title')}
    action={<Button onClick={onClear}>{t('admin.people.none.clear')}</Button>}
  >
    {text === '' && (show === 'guests' || show === 'suspended') ? t(`admin.people.none.${show}`) : t('admin.people.none.text', { text })}
  </Empty>
);

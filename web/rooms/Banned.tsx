// Who is banned from the room, for those who may lift it: asked for when it is opened.
import { useState } from 'react';
import ChevronDown from 'lucide-react/icons/chevron-down';
import type { Account } from '../../protocol/accounts.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { connection } from '../connection/app-connection.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/people.ts';
import { nameOf } from '../i18n/names.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Skeletons } from '../ui/Skeleton.tsx';
import { notify } from '../ui/toasts.ts';
import { unban } from './rooms.ts';

type Bans = { kind: 'closed' } | { kind: 'loading' } | { kind: 'failed' } | { kind: 'open'; accounts: readonly Account[] };

export const Banned = ({ roomId }: { roomId: RoomId }) => {
  const [bans, setBans] = useState<Bans>({ kind: 'closed' });
  const load = () => {
    setBans({ kind: 'loading' });
    connection.ask('rooms.bans', { roomId }).then(
      ({ accounts }) => setBans({ kind: 'open', accounts }),
      () => setBans({ kind: 'failed' }),
    );
  };
  const lift = async ({ id, name }: Account) => {
    try {
      await unban(roomId, id);
      setBans((now) => (now.kind === 'open' ? { kind: 'open', accounts: now.accounts.filter((account) => account.id !== id) } : now));
      notify(t('people.unban.done', { name }));
    } catch (error) {
      notify(explain(error), { kind: 'error' });
    }
  };
  const isOpen = bans.kind !== 'closed';
  return (
    <section>
      <Button
        variant="plain"
        aria-expanded={isOpen}
        className="-mx-2 px-2! font-normal! text-soft"
        onClick={() => (isOpen ? setBans({ kind: 'closed' }) : load())}
      >
        <ChevronDown aria-hidden className={cx('size-4 transition-transform duration-(--feedback)', !isOpen && '-rotate-90')} />
        {t('people.banned')}
      </Button>
      <div aria-live="polite">
        <Shown bans={bans} onRetry={load} onLift={(account) => void lift(account)} />
      </div>
    </section>
  );
};

const Shown = ({ bans, onRetry, onLift }: { bans: Bans; onRetry(): void; onLift(account: Account): void }) => {
  switch (bans.kind) {
    case 'closed':
      return null;
    case 'loading':
      return <Skeletons label={t('ui.loading')} rows={1} />;
    case 'failed':
      return (
        <p className="flex items-center gap-3 text-sm text-soft">
          <span className="flex-1">{t('people.banned.failed')}</span>
          <Button onClick={onRetry}>{t('ui.tryAgain')}</Button>
        </p>
      );
    case 'open':
      if (bans.accounts.length === 0) return <p className="text-sm text-soft">{t('people.banned.none')}</p>;
      return (
        <ul>
          {bans.accounts.map((account) => (
            <li key={account.id} className="flex min-h-11 items-center gap-3">
              <Avatar {...account} size={28} />
              <span className="min-w-0 flex-1 truncate">{nameOf(account)}</span>
              <Button
                aria-label={t('people.unbanNamed', { name: nameOf(account) })}
                className="min-h-8! px-3! text-sm"
                onClick={() => onLift(account)}
              >
                {t('people.unban')}
              </Button>
            </li>
          ))}
        </ul>
      );
    default:
      return bans satisfies never;
  }
};

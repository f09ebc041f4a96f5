// Where somebody is signed in, and how it ends, one by one.
import { useCallback, useState } from 'react';
import MonitorSmartphone from 'lucide-react/icons/monitor-smartphone';
import type { Account, SignIn } from '../../protocol/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { t } from '../i18n/admin.ts';
import { formatAgo, formatDate } from '../i18n/ago.ts';
import { explain } from '../i18n/explain.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Skeletons } from '../ui/Skeleton.tsx';
import { notify } from '../ui/toasts.ts';
import { Failed } from './Listed.tsx';
import { useFresh } from './use-fresh.ts';

export const SignInsDialog = ({ account, onClose }: { account: Account; onClose(): void }) => {
  const ask = useCallback(() => connection.ask('admin.sign-ins', { accountId: account.id }), [account.id]);
  const { answer, error, again } = useFresh(ask, null);
  return (
    <Dialog title={t('admin.signIns.title', { name: account.name })} onClose={onClose} className="max-w-130!">
      {error ? <Failed error={error} onAgain={again} /> : null}
      {!answer && !error && <Skeletons label={t('ui.loading')} rows={2} className="h-12" />}
      {answer?.signIns.length === 0 && <p className="text-soft">{t('admin.signIns.none')}</p>}
      {answer && answer.signIns.length > 0 && (
        <ul className="-mb-2 flex flex-col divide-y divide-line">
          {answer.signIns.map((signIn) => (
            <Row key={signIn.id} signIn={signIn} account={account} onEnded={again} />
          ))}
        </ul>
      )}
    </Dialog>
  );
};

const Row = ({ signIn, account, onEnded }: { signIn: SignIn; account: Account; onEnded(): void }) => {
  const [isPending, setPending] = useState(false);
  const { id, network, seenAt, signedInAt } = signIn;
  const browser = signIn.browser || t('admin.signIns.unknown');
  const end = async () => {
    setPending(true);
    try {
      await connection.ask('admin.end-sign-ins', { accountId: account.id, id });
      notify(t('admin.signIns.ended'));
      onEnded();
    } catch (error) {
      notify(explain(error), { kind: 'error' });
      setPending(false);
    }
  };
  return (
    <li className="flex items-center gap-3 py-3">
      <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-soft" />
      <div className="min-w-0 flex-1">
        <p className="font-medium [overflow-wrap:anywhere]">{browser}</p>
        <p className="text-sm tabular text-soft [overflow-wrap:anywhere]">
          {t('admin.signIns.where', { network, seen: formatAgo(seenAt), since: formatDate(signedInAt) })}
        </p>
      </div>
      <Button aria-label={t('admin.signIns.endOne', { browser, network })} isPending={isPending} onClick={() => void end()}>
        {t('admin.signIns.end')}
      </Button>
    </li>
  );
};

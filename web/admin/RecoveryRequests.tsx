// Who cannot sign in and asked for help, in a house that sends no mail: above everything else, because somebody waits.
import { useCallback, useState } from 'react';
import { useStore } from '@nanostores/react';
import KeyRound from 'lucide-react/icons/key-round';
import type { RecoveryRequest } from '../../protocol/admin.ts';
import { mayDoToInHouse } from '../../protocol/permissions.ts';
import { $me } from '../accounts/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { t } from '../i18n/admin.ts';
import { formatAgo } from '../i18n/ago.ts';
import { explain } from '../i18n/explain.ts';
import { Button } from '../ui/Button.tsx';
import { notify } from '../ui/toasts.ts';
import { Face } from './Face.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { useFresh } from './use-fresh.ts';
import { useNow } from './use-now.ts';

const EVERY_MS = 30_000;

const fetchRequests = () => connection.ask('admin.recovery-requests', {});

export const RecoveryRequests = () => {
  // A failure is not told here: the list below has the same trouble, and says so.
  const { answer, again } = useFresh(fetchRequests, EVERY_MS);
  const now = useNow(EVERY_MS);
  const [helped, setHelped] = useState<RecoveryRequest | null>(null);
  const close = useCallback(() => setHelped(null), []);
  const requests = answer?.requests ?? [];
  return (
    <>
      {requests.length > 0 && (
        <section aria-labelledby="recovery" className="rounded-card border border-edge bg-surface">
          <header className="flex gap-3 px-4 pt-3">
            <KeyRound aria-hidden className="mt-0.5 size-5 shrink-0 text-soft" />
            <div>
              <h2 id="recovery" className="text-base">
                {t('admin.recovery.title', { count: requests.length })}
              </h2>
              <p className="mt-1 max-w-150 text-sm text-soft">{t('admin.recovery.text')}</p>
            </div>
          </header>
          <ul className="mt-2 divide-y divide-line">
            {requests.map((request) => (
              <Request key={request.account.id} request={request} now={now} onHelp={() => setHelped(request)} onDismissed={again} />
            ))}
          </ul>
        </section>
      )}
      {helped && <LinkDialog account={helped.account} onMade={again} onClose={close} />}
    </>
  );
};

type RequestProps = { request: RecoveryRequest; now: number; onHelp(): void; onDismissed(): void };

const Request = ({ request: { account, email, role, askedAt }, now, onHelp, onDismissed }: RequestProps) => {
  const me = useStore($me);
  const [isPending, setPending] = useState(false);
  const { name } = account;
  const mayHelp = me.kind === 'signed-in' && mayDoToInHouse('admin.make-link', me.account.role, role);
  const dismiss = async () => {
    setPending(true);
    try {
      await connection.ask('admin.dismiss-request', { accountId: account.id });
      onDismissed();
    } catch (error) {
      notify(explain(error), { kind: 'error' });
      setPending(false);
    }
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <Face account={account} size={32} />
      <div className="min-w-45 flex-1 text-sm">
        <p className="font-medium [overflow-wrap:anywhere]">{t('admin.recovery.asked', { name, when: formatAgo(askedAt, now) })}</p>
        <p className="text-soft [overflow-wrap:anywhere]">{email}</p>
        {!mayHelp && (
          <p className="text-soft">
            {t('admin.recovery.above', { who: me.kind === 'signed-in' && me.account.id === account.id ? 'self' : role })}
          </p>
        )}
      </div>
      <div className="flex gap-2">
        <Button aria-label={t('admin.recovery.dismissFor', { name })} isPending={isPending} onClick={() => void dismiss()}>
          {t('admin.recovery.dismiss')}
        </Button>
        {mayHelp && (
          <Button variant="primary" aria-label={t('admin.recovery.linkFor', { name })} onClick={onHelp}>
            {t('admin.recovery.link')}
          </Button>
        )}
      </div>
    </li>
  );
};

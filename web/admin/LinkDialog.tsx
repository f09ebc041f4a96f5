// A link for somebody who cannot sign in: first what it does, then the link itself, which is shown this once.
import { useState } from 'react';
import type { Account } from '../../protocol/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { t } from '../i18n/admin.ts';
import { explain } from '../i18n/explain.ts';
import { formatTime } from '../i18n/format.ts';
import { paths } from '../routes.ts';
import { Alert } from '../ui/Alert.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { useNow } from './use-now.ts';

type Props = { account: Account; onMade?(): void; onClose(): void };
type Made = { link: string; expiresAt: number };

export const LinkDialog = ({ account, onMade, onClose }: Props) => {
  const { name } = account;
  const [made, setMade] = useState<Made | null>(null);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const make = async () => {
    setPending(true);
    setError(undefined);
    try {
      const { secret, expiresAt } = await connection.ask('admin.make-link', { accountId: account.id });
      setMade({ link: `${location.origin}${paths.reset}#${secret}`, expiresAt });
      onMade?.();
    } catch (refusal) {
      setError(explain(refusal));
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog title={t('admin.link.title', { name })} onClose={onClose} isBusy={isPending}>
      <p className="text-soft">{t('admin.link.text', { name })}</p>
      {made ? (
        <div className="mt-4 flex flex-col gap-2">
          <CopyField label={t('admin.link.label')} text={made.link} action={t('admin.link.copy')} />
          <Expiry at={made.expiresAt} />
        </div>
      ) : (
        <Alert className="mt-3">{error}</Alert>
      )}
      <DialogActions>
        {made ? (
          <Button variant="primary" onClick={onClose}>
            {t('admin.link.done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('ui.cancel')}</Button>
            <Button data-autofocus variant="primary" isPending={isPending} onClick={() => void make()}>
              {t('admin.link.do')}
            </Button>
          </>
        )}
      </DialogActions>
    </Dialog>
  );
};

const Expiry = ({ at }: { at: number }) => {
  const left = at - useNow(5_000);
  return (
    <p className="text-sm tabular text-soft">
      {left <= 0 ? t('admin.link.over') : t('admin.link.good', { time: formatTime(at), minutes: Math.floor(left / 60_000) })}
    </p>
  );
};

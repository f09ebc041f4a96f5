// The answer to `confirm-first`: an account without a password confirms by having just signed in, and this sign-in is older.
import { useState } from 'react';
import { useLocation } from 'wouter';
import { explain } from '../../i18n/explain.ts';
import { t } from '../../i18n/settings.ts';
import { paths, withNext } from '../../routes.ts';
import { Alert } from '../../ui/Alert.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { signOut } from '../accounts.ts';

export const SignInAgain = ({ onClose }: { onClose(): void }) => {
  const [path, navigate] = useLocation();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const leave = async () => {
    setPending(true);
    try {
      await signOut();
      navigate(withNext(paths.signIn, path));
    } catch (refusal) {
      setError(explain(refusal));
      setPending(false);
    }
  };
  return (
    <Dialog title={t('settings.again.title')} onClose={onClose} isBusy={isPending}>
      <p className="text-soft">{t('settings.again.text')}</p>
      <Alert className="mt-3">{error}</Alert>
      <DialogActions>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button variant="primary" isPending={isPending} onClick={() => void leave()}>
          {t('settings.again.do')}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

// Asks before something is done that others feel or that cannot be undone, and says what happens. Stays until the server has done it: what
// was asked for is either done or said not to be.
import { useState, type ReactNode } from 'react';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/i18n.ts';
import { Alert } from '../ui/Alert.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';

type Props = {
  title: string;
  text: string;
  action: string;
  run: () => Promise<unknown>;
  onClose(): void;
  /** What else there is to decide with it. */
  children?: ReactNode;
  isDanger?: boolean;
};

export const ConfirmDialog = ({ title, text, action, run, onClose, children, isDanger = true }: Props) => {
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const confirm = async () => {
    setPending(true);
    setError(undefined);
    try {
      await run();
      onClose();
    } catch (refusal) {
      setError(explain(refusal));
      setPending(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose} isBusy={isPending}>
      <p className="text-soft">{text}</p>
      {children}
      <Alert className="mt-3">{error}</Alert>
      <DialogActions>
        <Button data-autofocus onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button variant={isDanger ? 'danger' : 'primary'} isPending={isPending} onClick={() => void confirm()}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

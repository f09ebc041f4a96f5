// Asks before something is done. Stays until it is done: what was asked for is either done, and the dialog closed, or said not to be.
import { useState, type ReactNode } from 'react';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/i18n.ts';
import { Alert } from './Alert.tsx';
import { Button } from './Button.tsx';
import { Dialog, DialogActions } from './Dialog.tsx';

type Props = {
  title: string;
  text: ReactNode;
  /** The words of the button that does it. */
  action: string;
  /** Something is still to be done before it may be. */
  isHeld?: boolean;
  /** For what can be undone. */
  isHarmless?: boolean;
  /** What else there is to decide with it. */
  children?: ReactNode;
  run: () => Promise<unknown>;
  onClose(): void;
};

export const ConfirmDialog = ({ title, text, action, isHeld = false, isHarmless = false, run, onClose, children }: Props) => {
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
      <div className="text-soft">{text}</div>
      {children}
      <Alert className="mt-3">{error}</Alert>
      <DialogActions>
        <Button data-autofocus onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button variant={isHarmless ? 'primary' : 'danger'} disabled={isHeld} isPending={isPending} onClick={() => void confirm()}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

// Sends the mail again by which an address is confirmed, and says so.
import { useState } from 'react';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/i18n.ts';
import { notify } from '../ui/toasts.ts';
import { askAccounts } from './accounts.ts';

export const useConfirmationMail = (): { isPending: boolean; send(): void } => {
  const [isPending, setPending] = useState(false);
  const send = async () => {
    setPending(true);
    try {
      await askAccounts('send-confirmation', {});
      notify(t('accounts.confirmSent'));
    } catch (error) {
      notify(explain(error), { kind: 'error' });
    } finally {
      setPending(false);
    }
  };
  return { isPending, send: () => void send() };
};

// A new account that is good for little before its address is confirmed: says so, at the top of the page, for as long as that is so.
import { useStore } from '@nanostores/react';
import { t } from '../i18n/i18n.ts';
import { Bar } from '../ui/Bar.tsx';
import { $me, mustConfirm } from './accounts.ts';
import { useConfirmationMail } from './use-confirmation-mail.ts';

export const UnconfirmedBar = () => {
  const me = useStore($me);
  const { isPending, send } = useConfirmationMail();
  // An account of its own, and a guest all the same: the house asks for the address first.
  if (me.kind !== 'signed-in' || !mustConfirm(me.account)) return null;
  return (
    <Bar>
      <span className="[overflow-wrap:anywhere]">{t('accounts.unconfirmed', { email: me.account.email ?? '' })}</span>
      <button type="button" disabled={isPending} className="min-h-8 rounded-control px-2 underline underline-offset-4" onClick={send}>
        {t('accounts.confirmResend')}
      </button>
    </Bar>
  );
};

// A guest makes an account from within, and keeps their name, rooms, what they said and how far they read. A form alone, to stand wherever it
// is offered: in the settings, in a room.
import { useId, useState } from 'react';
import { useStore } from '@nanostores/react';
import { Refused } from '../connection/connection.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/settings.ts';
import { Alert } from '../ui/Alert.tsx';
import { Button } from '../ui/Button.tsx';
import { recallInTab, rememberInTab } from '../ui/stored.ts';
import { notify } from '../ui/toasts.ts';
import { useForm } from '../ui/use-form.ts';
import { $house, $me, cameByLink, createAccount } from './accounts.ts';
import { checkDomain, checkEmail, checkNewPassword, explainSignUp } from './checks.ts';
import { EmailField } from './EmailField.tsx';
import { PasswordField } from './PasswordField.tsx';

type Props = {
  /** Is told when the guest is one no longer. */
  onDone?(): void;
};

const BecomeMember = ({ onDone }: Props) => {
  const me = useStore($me);
  const { signUp } = useStore($house);
  const [invitation, setInvitation] = useState(() => recallInTab('invitation'));
  if (me.kind !== 'signed-in' || !cameByLink(me.account)) return null;
  if (signUp.kind === 'closed') return <p className="text-soft">{t('settings.member.closed')}</p>;
  if (signUp.kind === 'invitation' && invitation === null) return <p className="text-soft">{t('settings.member.invitation')}</p>;
  return <Form name={me.account.name} invitation={invitation} onExpired={() => setInvitation(null)} onDone={onDone} />;
};

export default BecomeMember;

type FormProps = { name: string; invitation: string | null; onExpired(): void; onDone: (() => void) | undefined };

const Form = ({ name, invitation, onExpired, onDone }: FormProps) => {
  const { signUp, hasMail } = useStore($house);
  const id = useId();
  const isByDomain = signUp.kind === 'domain' && invitation === null;
  const { form, bind, isPending, error } = useForm({
    initial: { email: '', password: '' },
    check: ({ email, password }) => ({
      email: checkEmail(email) ?? (isByDomain ? checkDomain(email, signUp) : undefined),
      password: checkNewPassword(password),
    }),
    async submit({ email, password }) {
      await createAccount({ name, email, password, isGuest: true, ...(invitation !== null && { invitation }) });
      rememberInTab('invitation', null);
      notify(t(hasMail ? 'settings.member.doneMail' : 'settings.member.done'));
      onDone?.();
    },
    explain(refusal) {
      if (refusal instanceof Refused && refusal.code === 'expired') {
        rememberInTab('invitation', null);
        onExpired();
        return { form: t('accounts.error.invitation') };
      }
      return explainSignUp(signUp, refusal);
    },
  });
  return (
    <form {...form} aria-describedby={`${id}why`} className="flex max-w-100 flex-col gap-4">
      <p id={`${id}why`} className="text-soft">
        {t('settings.member.text', { name })}
      </p>
      <EmailField
        {...bind('email')}
        autoComplete="email"
        hint={isByDomain && bind('email').error === undefined && t('accounts.domainHint', { domains: formatList(signUp.domains) })}
      />
      <PasswordField {...bind('password')} isNew />
      <Alert>{error}</Alert>
      <Button type="submit" variant="primary" isPending={isPending} className="self-start max-pane:w-full">
        {t('accounts.create')}
      </Button>
    </form>
  );
};

// Creating an account, as far as the house allows it. The first one always works, and owns the house.
import { useState } from 'react';
import { useStore } from '@nanostores/react';
import { Refused } from '../connection/connection.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { nextFrom, paths, withNext } from '../routes.ts';
import { Alert } from '../ui/Alert.tsx';
import { Button } from '../ui/Button.tsx';
import { Column } from '../ui/Column.tsx';
import { Field } from '../ui/Field.tsx';
import { recallInTab, rememberInTab } from '../ui/stored.ts';
import { ButtonLink, TextLink } from '../ui/TextLink.tsx';
import { useForm } from '../ui/use-form.ts';
import { $house, createAccount } from './accounts.ts';
import { checkAccountName, checkDomain, checkEmail, checkNewPassword, explainSignUp } from './checks.ts';
import { EmailField } from './EmailField.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useFirstFocus } from './use-first-focus.ts';

export const CreateAccount = ({ search }: { search: string }) => {
  const { hasOwner, signUp } = useStore($house);
  const next = nextFrom(search);
  const signInPath = withNext(paths.signIn, next);
  const [invitation, setInvitation] = useState(() => recallInTab('invitation'));
  if (hasOwner && signUp.kind === 'closed') return <NoWayIn reason="closed" signInPath={signInPath} />;
  if (hasOwner && signUp.kind === 'invitation' && invitation === null) return <NoWayIn reason="invitation" signInPath={signInPath} />;
  return (
    <Column title={t(hasOwner ? 'accounts.new' : 'accounts.firstTitle')} text={t(hasOwner ? 'accounts.newText' : 'accounts.firstText')}>
      <Form
        invitation={hasOwner ? invitation : null}
        // Whoever goes back to the invitation's own page needs it there.
        isUsedUp={next !== paths.join}
        onExpired={() => {
          rememberInTab('invitation', null);
          setInvitation(null);
        }}
      />
      <p className="mt-6 text-sm text-soft">
        {t('accounts.toSignIn')} <TextLink href={signInPath}>{t('accounts.toSignInLink')}</TextLink>
      </p>
    </Column>
  );
};

type FormProps = { invitation: string | null; isUsedUp: boolean; onExpired(): void };

const Form = ({ invitation, isUsedUp, onExpired }: FormProps) => {
  const { hasOwner, signUp } = useStore($house);
  const isByDomain = hasOwner && signUp.kind === 'domain' && invitation === null;
  const { form, bind, isPending, error } = useForm({
    initial: { name: '', email: '', password: '' },
    check: ({ name, email, password }) => ({
      name: checkAccountName(name),
      email: checkEmail(email) ?? (isByDomain ? checkDomain(email, signUp) : undefined),
      password: checkNewPassword(password),
    }),
    async submit(fields) {
      await createAccount(invitation === null ? fields : { ...fields, invitation });
      if (isUsedUp) rememberInTab('invitation', null);
    },
    explain(refusal) {
      if (refusal instanceof Refused && refusal.code === 'expired') {
        // Without it, the house may be open all the same.
        onExpired();
        return { form: t('accounts.error.invitation') };
      }
      return explainSignUp(signUp, refusal);
    },
  });
  useFirstFocus(form.ref);
  return (
    <form {...form} className="flex flex-col gap-4">
      <Field {...bind('name')} label={t('accounts.name')} hint={t('accounts.nameHint')} autoComplete="name" required />
      <EmailField
        {...bind('email')}
        autoComplete="email"
        hint={isByDomain && bind('email').error === undefined && t('accounts.domainHint', { domains: formatList(signUp.domains) })}
      />
      <PasswordField {...bind('password')} isNew />
      <Alert>{error}</Alert>
      <Button type="submit" variant="primary" isPending={isPending} className="w-full">
        {t('accounts.create')}
      </Button>
    </form>
  );
};

const NoWayIn = ({ reason, signInPath }: { reason: 'closed' | 'invitation'; signInPath: string }) => (
  <Column title={t(`accounts.${reason}.title`)} text={t(`accounts.${reason}.text`)}>
    <ButtonLink href={signInPath} className="w-full">
      {t('accounts.toSignInLink')}
    </ButtonLink>
  </Column>
);

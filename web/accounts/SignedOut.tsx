// What those see who are not signed in: one calm column with the wordmark, to sign in or to create an account.
import { useEffect } from 'react';
import { useStore } from '@nanostores/react';
import { Link } from 'wouter';
import { t } from '../i18n/i18n.ts';
import { nextFrom, paths, withNext } from '../routes.ts';
import { Column } from '../ui/Column.tsx';
import { AccountForm } from './AccountForm.tsx';
import { $house, createAccount, signIn } from './accounts.ts';
import { checkKnown, checkNew } from './checks.ts';

export type SignedOutPage = 'sign-in' | 'create-account' | 'forgot';

export const SignedOut = ({ page, search }: { page: SignedOutPage; search: string }) => {
  const { hasOwner } = useStore($house);
  const next = nextFrom(search);
  const isNew = page === 'create-account';
  useEffect(() => {
    document.title = t('ui.title', { page: t(isNew ? 'accounts.create' : 'accounts.signIn') });
  }, [isNew]);
  if (isNew) {
    return (
      <Column title={t(hasOwner ? 'accounts.new' : 'accounts.firstTitle')} text={t(hasOwner ? 'accounts.newText' : 'accounts.firstText')}>
        <AccountForm
          key="create"
          kind="create"
          check={checkNew}
          submit={createAccount}
          footer={<Other question={t('accounts.toSignIn')} link={t('accounts.toSignInLink')} href={withNext(paths.signIn, next)} />}
        />
      </Column>
    );
  }
  return (
    <Column title={t('accounts.welcome')} text={next !== paths.home && t('accounts.backTo')}>
      <AccountForm
        key="sign-in"
        kind="sign-in"
        check={checkKnown}
        submit={({ email, password }) => signIn({ email, password })}
        footer={<Other question={t('accounts.toCreate')} link={t('accounts.toCreateLink')} href={withNext(paths.createAccount, next)} />}
      />
    </Column>
  );
};

export default SignedOut;

const Other = ({ question, link, href }: { question: string; link: string; href: string }) => (
  <p className="mt-2 text-sm text-soft">
    {question}{' '}
    <Link
      href={href}
      className="inline-flex min-h-8 items-center rounded-control font-medium text-fg underline underline-offset-4 hover:decoration-2"
    >
      {link}
    </Link>
  </p>
);

// What those see who are not signed in: one calm column with the wordmark, to sign in or to create an account.
import { useEffect, type ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '../i18n/i18n.ts';
import { Wordmark } from '../ui/Wordmark.tsx';
import { AccountForm } from './AccountForm.tsx';
import { createAccount, signIn } from './accounts.ts';
import { checkKnown, checkNew } from './checks.ts';

type Props = {
  page: 'sign-in' | 'create-account';
  hasOwner: boolean;
  /** Whether something other than the front door was asked for. */
  isOnTheWay: boolean;
  signInPath: string;
  createPath: string;
};

export const SignedOut = ({ page, hasOwner, isOnTheWay, signInPath, createPath }: Props) => {
  const isNew = page === 'create-account';
  useEffect(() => {
    document.title = t('ui.title', { page: t(isNew ? 'accounts.create' : 'accounts.signIn') });
  }, [isNew]);
  return (
    <main className="flex min-h-dvh flex-col items-center px-6 py-12 pt-[max(48px,14dvh)]">
      <div className="w-full max-w-90">
        <Wordmark className="mb-8 text-2xl" />
        {isNew ? (
          <>
            <Heading title={t(hasOwner ? 'accounts.new' : 'accounts.firstTitle')}>
              {t(hasOwner ? 'accounts.newText' : 'accounts.firstText')}
            </Heading>
            <AccountForm
              key="create"
              kind="create"
              check={checkNew}
              submit={createAccount}
              footer={<Other question={t('accounts.toSignIn')} link={t('accounts.toSignInLink')} href={signInPath} />}
            />
          </>
        ) : (
          <>
            <Heading title={t('accounts.welcome')}>{isOnTheWay && t('accounts.backTo')}</Heading>
            <AccountForm
              key="sign-in"
              kind="sign-in"
              check={checkKnown}
              submit={({ email, password }) => signIn({ email, password })}
              footer={<Other question={t('accounts.toCreate')} link={t('accounts.toCreateLink')} href={createPath} />}
            />
          </>
        )}
      </div>
    </main>
  );
};

export default SignedOut;

const Heading = ({ title, children }: { title: string; children: ReactNode }) => (
  <header className="mb-6">
    <h1 tabIndex={-1} className="text-xl">
      {title}
    </h1>
    {children && <p className="mt-1 text-soft">{children}</p>}
  </header>
);

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

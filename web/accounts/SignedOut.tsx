// What those see who are not signed in: to sign in, in one step or two, to create an account, or to get back into one.
import { Suspense, useEffect } from 'react';
import { useStore } from '@nanostores/react';
import { useLocation } from 'wouter';
import { t, type MessageId } from '../i18n/i18n.ts';
import { lazily } from '../ui/lazily.ts';
import { nextFrom, withNext } from '../routes.ts';
import { $me, expectCode } from './accounts.ts';
import { CreateAccount } from './CreateAccount.tsx';
import { SignIn } from './SignIn.tsx';

const Forgot = lazily(() => import('./Forgot.tsx'));
const SecondFactor = lazily(() => import('./SecondFactor.tsx'));

export type SignedOutPage = 'sign-in' | 'create-account' | 'forgot';

const TITLES: Record<SignedOutPage, MessageId> = {
  'sign-in': 'accounts.signIn',
  'create-account': 'accounts.create',
  forgot: 'accounts.forgot',
};

const SignedOut = ({ page, search }: { page: SignedOutPage; search: string }) => {
  const me = useStore($me);
  const [path, navigate] = useLocation();
  // Said once, by the address that the provider's answer led to: a reload begins at the door.
  const isExpected = page === 'sign-in' && new URLSearchParams(search).get('step') === 'second-factor';
  useEffect(() => {
    if (!isExpected) return;
    expectCode();
    navigate(withNext(path, nextFrom(search)), { replace: true });
  }, [isExpected, path, search, navigate]);
  useEffect(() => {
    document.title = t('ui.title', { page: t(TITLES[page]) });
  }, [page]);
  switch (page) {
    case 'sign-in':
      return me.kind === 'half-way' ? (
        <Suspense>
          <SecondFactor />
        </Suspense>
      ) : (
        <SignIn search={search} />
      );
    case 'create-account':
      return <CreateAccount search={search} />;
    case 'forgot':
      return (
        <Suspense>
          <Forgot />
        </Suspense>
      );
    default:
      return page satisfies never;
  }
};

export default SignedOut;

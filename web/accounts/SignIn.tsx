// Signing in: with a password, with a passkey, or by the provider that the house trusts.
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { useStore } from '@nanostores/react';
import Fingerprint from 'lucide-react/icons/fingerprint-pattern';
import LogIn from 'lucide-react/icons/log-in';
import { Refused } from '../connection/connection.ts';
import { explain } from '../i18n/explain.ts';
import { t, type MessageId } from '../i18n/i18n.ts';
import { nextFrom, paths, withNext } from '../routes.ts';
import { Alert } from '../ui/Alert.tsx';
import { Button } from '../ui/Button.tsx';
import { Column } from '../ui/Column.tsx';
import { whenIdle } from '../ui/lazily.ts';
import { recallInTab } from '../ui/stored.ts';
import { TextLink } from '../ui/TextLink.tsx';
import { useForm } from '../ui/use-form.ts';
import { $house, askAccounts, signIn } from './accounts.ts';
import { checkEmail, checkPassword, errorsAt } from './checks.ts';
import { EmailField } from './EmailField.tsx';
import { hasPasskeys, offerPasskeys, PasskeyProblem, signInWithPasskey } from './passkeys.ts';
import { PasswordField } from './PasswordField.tsx';
import { useFirstFocus } from './use-first-focus.ts';

const explainAt = errorsAt(['email', 'password']);

export const SignIn = ({ search }: { search: string }) => {
  const { signUp, openId, hasOwner } = useStore($house);
  const next = nextFrom(search);
  const { form, bind, isPending, error } = useForm({
    initial: { email: '', password: '' },
    check: ({ email, password }) => ({ email: checkEmail(email), password: checkPassword(password) }),
    submit: signIn,
    explain: explainAt,
  });
  const others = useOthers(next);
  useFirstFocus(form.ref);
  return (
    <Column title={t('accounts.welcome')} text={next !== paths.home && t('accounts.backTo')}>
      <Alert className="mb-4">{problemIn(search)}</Alert>
      <form {...form} className="flex flex-col gap-4">
        <EmailField {...bind('email')} autoComplete="username webauthn" />
        <div>
          <PasswordField {...bind('password')} isNew={false} />
          <TextLink href={paths.forgot} className="mt-1 text-sm font-normal! text-soft!">
            {t('accounts.forgot')}
          </TextLink>
        </div>
        <Alert>{error ?? others.error}</Alert>
        <Button type="submit" variant="primary" isPending={isPending} className="w-full">
          {t('accounts.signIn')}
        </Button>
      </form>
      {(hasPasskeys() || openId !== null) && (
        <>
          <p className="my-4 flex items-center gap-3 text-sm text-soft before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            {t('accounts.or')}
          </p>
          <div className="flex flex-col gap-2">
            {hasPasskeys() && (
              <Other icon={<Fingerprint aria-hidden />} isPending={others.pending === 'passkey'} onClick={others.withPasskey}>
                {t('accounts.passkeySignIn')}
              </Other>
            )}
            {openId !== null && (
              <Other icon={<LogIn aria-hidden />} isPending={others.pending === 'openid'} onClick={others.withOpenId}>
                {/* A name alone says nothing of what the button does. */}
                {openId.includes(' ') ? openId : t('accounts.openIdSignIn', { name: openId })}
              </Other>
            )}
          </div>
        </>
      )}
      <p className="mt-6 text-sm text-soft">
        {signUp.kind === 'closed' && hasOwner ? (
          t('accounts.closedHint')
        ) : (
          <>
            {t('accounts.toCreate')} <TextLink href={withNext(paths.createAccount, next)}>{t('accounts.toCreateLink')}</TextLink>
          </>
        )}
      </p>
    </Column>
  );
};

const Other = ({ icon, isPending, onClick, children }: { icon: ReactNode; isPending: boolean; onClick(): void; children: ReactNode }) => (
  <Button isPending={isPending} onClick={onClick} className="w-full min-w-0 whitespace-normal! [&_svg]:size-5 [&_svg]:shrink-0">
    {icon}
    <span className="[overflow-wrap:anywhere]">{children}</span>
  </Button>
);

/** Less than the five minutes that the server waits for an answer. */
const OFFER_MS = 4 * 60_000;

/** What needs no password. */
const useOthers = (next: string) => {
  const [pending, setPending] = useState<'passkey' | 'openid' | null>(null);
  const [error, setError] = useState<string>();
  const offer = useRef(() => {});
  const attempt = useCallback(async (kind: 'passkey' | 'openid', run: () => Promise<void>) => {
    setError(undefined);
    setPending(kind);
    try {
      await run();
    } catch (refusal) {
      setError(explainOther(refusal));
      setPending(null);
      // The button ended it, or its time was over.
      if (kind === 'passkey') offer.current();
    }
  }, []);

  useEffect(() => {
    let stop = () => {};
    let isShown = true;
    let offeredAt = 0;
    offer.current = () => {
      stop();
      offeredAt = performance.now();
      if (isShown) stop = offerPasskeys((signedIn) => void attempt('passkey', () => signedIn));
    };
    whenIdle(async () => offer.current());
    // Back at a page that was left alone for long: what it offered is good no longer.
    const onFocus = () => {
      if (performance.now() - offeredAt > OFFER_MS) offer.current();
    };
    addEventListener('focus', onFocus);
    return () => {
      isShown = false;
      removeEventListener('focus', onFocus);
      stop();
    };
  }, [attempt]);

  return {
    pending,
    error,
    withPasskey: () => void attempt('passkey', signInWithPasskey),
    withOpenId: () =>
      void attempt('openid', async () => {
        const invitation = recallInTab('invitation');
        const { url } = await askAccounts('openid-start', { next, ...(invitation !== null && { invitation }) });
        location.assign(url);
      }),
  };
};

const explainOther = (error: unknown): string => {
  if (error instanceof PasskeyProblem) return t(`accounts.passkey.${error.kind}`);
  if (error instanceof Refused && (error.code === 'wrong-code' || error.code === 'expired')) return t('accounts.passkey.refused');
  return explain(error);
};

/** Why the provider's answer did not sign anybody in. Chosen by code: what stands in the address may have been written by anybody. */
const PROBLEMS: Record<string, MessageId> = {
  'sign-up-closed': 'accounts.problem.closed',
  suspended: 'ui.refused.suspended',
  'no-address': 'accounts.problem.noAddress',
  'not-allowed': 'accounts.problem.cancelled',
  taken: 'accounts.problem.taken',
  expired: 'accounts.problem.expired',
  unavailable: 'accounts.problem.unavailable',
};

const problemIn = (search: string): string | undefined => {
  const code = new URLSearchParams(search).get('problem');
  if (code === null) return undefined;
  return t(Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code]! : 'accounts.problem.other');
};

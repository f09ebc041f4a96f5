// Where links lead that were sent by mail or handed out by hand: to choose a new password, or to confirm an address. A chunk of its own.
// The secret goes into the body of one request, and nowhere else. Nothing happens before somebody presses the button: there are mail
// servers that open every link.
import { useEffect, useState } from 'react';
import { useStore } from '@nanostores/react';
import CircleCheck from 'lucide-react/icons/circle-check';
import Unlink from 'lucide-react/icons/unlink';
import { Refused } from '../connection/connection.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/recovery.ts';
import { paths, withNext } from '../routes.ts';
import { Alert } from '../ui/Alert.tsx';
import { Button } from '../ui/Button.tsx';
import { Column } from '../ui/Column.tsx';
import { forgetLinkSecret, linkSecret } from '../ui/link-secret.ts';
import { ButtonLink, TextLink } from '../ui/TextLink.tsx';
import { useForm } from '../ui/use-form.ts';
import { $me, askAccounts } from './accounts.ts';
import { checkNewPassword, errorsAt } from './checks.ts';
import { PasswordField } from './PasswordField.tsx';
import { useFirstFocus } from './use-first-focus.ts';

/** `incomplete`: no link of ours, or not the whole of one. */
type State = 'open' | 'incomplete' | 'expired' | 'done';
type Props = { page: 'reset' | 'confirm'; isSignedIn: boolean };

const SECRET = /^[A-Za-z0-9_-]{43}$/;

const Linked = ({ page, isSignedIn }: Props) => {
  const [secret] = useState(() => {
    const found = linkSecret();
    return found !== null && SECRET.test(found) ? found : null;
  });
  const [state, setState] = useState<State>(secret === null ? 'incomplete' : 'open');
  useEffect(() => {
    document.title = t('ui.title', { page: t(`recovery.${page}.title`) });
  }, [page]);
  const settle = (to: 'expired' | 'done') => {
    forgetLinkSecret();
    setState(to);
  };
  switch (state) {
    case 'open':
      if (page === 'reset') return <Reset secret={secret!} onSettled={settle} />;
      return isSignedIn ? <Confirm secret={secret!} onSettled={settle} /> : <SignInFirst />;
    case 'incomplete':
    case 'expired':
      return <Useless page={page} state={state} isSignedIn={isSignedIn} />;
    case 'done':
      return <Done page={page} isSignedIn={isSignedIn} />;
    default:
      return state satisfies never;
  }
};

export default Linked;

type StepProps = { secret: string; onSettled(to: 'expired' | 'done'): void };

/** Carries it out; a link that is good no longer is no error of whoever opened it. */
const settling = async (run: () => Promise<unknown>, onSettled: StepProps['onSettled']): Promise<void> => {
  try {
    await run();
    onSettled('done');
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'expired') throw error;
    onSettled('expired');
  }
};

const Reset = ({ secret, onSettled }: StepProps) => {
  const { form, bind, isPending, error } = useForm({
    initial: { password: '' },
    check: ({ password }) => ({ password: checkNewPassword(password) }),
    submit: ({ password }) => settling(() => askAccounts('reset', { secret, password }), onSettled),
    explain: errorsAt(['password']),
  });
  useFirstFocus(form.ref);
  return (
    <Column title={t('recovery.reset.title')} text={t('recovery.reset.text')}>
      <form {...form} className="flex flex-col gap-4">
        <PasswordField {...bind('password')} isNew label={t('accounts.newPassword')} />
        <Alert>{error}</Alert>
        <Button type="submit" variant="primary" isPending={isPending} className="w-full">
          {t('recovery.reset.do')}
        </Button>
      </form>
    </Column>
  );
};

/** Only whoever sits in the account says that its address is theirs. The way back here keeps the link. */
const SignInFirst = () => (
  <Column title={t('recovery.confirm.title')} text={t('recovery.confirm.signedOut')}>
    <ButtonLink href={withNext(paths.signIn, paths.confirm)} variant="primary" className="w-full">
      {t('accounts.signIn')}
    </ButtonLink>
  </Column>
);

const Confirm = ({ secret, onSettled }: StepProps) => {
  const me = useStore($me);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const name = me.kind === 'signed-in' ? me.account.name : '';
  const confirm = async () => {
    setPending(true);
    setError(undefined);
    try {
      await settling(() => askAccounts('confirm-email', { secret }), onSettled);
    } catch (refusal) {
      setError(explainConfirm(refusal, name));
      setPending(false);
    }
  };
  return (
    <Column title={t('recovery.confirm.title')} text={t('recovery.confirm.text', { name })}>
      <div className="flex flex-col gap-4">
        <Alert>{error}</Alert>
        <Button variant="primary" isPending={isPending} className="w-full" onClick={() => void confirm()}>
          {t('recovery.confirm.do')}
        </Button>
      </div>
    </Column>
  );
};

const explainConfirm = (error: unknown, name: string): string => {
  if (!(error instanceof Refused)) return explain(error);
  switch (error.code) {
    case 'taken':
      return t('accounts.error.emailTaken');
    // Signed in, but to another account than the one that the link was made for.
    case 'signed-out':
      return t('recovery.confirm.otherAccount', { name });
    default:
      return explain(error);
  }
};

const Useless = ({ page, state, isSignedIn }: Props & { state: 'incomplete' | 'expired' }) => (
  <Column icon={<Unlink aria-hidden />} title={t(`recovery.link.${state}.title`)} text={t(`recovery.link.${state}.${page}`)}>
    <div className="flex flex-col items-start gap-4">
      {page === 'reset' ? (
        <>
          <ButtonLink href={paths.forgot} variant="primary" className="w-full">
            {t('recovery.link.another')}
          </ButtonLink>
          <TextLink href={paths.signIn} className="text-sm">
            {t('accounts.backToSignIn')}
          </TextLink>
        </>
      ) : (
        <ButtonLink href={isSignedIn ? paths.settingsOf('account') : paths.signIn} variant="primary" className="w-full">
          {t(isSignedIn ? 'recovery.link.toSettings' : 'accounts.backToSignIn')}
        </ButtonLink>
      )}
    </div>
  </Column>
);

const Done = ({ page, isSignedIn }: Props) => (
  <Column icon={<CircleCheck aria-hidden />} title={t(`recovery.${page}.doneTitle`)} text={t(`recovery.${page}.doneText`)}>
    <ButtonLink href={isSignedIn ? paths.home : paths.signIn} variant="primary" className="w-full">
      {t(isSignedIn ? 'ui.missing.action' : 'accounts.signIn')}
    </ButtonLink>
  </Column>
);

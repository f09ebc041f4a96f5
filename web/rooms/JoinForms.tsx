// The one thing to do for those who are invited: a name and a button for guests, a button for those who are signed in.
import { lazy, Suspense, useEffect, useRef, useState, type SubmitEvent } from 'react';
import type { OwnAccount } from '../../protocol/accounts.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { InvitationCard } from '../../protocol/invitations.ts';
import { cameByLink, enterAsGuest, lookWhoIsHere } from '../accounts/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { Refused } from '../connection/connection.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/join.ts';
import { paths, withNext } from '../routes.ts';
import { Alert } from '../ui/Alert.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Skeletons } from '../ui/Skeleton.tsx';
import { remember } from '../ui/stored.ts';
import { ButtonLink, TextLink } from '../ui/TextLink.tsx';
import { isAboutName, judgeName, type NameProblem } from './join.ts';
import type { comeIn } from './rooms.ts';

// Whoever becomes one here goes on with the invitation at once.
const BecomeMember = lazy(() => import('../accounts/BecomeMember.tsx'));

type Props = {
  secret: string;
  onArrived(cameIn: Parameters<typeof comeIn>[0]): void;
  /** Answers whether that is said elsewhere. */
  onRefused(error: unknown): boolean;
};

type GuestProps = Props & {
  /** Kept by the page: a no with a screen of its own loses nothing that was typed. */
  name: string;
  onName(name: string): void;
};

export const JoinAsGuest = ({ secret, name, onName, onArrived, onRefused }: GuestProps) => {
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<NameProblem | null>(null);
  const [error, setError] = useState('');
  const [isPending, setPending] = useState(false);
  useEffect(() => {
    // A phone's keyboard would cover what there is to read first.
    if (matchMedia('(pointer: fine)').matches) form.current?.querySelector('input')?.focus();
  }, []);
  const fail = (found: NameProblem) => {
    setProblem(found);
    form.current?.querySelector('input')?.focus();
  };
  const enter = async () => {
    const found = judgeName(name);
    if (found) return fail(found);
    setError('');
    setPending(true);
    try {
      const cameIn = await enterAsGuest({ secret, name });
      remember('guestName', name.trim());
      onArrived(cameIn);
    } catch (refusal) {
      setPending(false);
      if (isAboutName(refusal)) return fail('hidden');
      if (onRefused(refusal)) return;
      setError(explain(refusal));
      // Signed in meanwhile, in another window: then one comes in as oneself.
      if (refusal instanceof Refused && refusal.code === 'not-allowed') lookWhoIsHere();
    }
  };
  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (!isPending) void enter();
      }}
    >
      <Field
        label={t('join.name')}
        name="name"
        hint={t('join.nameHint')}
        error={problem ? t(`join.error.${problem}`, { max: LIMITS.accountName }) : undefined}
        autoComplete="name"
        autoCapitalize="words"
        enterKeyHint="go"
        required
        value={name}
        onChange={(event) => {
          onName(event.currentTarget.value);
          setProblem(null);
        }}
      />
      <Alert>{error}</Alert>
      <Button type="submit" variant="primary" size="large" isPending={isPending} className="w-full">
        {t('join.do')}
      </Button>
      <p className="text-sm text-soft">
        {t('join.haveAccount')} <TextLink href={withNext(paths.signIn, paths.join)}>{t('join.signIn')}</TextLink>
      </p>
    </form>
  );
};

export const JoinAsYou = ({ secret, card, account, onArrived, onRefused }: Props & { card: InvitationCard; account: OwnAccount }) => {
  const [error, setError] = useState('');
  const [isPending, setPending] = useState(false);
  const { name, role } = account;
  if (card.needsAccount && cameByLink(account)) {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-soft">{t('join.guestNeedsAccount')}</p>
        <Suspense fallback={<Skeletons label={t('ui.loading')} rows={3} />}>
          <BecomeMember />
        </Suspense>
      </div>
    );
  }
  if (card.needsAccount && role === 'guest') {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-soft">{t('join.confirmFirst')}</p>
        <ButtonLink href={paths.settingsOf('account')}>{t('join.goToSettings')}</ButtonLink>
      </div>
    );
  }
  if (card.room === null) {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-soft">{t('join.inHouse.text', { name })}</p>
        <ButtonLink variant="primary" href={paths.home}>
          {t('join.goToRooms')}
        </ButtonLink>
      </div>
    );
  }
  const accept = async () => {
    setError('');
    setPending(true);
    try {
      onArrived(await connection.ask('invitations.accept', { secret }));
    } catch (refusal) {
      setPending(false);
      if (!onRefused(refusal)) setError(explain(refusal));
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-center gap-3">
        <Avatar {...account} size={36} />
        <span className="min-w-0 [overflow-wrap:anywhere]">{t('join.asYou', { name })}</span>
      </p>
      <Alert>{error}</Alert>
      <Button variant="primary" size="large" autoFocus isPending={isPending} className="w-full" onClick={() => void accept()}>
        {t('join.do')}
      </Button>
    </div>
  );
};

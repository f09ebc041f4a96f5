// The way in for whoever was sent a link: who invites, whereto, and one thing to do. Guests come in with a name alone. A chunk of its own and
// light, because people land here on phones.
import { useEffect, useState, type ReactNode } from 'react';
import { useStore } from '@nanostores/react';
import Hourglass from 'lucide-react/icons/hourglass';
import Link2Off from 'lucide-react/icons/link-2-off';
import LockKeyhole from 'lucide-react/icons/lock-keyhole';
import ShieldBan from 'lucide-react/icons/shield-ban';
import Users from 'lucide-react/icons/users';
import { useLocation } from 'wouter';
import type { InvitationCard } from '../../protocol/invitations.ts';
import { $me } from '../accounts/accounts.ts';
import { browserClock } from '../connection/clock.ts';
import { Refused } from '../connection/connection.ts';
import { askHttp } from '../connection/http.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/join.ts';
import { paths, withNext } from '../routes.ts';
import { Button } from '../ui/Button.tsx';
import { Column } from '../ui/Column.tsx';
import { forgetLinkSecret, linkSecret } from '../ui/link-secret.ts';
import { Skeletons } from '../ui/Skeleton.tsx';
import { recall, recallInTab, rememberInTab } from '../ui/stored.ts';
import { ButtonLink, TextLink } from '../ui/TextLink.tsx';
import { createLook, type Look } from './join.ts';
import { JoinAsGuest, JoinAsYou } from './JoinForms.tsx';
import { comeIn } from './rooms.ts';

type CameIn = Parameters<typeof comeIn>[0];
type RefusedFor = 'locked' | 'banned' | 'full';

/** The link just opened, or the one that this tab came with before it went to sign in. */
const secretInHand = (): string | null => {
  const secret = linkSecret() ?? recallInTab('invitation');
  rememberInTab('invitation', secret);
  return secret;
};
const letGo = (): void => {
  rememberInTab('invitation', null);
  forgetLinkSecret();
};

const JoinPage = () => {
  const [secret] = useState(secretInHand);
  const look = useLook(secret);
  const me = useStore($me);
  const [, navigate] = useLocation();
  const [name, setName] = useState(() => recall('guestName') ?? '');
  const [refused, setRefused] = useState<RefusedFor | 'expired' | null>(null);
  const room = look.kind === 'card' ? (look.card.room?.name ?? null) : null;
  useEffect(() => {
    document.title = t('ui.title', { page: room === null ? t('join.title') : t('join.titleTo', { room }) });
  }, [room]);

  const arrive = (cameIn: CameIn) => {
    const slug = comeIn(cameIn);
    letGo();
    if (slug === null) return navigate(paths.home, { replace: true });
    // Whoever waits, is a guest, or comes while others talk, came for the call.
    const isForCall = look.kind !== 'card' || look.card.role === 'guest' || look.card.inCall > 0 || cameIn.waiting !== null;
    navigate(isForCall ? paths.call(slug) : paths.room(slug), { replace: true });
  };
  /** Answers whether the no has a screen of its own. */
  const refuse = (error: unknown): boolean => {
    if (!(error instanceof Refused)) return false;
    const { code } = error;
    if (code !== 'expired' && code !== 'locked' && code !== 'banned' && code !== 'full') return false;
    setRefused(code);
    return true;
  };

  if (refused === 'expired') return <BadLink why="expired" />;
  if (refused !== null && look.kind === 'card') return <Closed why={refused} card={look.card} onRetry={() => setRefused(null)} />;
  switch (look.kind) {
    case 'looking':
      return <Looking isUnreachable={look.isUnreachable} />;
    case 'incomplete':
    case 'expired':
      return <BadLink why={look.kind} />;
    case 'failed':
      return (
        <Column title={t('join.failed.title')} text={explain(look.error)} icon={<Link2Off aria-hidden />}>
          <Button onClick={() => location.reload()}>{t('join.tryAgain')}</Button>
        </Column>
      );
    case 'card': {
      const { card } = look;
      const props = { secret: secret ?? '', onArrived: arrive, onRefused: refuse };
      return (
        <Invited card={card}>
          {me.kind === 'loading' && <Skeletons label={t('ui.loading')} rows={2} />}
          {me.kind === 'signed-in' && <JoinAsYou {...props} card={card} account={me.account} />}
          {(me.kind === 'signed-out' || me.kind === 'half-way') &&
            (card.needsAccount ? <NeedsAccount isHouse={card.room === null} /> : <JoinAsGuest {...props} name={name} onName={setName} />)}
        </Invited>
      );
    }
    default:
      return look satisfies never;
  }
};

export default JoinPage;

const useLook = (secret: string | null): Look => {
  const [page] = useState(() =>
    createLook({ secret, look: (given) => askHttp('invitations', 'look', { secret: given }), clock: browserClock }),
  );
  useEffect(() => {
    addEventListener('online', page.nudge);
    return () => removeEventListener('online', page.nudge);
  }, [page]);
  return useStore(page.$look);
};

const Invited = ({ card, children }: { card: InvitationCard; children: ReactNode }) => {
  const { room, invitedBy, entry, inCall, role } = card;
  if (room === null) {
    return (
      <Column title={t('join.toHouse', { name: invitedBy })} text={t('join.toHouseText')}>
        {children}
      </Column>
    );
  }
  return (
    <Column over={t('join.invites', { name: invitedBy })} title={room.name}>
      <div className="mb-6 flex flex-col gap-1 text-soft">
        <p className="flex items-center gap-2">
          {inCall > 0 && <span className="lamp size-2 shrink-0 rounded-full" aria-hidden />}
          {inCall > 0 ? t('join.inCall', { count: inCall }) : t('join.nobodyInCall')}
        </p>
        {entry === 'lobby' && (
          <p className="flex items-center gap-2">
            <Hourglass aria-hidden className="size-4 shrink-0" />
            {t('join.lobby')}
          </p>
        )}
        {(role === 'member' || role === 'moderator') && <p>{t(`join.as.${role}`)}</p>}
      </div>
      {children}
    </Column>
  );
};

/** The way over an account, and back where there is a room to come into: the tab keeps the invitation meanwhile. */
const NeedsAccount = ({ isHouse }: { isHouse: boolean }) => (
  <div className="flex flex-col gap-3">
    {!isHouse && <p className="text-soft">{t('join.needsAccount')}</p>}
    <ButtonLink variant="primary" href={withNext(paths.createAccount, isHouse ? paths.home : paths.join)}>
      {t('join.createAccount')}
    </ButtonLink>
    <ButtonLink href={withNext(paths.signIn, isHouse ? paths.home : paths.join)}>{t('join.signIn')}</ButtonLink>
  </div>
);

const Looking = ({ isUnreachable }: { isUnreachable: boolean }) => (
  <Column title={t('join.title')}>
    {isUnreachable ? (
      <p role="status" className="text-soft">
        {t(navigator.onLine ? 'join.unreachable' : 'join.offline')}
      </p>
    ) : (
      <Skeletons label={t('ui.loading')} rows={3} />
    )}
  </Column>
);

const BadLink = ({ why }: { why: 'incomplete' | 'expired' }) => {
  useEffect(() => {
    if (why === 'expired') letGo();
  }, [why]);
  return (
    <Column title={t(`join.${why}.title`)} text={t(`join.${why}.text`)} icon={<Link2Off aria-hidden />}>
      <Onward />
    </Column>
  );
};

const CLOSED_ICONS = { locked: <LockKeyhole aria-hidden />, banned: <ShieldBan aria-hidden />, full: <Users aria-hidden /> } as const;

const Closed = ({ why, card, onRetry }: { why: RefusedFor; card: InvitationCard; onRetry(): void }) => (
  <Column
    title={t(`join.${why}.title`, { room: card.room?.name ?? '' })}
    text={t(`join.${why}.text`, { name: card.invitedBy })}
    icon={CLOSED_ICONS[why]}
  >
    <div className="flex flex-col items-start gap-3">
      {why !== 'banned' && <Button onClick={onRetry}>{t('join.tryAgain')}</Button>}
      <Onward />
    </div>
  </Column>
);

/** Where else one may go from here. */
const Onward = () => {
  const me = useStore($me);
  const [href, words] =
    me.kind === 'signed-in' ? ([paths.home, t('join.goToRooms')] as const) : ([paths.signIn, t('join.signIn')] as const);
  return <TextLink href={href}>{words}</TextLink>;
};

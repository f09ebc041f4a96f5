// Somebody's card: their picture and name, what they say of themselves, what they are up to, and what time it is where they are. Opens beside what was
// pressed, in the top layer; closes for Escape, a press elsewhere and scrolling, and gives focus back. Follows the room's view while it is open.
import { useEffect, useId, useRef } from 'react';
import { useStore } from '@nanostores/react';
import Clock from 'lucide-react/icons/clock';
import Pencil from 'lucide-react/icons/pencil';
import { useLocation } from 'wouter';
import type { Account, Profile } from '../../protocol/accounts.ts';
import type { Member, Role } from '../../protocol/rooms.ts';
import { nameOf } from '../i18n/names.ts';
import { t } from '../i18n/profile.ts';
import { roomView } from '../rooms/rooms.ts';
import { paths } from '../routes.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { place } from '../ui/place.ts';
import { ownAccount } from './accounts.ts';
import { $personCard, closePerson, type Shown } from './person-card.ts';
import { NO_EMOJI } from './statuses.ts';
import { tellUntil, useStatus } from './StatusMark.tsx';
import { tellTimeIn } from './local-time.ts';
import { useMinute } from './use-minute.ts';

const PersonCard = () => {
  const shown = useStore($personCard);
  return shown && <Opened key={shown.account.id} {...shown} />;
};

export default PersonCard;

const Opened = ({ roomId, account: then, anchor }: Shown) => {
  const id = useId();
  const card = useRef<HTMLDivElement>(null);
  const member = useStore(roomView(roomId))?.members.find(({ account }) => account.id === then.id);
  useEffect(() => {
    const element = card.current!;
    element.showPopover();
    place(element, anchor, 'below');
    element.focus();
    const onScroll = ({ target }: Event) => {
      if (!(target instanceof Node && element.contains(target))) closePerson();
    };
    document.addEventListener('scroll', onScroll, { capture: true, passive: true });
    return () => {
      document.removeEventListener('scroll', onScroll, { capture: true });
      const hadFocus = element.contains(document.activeElement) || document.activeElement === document.body;
      if (element.matches(':popover-open')) element.hidePopover();
      if (hadFocus && anchor.isConnected) anchor.focus();
    };
  }, [anchor]);
  return (
    <div
      ref={card}
      popover="auto"
      role="dialog"
      aria-labelledby={id}
      tabIndex={-1}
      onToggle={(event) => {
        if (event.newState === 'closed') closePerson();
      }}
      className="menu fixed inset-auto m-0 max-h-[80dvh] w-75 max-w-[calc(100vw-16px)] overflow-y-auto rounded-card bg-surface p-4 text-fg shadow-float"
    >
      <Card nameId={id} account={member?.account ?? then} member={member} />
    </div>
  );
};

/** Said where it is more than everybody's. */
const ROLES = { owner: 'card.owner', moderator: 'card.moderator', member: null, guest: null } as const satisfies Record<
  Role,
  string | null
>;

const Card = ({ nameId, account, member }: { nameId: string; account: Account; member: Member | undefined }) => {
  const role = member && ROLES[member.role];
  const isOwn = ownAccount()?.id === account.id;
  return (
    <>
      <div className="flex items-center gap-4">
        <Avatar {...account} size={72} />
        <div className="min-w-0">
          <h2 id={nameId} className="text-lg leading-tight [overflow-wrap:anywhere]">
            <bdi>{nameOf(account)}</bdi>
          </h2>
          {member?.profile.pronouns && <p className="text-sm text-soft [overflow-wrap:anywhere]">{member.profile.pronouns}</p>}
          <div className="mt-1 flex gap-1 empty:hidden">
            {account.kind === 'guest' && <Chip>{t('ui.guest')}</Chip>}
            {role && <Chip>{t(role)}</Chip>}
          </div>
        </div>
      </div>
      {member ? <Said profile={member.profile} /> : <p className="mt-3 text-sm text-soft">{t('card.left')}</p>}
      {isOwn && <EditOwn />}
    </>
  );
};

const Said = ({ profile: { about, timeZone, status: given } }: { profile: Profile }) => {
  const status = useStatus(given);
  const nowMs = useMinute();
  const time = timeZone === null ? null : tellTimeIn(timeZone, nowMs);
  return (
    <div className="mt-3 flex flex-col gap-2 empty:hidden">
      {status && (
        <p className="flex gap-2 rounded-control bg-sunken px-3 py-2">
          <span aria-hidden>{status.emoji === '' ? NO_EMOJI : status.emoji}</span>
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <span className="sr-only">{t('accounts.status.says', { text: '' })}</span>
            {status.text === '' ? <span className="sr-only">{status.emoji}</span> : <bdi>{status.text}</bdi>}
            {status.until !== null && <span className="block text-sm text-soft">{tellUntil(status)}</span>}
          </span>
        </p>
      )}
      {about !== '' && (
        <p className="[overflow-wrap:anywhere]">
          <bdi>{about}</bdi>
        </p>
      )}
      {time && (
        <p className="flex items-center gap-2 text-sm text-soft">
          <Clock aria-hidden className="size-4 shrink-0" />
          <span>
            {t('card.time', { time: time.clock })} · {time.difference}
          </span>
        </p>
      )}
    </div>
  );
};

const EditOwn = () => {
  const [, navigate] = useLocation();
  return (
    <Button
      className="mt-4 w-full"
      onClick={() => {
        closePerson();
        navigate(paths.settingsOf('profile'));
      }}
    >
      <Pencil aria-hidden className="size-4" />
      {t('card.edit')}
    </Button>
  );
};

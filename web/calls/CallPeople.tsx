// Who is in the call, beside the stage: what they send, and what may be done to them.
import Ellipsis from 'lucide-react/icons/ellipsis';
import Mic from 'lucide-react/icons/mic';
import MicOff from 'lucide-react/icons/mic-off';
import ScreenShare from 'lucide-react/icons/screen-share';
import UserRoundPlus from 'lucide-react/icons/user-round-plus';
import { useStore } from '@nanostores/react';
import type { Participant } from '../../protocol/calls.ts';
import type { RoomSummary } from '../../protocol/rooms.ts';
import { ownAccount } from '../accounts/accounts.ts';
import { t } from '../i18n/people.ts';
import { may } from '../rooms/may.ts';
import { roomView } from '../rooms/rooms.ts';
import { nameOf } from '../i18n/names.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { liveTrack } from './items.ts';
import { memberOf, muteEverybody, participantMenu } from './participant-menu.tsx';

export const CallPeople = ({ summary, onInvite }: { summary: RoomSummary; onInvite: (() => void) | null }) => {
  const { room, role, call } = summary;
  const members = useStore(roomView(room.id))?.members;
  const own = ownAccount();
  if (own === null) return null;
  const rows = (call?.participants ?? []).map((participant) => {
    const member = memberOf(members, participant.account.id);
    return { participant, member, items: participantMenu(room.id, { id: own.id, role }, participant, member) };
  });
  const hasMenus = rows.some(({ items }) => items.length > 0);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 py-3 pb-[max(16px,env(safe-area-inset-bottom))]">
      <div className="flex flex-wrap gap-2 empty:hidden">
        {onInvite && (
          <Button className="flex-1 px-3" onClick={onInvite}>
            <UserRoundPlus aria-hidden className="size-4" />
            {t('rooms.invite')}
          </Button>
        )}
        {may('calls.mute-all', role) && (
          <Button className="flex-1 px-3" onClick={() => void muteEverybody(room.id)}>
            <MicOff aria-hidden className="size-4" />
            {t('calls.muteAll')}
          </Button>
        )}
      </div>
      <ul className="-mx-2 flex flex-col">
        {rows.map(({ participant, member, items }) => (
          <Row
            key={participant.id}
            participant={participant}
            role={member && member.role !== 'member' ? t(`rooms.role.${member.role}`) : null}
            isOwn={participant.account.id === own.id}
            items={items}
            hasSpace={hasMenus}
          />
        ))}
      </ul>
    </div>
  );
};

type RowProps = {
  participant: Participant;
  role: string | null;
  isOwn: boolean;
  items: MenuItem[];
  /** So that marks stand below each other where some have a menu. */
  hasSpace: boolean;
};

const Row = ({ participant: { account, tracks, isAway }, role, isOwn, items, hasSpace }: RowProps) => {
  const isHeard = liveTrack(tracks, 'microphone') !== null;
  const notes = [isOwn && t('calls.you'), role, isAway && t('calls.away')].filter(Boolean);
  return (
    <li className="flex min-h-11 items-center gap-3 pr-1 pl-2">
      <Avatar {...account} size={28} />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{nameOf(account)}</span>
        {notes.length > 0 && <span className="block text-xs text-soft">{notes.join(' · ')}</span>}
      </span>
      {liveTrack(tracks, 'screen') !== null && <ScreenShare aria-label={t('calls.shares')} role="img" className="size-4 shrink-0" />}
      {isHeard ? (
        <Mic aria-label={t('calls.unmuted')} role="img" className="size-4 shrink-0" />
      ) : (
        <MicOff aria-label={t('calls.muted')} role="img" className="size-4 shrink-0 text-soft" />
      )}
      {items.length > 0 ? (
        <ParticipantMenu name={nameOf(account)} items={items} className="size-target text-soft hover:bg-hover pointer-fine:size-9" />
      ) : (
        hasSpace && <span className="w-target shrink-0 pointer-fine:w-9" />
      )}
    </li>
  );
};

export const ParticipantMenu = ({ name, items, className }: { name: string; items: MenuItem[]; className: string }) => (
  <Menu
    label={t('people.more', { name })}
    items={items}
    className={`inline-flex shrink-0 items-center justify-center rounded-control transition-feedback hover:text-fg active:bg-press aria-expanded:bg-press ${className}`}
  >
    <Ellipsis aria-hidden className="size-5" />
    <span className="sr-only">{t('people.more', { name })}</span>
  </Menu>
);

// The people of a room by their role, each with what may be done to them.
import Ellipsis from 'lucide-react/icons/ellipsis';
import MicOff from 'lucide-react/icons/mic-off';
import type { Member, RoomSummary } from '../../protocol/rooms.ts';
import type { AccountId } from '../../protocol/wire.ts';
import { PersonButton } from '../accounts/PersonButton.tsx';
import { StatusMark } from '../accounts/StatusMark.tsx';
import { nameOf } from '../i18n/names.ts';
import { t } from '../i18n/people.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Menu, withLines } from '../ui/Menu.tsx';
import { memberMenu } from './member-menu.tsx';

type Props = { summary: RoomSummary; members: readonly Member[]; viewerId: AccountId };

export const MemberList = ({ summary, members, viewerId }: Props) => (
  <ul className="-mx-2 flex flex-col">
    {members.map((member) => (
      <Row key={member.account.id} member={member} summary={summary} viewerId={viewerId} />
    ))}
  </ul>
);

const Row = ({ member, summary: { room, role: ownRole }, viewerId }: { member: Member; summary: RoomSummary; viewerId: AccountId }) => {
  const { account, profile, role, rights } = member;
  const items = withLines(...memberMenu(room.id, { id: viewerId, role: ownRole }, member));
  const labels = [account.id === viewerId && t('rooms.panel.you'), role !== 'member' && t(`rooms.role.${role}`)].filter(Boolean);
  return (
    <li className="flex min-h-11 items-center gap-3 px-2 [contain-intrinsic-size:auto_44px] [content-visibility:auto]">
      <span className="flex min-w-0 flex-1 items-center gap-2">
        <PersonButton
          roomId={room.id}
          account={account}
          className="-mx-1 flex min-h-9 min-w-0 items-center gap-3 px-1 transition-feedback hover:bg-hover active:bg-press"
        >
          <Avatar {...account} size={28} />
          <span className="truncate">{nameOf(account)}</span>
        </PersonButton>
        <StatusMark status={profile.status} />
      </span>
      {!rights.maySpeak && (
        <span className="shrink-0 text-soft" data-tip={t('people.mayNotSpeak')}>
          <MicOff aria-label={t('people.mayNotSpeak')} role="img" className="size-4" />
        </span>
      )}
      {labels.length > 0 && <span className="shrink-0 text-sm text-soft">{labels.join(' · ')}</span>}
      {items.length > 0 && (
        <Menu
          label={t('people.more', { name: nameOf(account) })}
          items={items}
          className="inline-flex size-target shrink-0 items-center justify-center rounded-control text-soft transition-feedback -mr-2 hover:bg-hover hover:text-fg active:bg-press aria-expanded:bg-press pointer-fine:size-9"
        >
          <Ellipsis aria-hidden className="size-5" />
          <span className="sr-only">{t('people.more', { name: nameOf(account) })}</span>
        </Menu>
      )}
    </li>
  );
};

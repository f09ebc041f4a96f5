// Beside the room: who is in it, and what may be done to it. Over the room on a tablet, instead of it on a phone.
import { useEffect, useRef } from 'react';
import X from 'lucide-react/icons/x';
import type { Member, RoomSummary, RoomView } from '../../protocol/rooms.ts';
import { t } from '../i18n/i18n.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Skeletons } from '../ui/Skeleton.tsx';
import { useIsPhone } from '../ui/use-media.ts';
import { AddMember } from './AddMember.tsx';
import { RoomSettings } from './RoomSettings.tsx';

type Props = { summary: RoomSummary; view: RoomView | null; onClose(): void };

const RoomPanel = ({ summary, view, onClose }: Props) => {
  // On a phone it is all there is to see.
  const Heading = useIsPhone() ? 'h1' : 'h2';
  const heading = useRef<HTMLHeadingElement>(null);
  // Opened by a person, focus follows; opened with the page, it does not.
  useEffect(() => {
    if (document.activeElement?.getAttribute('aria-expanded') === 'true') heading.current?.focus();
  }, []);
  return (
    <aside
      aria-label={t('rooms.panel.title')}
      className="panel flex min-h-0 w-full shrink-0 flex-col border-line bg-bg pane:w-85 pane:border-l pane:max-wide:absolute pane:max-wide:inset-y-0 pane:max-wide:right-0 pane:max-wide:z-20 pane:max-wide:shadow-float"
    >
      <header className="flex min-h-14 shrink-0 items-center gap-2 pr-2 pl-4 pane:min-h-15">
        <Heading ref={heading} tabIndex={-1} className="flex-1 font-semibold">
          {t('rooms.panel.title')} <span className="font-normal tabular text-soft">{view?.members.length}</span>
        </Heading>
        <IconButton label={t('rooms.panel.close')} onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-4 pb-[max(16px,env(safe-area-inset-bottom))]">
        {summary.role === 'owner' && view && <AddMember roomId={summary.room.id} members={view.members} />}
        {view ? <Members members={view.members} viewerId={view.viewerId} /> : <Skeletons label={t('ui.loading')} rows={4} />}
        <RoomSettings summary={summary} memberCount={view?.members.length ?? 0} />
      </div>
    </aside>
  );
};

export default RoomPanel;

const Members = ({ members, viewerId }: { members: readonly Member[]; viewerId: string }) => (
  <ul className="-mx-2 flex flex-col">
    {members.map(({ account, role }) => (
      <li key={account.id} className="flex min-h-11 items-center gap-3 px-2 [contain-intrinsic-size:auto_44px] [content-visibility:auto]">
        <Avatar id={account.id} name={account.name} size={28} />
        <span className="min-w-0 flex-1 truncate">{account.name}</span>
        <span className="text-sm text-soft">
          {[account.id === viewerId && t('rooms.panel.you'), role === 'owner' && t('rooms.panel.owner')].filter(Boolean).join(' · ')}
        </span>
      </li>
    ))}
  </ul>
);

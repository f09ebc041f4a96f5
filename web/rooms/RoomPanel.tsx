// Beside the room: who is in it, and what may be done to it. Over the room on a tablet, instead of it on a phone.
import { useEffect, useRef } from 'react';
import X from 'lucide-react/icons/x';
import UserRoundPlus from 'lucide-react/icons/user-round-plus';
import type { RoomSummary, RoomView, Waiting } from '../../protocol/rooms.ts';
import { t } from '../i18n/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Skeletons } from '../ui/Skeleton.tsx';
import { useIsPhone } from '../ui/use-media.ts';
import { AddMember } from './AddMember.tsx';
import { Banned } from './Banned.tsx';
import { useDeciding } from './lobby.ts';
import { WaitingList } from './LobbyNotice.tsx';
import { may } from './may.ts';
import { MemberList } from './MemberList.tsx';
import { RoomSettings } from './RoomSettings.tsx';
import { inviteTo } from './rooms.ts';

type Props = { summary: RoomSummary; view: RoomView | null; onClose(): void };

const RoomPanel = ({ summary, view, onClose }: Props) => {
  // On a phone it is all there is to see.
  const Heading = useIsPhone() ? 'h1' : 'h2';
  const { room, role } = summary;
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
        {summary.lobby.length > 0 && <Lobby summary={summary} lobby={summary.lobby} />}
        {may('invitations.create', role) && (
          <Button variant="primary" className="shrink-0" onClick={() => inviteTo(room.id)}>
            <UserRoundPlus aria-hidden className="size-5" />
            {t('rooms.invite')}
          </Button>
        )}
        {may('rooms.add-member', role) && view && <AddMember roomId={room.id} members={view.members} />}
        {view ? (
          <MemberList summary={summary} members={view.members} viewerId={view.viewerId} />
        ) : (
          <Skeletons label={t('ui.loading')} rows={4} />
        )}
        {may('rooms.bans', role) && <Banned key={room.id} roomId={room.id} />}
        <RoomSettings summary={summary} memberCount={view?.members.length ?? 0} />
      </div>
    </aside>
  );
};

export default RoomPanel;

/** Before the members, because they are in front of the door. */
const Lobby = ({ summary: { room }, lobby }: { summary: RoomSummary; lobby: readonly Waiting[] }) => {
  const deciding = useDeciding(room.id);
  const ids = lobby.map(({ account }) => account.id);
  return (
    <section className="rounded-card bg-lamp-soft px-3 py-2">
      <h2 className="flex items-center gap-2 text-sm">
        <span className="lamp size-2 shrink-0 rounded-full" aria-hidden />
        {t('rooms.lobby.title')} <span className="font-normal tabular">{lobby.length}</span>
      </h2>
      <WaitingList lobby={lobby} deciding={deciding} />
      {lobby.length > 1 && (
        <div className="flex gap-2 py-1">
          <Button className="flex-1 px-3 text-danger-text!" onClick={() => deciding.decide('turn-away', ids)}>
            {t('rooms.lobby.turnAllAway')}
          </Button>
          <Button variant="primary" className="flex-1 px-3" onClick={() => deciding.decide('let-in', ids)}>
            {t('rooms.lobby.letAllIn')}
          </Button>
        </div>
      )}
    </section>
  );
};

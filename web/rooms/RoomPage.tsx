// A room: its header, its chat (handed in), and the panel of its members beside it.
import { Suspense, useCallback, useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useStore } from '@nanostores/react';
import Hash from 'lucide-react/icons/hash';
import Lock from 'lucide-react/icons/lock';
import LockKeyhole from 'lucide-react/icons/lock-keyhole';
import UserRoundPlus from 'lucide-react/icons/user-round-plus';
import Users from 'lucide-react/icons/users';
import Video from 'lucide-react/icons/video';
import type { RoomSummary } from '../../protocol/rooms.ts';
import { t } from '../i18n/i18n.ts';
import { Faces } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { lazily } from '../ui/lazily.ts';
import { recall, remember } from '../ui/stored.ts';
import { BackToRooms } from './BackToRooms.tsx';
import { LobbyNotice } from './LobbyNotice.tsx';
import { may } from './may.ts';
import { peopleIn, tellCall } from './people.ts';
import { inviteTo, roomView } from './rooms.ts';

const RoomPanel = lazily(() => import('./RoomPanel.tsx'));

type Props = { summary: RoomSummary; chat: ReactNode; onJoinCall(): void };

export const RoomPage = ({ summary, chat, onJoinCall }: Props) => {
  const { room } = summary;
  const view = useStore(roomView(room.id));
  const opener = useRef<HTMLButtonElement>(null);
  const panel = usePanel(opener);
  const people = peopleIn(summary.call);
  const Icon = room.visibility === 'private' ? Lock : Hash;
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1">
      <div className={cx('flex min-h-0 min-w-0 flex-1 flex-col', panel.isOpen && 'max-pane:hidden')}>
        <header className="flex min-h-14 shrink-0 items-center gap-1 border-b border-line px-2 pane:min-h-15 pane:gap-2 pane:px-6">
          <BackToRooms />
          <Icon aria-hidden className="size-5 shrink-0 text-soft max-pane:hidden" />
          <h1 tabIndex={-1} className="min-w-0 truncate text-lg" data-tip={room.name.length > 30 ? room.name : undefined}>
            {room.name}
            {room.visibility === 'private' && <span className="sr-only"> ({t('rooms.private')})</span>}
          </h1>
          <span className="flex min-w-0 flex-1 items-center">
            {room.isLocked && (
              <span
                data-tip={t('rooms.lockedText')}
                className="inline-flex items-center gap-1 rounded-full bg-sunken px-2 py-0.5 text-xs font-medium text-soft"
              >
                <LockKeyhole aria-hidden className="size-3.5 shrink-0" />
                {t('rooms.locked')}
                <span className="sr-only">. {t('rooms.lockedText')}</span>
              </span>
            )}
          </span>
          {may('invitations.create', summary.role) && (
            <IconButton label={t('rooms.invite')} className="max-pane:hidden" onClick={() => inviteTo(room.id)}>
              <UserRoundPlus aria-hidden />
            </IconButton>
          )}
          <button
            ref={opener}
            type="button"
            aria-label={t('rooms.panel.open', { count: view?.members.length ?? 0 })}
            aria-expanded={panel.isOpen}
            data-tip={t('rooms.panel.title')}
            onClick={panel.toggle}
            className="inline-flex min-h-target min-w-target items-center justify-center gap-1.5 rounded-control px-2 text-sm text-soft transition-feedback hover:bg-hover hover:text-fg active:bg-press aria-expanded:bg-press aria-expanded:text-fg"
          >
            <Users aria-hidden className="size-5" />
            <span className="tabular max-pane:hidden">{view?.members.length ?? ''}</span>
          </button>
          <Button
            variant={people.length > 0 ? 'primary' : 'quiet'}
            data-tip={people.length > 0 ? tellCall(people) : undefined}
            className="px-3"
            onClick={onJoinCall}
          >
            {people.length > 0 ? <Faces people={people} max={2} size={22} /> : <Video aria-hidden className="size-5" />}
            {t('rooms.joinCall')}
          </Button>
        </header>
        <LobbyNotice summary={summary} look="bar" />
        {chat}
      </div>
      {panel.isOpen && (
        <Suspense>
          <RoomPanel summary={summary} view={view} onClose={panel.close} />
        </Suspense>
      )}
    </div>
  );
};

/** Remembered on a wide window, where it stands beside the room; elsewhere it lies over it, and opens only when asked for. */
const usePanel = (opener: RefObject<HTMLButtonElement | null>): { isOpen: boolean; toggle(): void; close(): void } => {
  const [isOpen, setOpen] = useState(() => recall('isPanelOpen') !== null && matchMedia('(min-width: 1100px)').matches);
  const close = useCallback(() => {
    setOpen(false);
    remember('isPanelOpen', null);
    opener.current?.focus();
  }, [opener]);
  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent) => {
      // Not past what lies over it: that is what Escape closes then.
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open], :popover-open:not(.tooltip)'))
        close();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOpen, close]);
  const toggle = () => {
    if (isOpen) return close();
    setOpen(true);
    remember('isPanelOpen', 'yes');
  };
  return { isOpen, toggle, close };
};

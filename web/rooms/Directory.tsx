// The rooms of this house that are open to everybody.
import { useEffect, useRef, useState } from 'react';
import { useStore } from '@nanostores/react';
import DoorOpen from 'lucide-react/icons/door-open';
import { Link, useLocation } from 'wouter';
import type { RoomCard } from '../../protocol/rooms.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/i18n.ts';
import { paths } from '../routes.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Skeletons } from '../ui/Skeleton.tsx';
import { BackToRooms } from './BackToRooms.tsx';
import { useDirectory } from './directory.ts';
import { JoinRoomButton } from './JoinRoomButton.tsx';
import { $summaries } from './rooms.ts';

const Directory = () => {
  const { cards, hasMore, error, more } = useDirectory();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto pb-[env(safe-area-inset-bottom)]">
      <header className="mx-auto flex min-h-14 max-w-180 items-center gap-1 px-2 pane:min-h-15 pane:px-6">
        <BackToRooms />
        <h1 tabIndex={-1} className="px-2 text-lg pane:px-0">
          {t('rooms.browse')}
        </h1>
      </header>
      <div className="mx-auto flex max-w-180 flex-col gap-4 px-4 pb-12 pane:px-6">
        <p className="text-soft">{t('rooms.directory.text')}</p>
        {cards.length > 0 && (
          <ul className="flex flex-col divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
            {cards.map((card) => (
              <Row key={card.room.id} card={card} />
            ))}
          </ul>
        )}
        {cards.length === 0 && !hasMore && (
          <Empty icon={<DoorOpen aria-hidden />} title={t('rooms.directory.none.title')}>
            {t('rooms.directory.none.text')}
          </Empty>
        )}
        {error ? (
          <div role="alert" className="flex flex-wrap items-center gap-3 rounded-control bg-danger-soft px-3 py-2 text-sm text-danger-text">
            <span className="flex-1">{explain(error)}</span>
            <Button onClick={more}>{t('ui.tryAgain')}</Button>
          </div>
        ) : (
          hasMore && <More key={cards.length} isFirst={cards.length === 0} onSeen={more} />
        )}
      </div>
    </div>
  );
};

export default Directory;

const Row = ({ card: { room, memberCount, isMember } }: { card: RoomCard }) => {
  const isMine = useStore($summaries)?.some((summary) => summary.room.id === room.id) ?? isMember;
  const [, navigate] = useLocation();
  return (
    <li aria-labelledby={room.id} className="flex min-h-16 items-center gap-3 px-4 py-2">
      <span className="min-w-0 flex-1">
        <span id={room.id} className="line-clamp-2 font-medium [overflow-wrap:anywhere]">
          {room.name}
        </span>
        <span className="block text-sm tabular text-soft">{t('rooms.members', { count: memberCount })}</span>
      </span>
      {isMine ? (
        <Link
          href={paths.room(room.slug)}
          aria-describedby={room.id}
          className="inline-flex min-h-target items-center rounded-control px-4 font-medium transition-feedback hover:bg-hover active:bg-press"
        >
          {t('rooms.open')}
        </Link>
      ) : (
        <JoinRoomButton room={room} onJoined={() => navigate(paths.room(room.slug))} />
      )}
    </li>
  );
};

/** Fetches the next page when it comes into sight. */
const More = ({ isFirst, onSeen }: { isFirst: boolean; onSeen(): void }) => {
  const element = useRef<HTMLDivElement>(null);
  const [seen] = useState(() => onSeen);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && seen(), {
      rootMargin: '400px',
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [seen]);
  return (
    <div ref={element}>
      <Skeletons label={t('ui.loading')} rows={isFirst ? 6 : 2} className="h-16 rounded-card!" />
    </div>
  );
};

// Stands before a room and its call: members pass; others see what there is for them at this address.
import type { ReactNode } from 'react';
import DoorOpen from 'lucide-react/icons/door-open';
import Hash from 'lucide-react/icons/hash';
import { Link } from 'wouter';
import type { RoomCard, RoomSummary } from '../../protocol/rooms.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/i18n.ts';
import { paths } from '../routes.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { BackToRooms } from './BackToRooms.tsx';
import { Doorway } from './Doorway.tsx';
import { JoinRoomButton } from './JoinRoomButton.tsx';
import { useRoomAt } from './room-at.ts';
import { useHeldRoom } from './rooms.ts';
import { RoomSkeleton } from './RoomSkeleton.tsx';

type Props = {
  slug: string;
  /** What can be got ready while one waits to be let in. */
  preview?: ReactNode;
  children: (summary: RoomSummary) => ReactNode;
};

export const RoomGate = ({ slug, preview = null, children }: Props) => {
  const at = useRoomAt(slug);
  switch (at.kind) {
    case 'loading':
      return <RoomSkeleton />;
    case 'member':
      return <Held summary={at.summary}>{children}</Held>;
    case 'doorway':
      return <Doorway doorstep={at.doorstep} preview={preview} />;
    case 'visitor':
      return <Visitor card={at.card} />;
    case 'missing':
      return (
        <Standing>
          <Empty icon={<DoorOpen aria-hidden />} title={t('rooms.missing.title')} action={<BrowseLink />}>
            {t('rooms.missing.text')}
          </Empty>
        </Standing>
      );
    case 'failed':
      return <Failed error={at.error} onRetry={() => location.reload()} />;
    default:
      return at satisfies never;
  }
};

const Held = ({ summary, children }: { summary: RoomSummary; children: (summary: RoomSummary) => ReactNode }) => {
  const { error, retry } = useHeldRoom(summary.room.id);
  return error ? <Failed error={error} onRetry={retry} /> : children(summary);
};

const Visitor = ({ card: { room, memberCount } }: { card: RoomCard }) => (
  <Standing>
    <Empty icon={<Hash aria-hidden />} title={room.name} action={<JoinRoomButton room={room} isPrimary />}>
      <span id={room.id} className="sr-only">
        {room.name}
      </span>
      <p className="tabular">{t('rooms.members', { count: memberCount })}</p>
      <p className="mt-2">{t('rooms.visitor.text')}</p>
    </Empty>
  </Standing>
);

const Failed = ({ error, onRetry }: { error: unknown; onRetry(): void }) => (
  <Standing>
    <Empty title={t('rooms.failed.title')} action={<Button onClick={onRetry}>{t('ui.tryAgain')}</Button>}>
      {explain(error)}
    </Empty>
  </Standing>
);

const BrowseLink = () => (
  <Link
    href={paths.directory}
    className="inline-flex min-h-target items-center rounded-control border border-line bg-surface px-4 font-medium transition-feedback hover:bg-hover active:bg-press"
  >
    {t('rooms.browse')}
  </Link>
);

const Standing = ({ children }: { children: ReactNode }) => (
  <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
    <div className="p-2">
      <BackToRooms />
    </div>
    {children}
  </div>
);

// The rooms of the account: what is unread in each, and who is in a call in it.
import { memo, Suspense, useId, useState, type ReactNode } from 'react';
import { useStore } from '@nanostores/react';
import Compass from 'lucide-react/icons/compass';
import Hash from 'lucide-react/icons/hash';
import Hourglass from 'lucide-react/icons/hourglass';
import Lock from 'lucide-react/icons/lock';
import Plus from 'lucide-react/icons/plus';
import UserRoundPlus from 'lucide-react/icons/user-round-plus';
import { Link } from 'wouter';
import type { RoomSummary, WaitingFor } from '../../protocol/rooms.ts';
import { $me } from '../accounts/accounts.ts';
import { t } from '../i18n/i18n.ts';
import { paths } from '../routes.ts';
import { Faces } from '../ui/Avatar.tsx';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { lazily } from '../ui/lazily.ts';
import { Skeletons } from '../ui/Skeleton.tsx';
import { Wordmark } from '../ui/Wordmark.tsx';
import { tellLobby } from './lobby.ts';
import { may } from './may.ts';
import { peopleIn, shortUnread, tellCall, tellUnread } from './people.ts';
import { $doorsteps, $summaries } from './rooms.ts';

const CreateRoomDialog = lazily(() => import('./CreateRoomDialog.tsx'));

type Props = {
  activeSlug: string | null;
  isDirectory: boolean;
  /** The only pane of a phone: its heading is the page's. */
  isAlone: boolean;
  onCreated: (summary: RoomSummary) => void;
  footer: ReactNode;
};

export const Sidebar = ({ activeSlug, isDirectory, isAlone, onCreated, footer }: Props) => {
  // Within the main pane there is no second head and foot of the page.
  const [Heading, Head, Foot] = isAlone ? (['h1', 'div', 'div'] as const) : (['h2', 'header', 'footer'] as const);
  const summaries = useStore($summaries);
  const waits = Object.values(useStore($doorsteps)).flatMap((step) => (step.kind === 'waiting' ? [step.waiting] : []));
  // Drawn anew when a guest becomes a member.
  useStore($me);
  const mayCreate = may('rooms.create');
  const [isCreating, setCreating] = useState(false);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Head className="flex min-h-14 items-center gap-1 pr-2 pl-4 pane:min-h-15">
        <Link href={paths.home} className="mr-auto rounded-control text-lg">
          <Wordmark />
        </Link>
        {mayCreate && (
          <IconButton label={t('rooms.create')} onClick={() => setCreating(true)}>
            <Plus aria-hidden />
          </IconButton>
        )}
      </Head>
      <nav aria-label={t('rooms.rooms')} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {may('rooms.directory') && (
          <Link
            href={paths.directory}
            aria-current={isDirectory ? 'page' : undefined}
            className={cx(rowClass, 'mb-1 px-2', isDirectory ? 'bg-press' : 'text-soft')}
          >
            <Compass aria-hidden className="size-4 shrink-0" />
            {t('rooms.browse')}
          </Link>
        )}
        <Heading tabIndex={-1} className="px-2 pt-3 pb-1 text-xs font-medium text-soft">
          {t('rooms.rooms')}
        </Heading>
        {summaries ? (
          <ul className="flex flex-col gap-px">
            {summaries.map((summary) => (
              <Row key={summary.room.id} summary={summary} isActive={summary.room.slug === activeSlug} />
            ))}
            {waits.map((waiting) => (
              <WaitingRow key={waiting.roomId} waiting={waiting} isActive={waiting.slug === activeSlug} />
            ))}
          </ul>
        ) : (
          <div className="px-2 pt-1">
            <Skeletons label={t('ui.loading')} rows={5} className="h-7" />
          </div>
        )}
        {summaries?.length === 0 && waits.length === 0 && (
          <p className="px-2 py-1 text-sm text-soft">{t(mayCreate ? 'rooms.none.text' : 'rooms.guest.nowhere.text')}</p>
        )}
      </nav>
      <Foot className="border-t border-line px-2 pt-2 pb-[max(8px,env(safe-area-inset-bottom))]">{footer}</Foot>
      {isCreating && (
        <Suspense>
          <CreateRoomDialog
            onClose={() => setCreating(false)}
            onCreated={(summary) => {
              setCreating(false);
              onCreated(summary);
            }}
          />
        </Suspense>
      )}
    </div>
  );
};

const rowClass =
  'flex min-h-target items-center gap-2 rounded-control transition-feedback hover:bg-hover active:bg-press pane:text-sm pointer-fine:min-h-9';

const Row = memo(({ summary, isActive }: { summary: RoomSummary; isActive: boolean }) => {
  const id = useId();
  const { room, unread, call, lobby } = summary;
  const people = peopleIn(call);
  const isUnread = unread > 0;
  const Icon = room.visibility === 'private' ? Lock : Hash;
  return (
    <li
      className={cx(
        rowClass,
        'relative px-2 has-[:focus-visible]:outline-2 has-[:focus-visible]:-outline-offset-2 has-[:focus-visible]:outline-ink',
        isActive ? 'bg-press' : (people.length > 0 || lobby.length > 0) && 'bg-lamp-soft',
        isUnread || isActive ? 'text-fg' : 'text-soft',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0 opacity-80" />
      {/* The name alone is the link's name; what is new in the room describes it. Stretched over the row. */}
      <Link
        href={paths.room(room.slug)}
        aria-current={isActive ? 'page' : undefined}
        aria-describedby={isUnread || people.length > 0 || lobby.length > 0 ? id : undefined}
        className={cx(
          'min-w-0 flex-1 truncate after:absolute after:inset-0 after:rounded-control focus-visible:outline-none',
          isUnread && 'font-semibold',
        )}
      >
        {room.name}
      </Link>
      <span id={id} hidden>
        {[
          lobby.length > 0 && tellLobby(lobby),
          isUnread && tellUnread(unread),
          people.length > 0 && tellCall(people),
          room.visibility === 'private' && t('rooms.private'),
        ]
          .filter(Boolean)
          .join('. ')}
      </span>
      {lobby.length > 0 && (
        <span
          aria-hidden
          data-tip={tellLobby(lobby)}
          className="inline-flex shrink-0 items-center gap-0.5 text-xs font-semibold tabular text-lamp-text"
        >
          <UserRoundPlus className="size-4" />
          {lobby.length}
        </span>
      )}
      {people.length > 0 && (
        <>
          <span className="lamp mr-1 size-2 shrink-0 rounded-full" aria-hidden />
          <Faces people={people} max={2} size={20} />
        </>
      )}
      {isUnread && (
        <span
          aria-hidden
          className="min-w-5 shrink-0 rounded-full bg-lamp px-1.5 text-center text-xs leading-5 font-semibold tabular text-on-lamp"
        >
          {shortUnread(unread)}
        </span>
      )}
    </li>
  );
});

/** A room that one waits to be let in to. */
const WaitingRow = ({ waiting: { slug, name }, isActive }: { waiting: WaitingFor; isActive: boolean }) => (
  <li>
    <Link
      href={paths.call(slug)}
      aria-current={isActive ? 'page' : undefined}
      className={cx(rowClass, 'px-2', isActive ? 'bg-press text-fg' : 'text-soft')}
    >
      <Hourglass aria-hidden className="size-4 shrink-0 opacity-80" />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span className="shrink-0 text-xs">{t('rooms.waiting')}</span>
    </Link>
  </li>
);

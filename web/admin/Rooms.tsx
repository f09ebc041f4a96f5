// Every room of the house: how many are in it, how much was said, who is in a call, and nothing of what is said.
import { useCallback, useState } from 'react';
import DoorOpen from 'lucide-react/icons/door-open';
import Hash from 'lucide-react/icons/hash';
import Lock from 'lucide-react/icons/lock';
import Trash from 'lucide-react/icons/trash-2';
import type { ListedRoom } from '../../protocol/admin.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { connection } from '../connection/app-connection.ts';
import { t } from '../i18n/admin.ts';
import { formatDate } from '../i18n/ago.ts';
import { formatNumber } from '../i18n/format.ts';
import { nameOf } from '../i18n/names.ts';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { Empty } from '../ui/Empty.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { notify } from '../ui/toasts.ts';
import { useIsPhone } from '../ui/use-media.ts';
import { Listed } from './Listed.tsx';
import type { FetchPage } from './pages.ts';
import { TypedConfirm } from './TypedConfirm.tsx';
import { usePages, useWritten } from './use-pages.ts';

const Rooms = () => {
  const isPhone = useIsPhone();
  const [text, setText] = useState('');
  const wanted = useWritten(text);
  const fetch = useCallback<FetchPage<ListedRoom>>(
    async (after) => {
      const { rooms, hasMore } = await connection.ask('admin.rooms', { text: wanted, after: after?.id });
      return { items: rooms, hasMore };
    },
    [wanted],
  );
  const list = usePages(fetch);
  const [leaving, setLeaving] = useState<ListedRoom | null>(null);
  const remove = async ({ id, name }: ListedRoom) => {
    await connection.ask('admin.delete-room', { roomId: id });
    list.change((room) => (room.id === id ? null : room));
    notify(t('admin.rooms.delete.done', { name }));
  };
  const Shown = isPhone ? Cards : Table;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">{t('admin.rooms.text')}</p>
      <SearchField label={t('admin.rooms.search')} value={text} maxLength={LIMITS.roomName} onChange={setText} />
      <Listed list={list} none={<None text={wanted} onClear={() => setText('')} />}>
        <Shown rooms={list.items} onDelete={setLeaving} />
      </Listed>
      {leaving && (
        <TypedConfirm
          title={t('admin.rooms.delete.title', { name: leaving.name })}
          text={t('admin.rooms.delete.text', { messages: leaving.messageCount, members: leaving.memberCount })}
          word={leaving.name}
          action={t('admin.rooms.delete.do')}
          run={() => remove(leaving)}
          onClose={() => setLeaving(null)}
        />
      )}
    </div>
  );
};

export default Rooms;

type ListProps = { rooms: readonly ListedRoom[]; onDelete(room: ListedRoom): void };

const headClass = 'sticky top-0 z-10 border-b border-line bg-bg py-2 text-xs font-medium whitespace-nowrap text-soft';
const cellClass = 'border-b border-line py-2';

const Table = ({ rooms, onDelete }: ListProps) => (
  <div className="@container">
    <table className="w-full border-separate border-spacing-0 text-sm">
      <thead>
        <tr>
          <th scope="col" className={`${headClass} pl-2 text-left`}>
            {t('admin.rooms.room')}
          </th>
          <th scope="col" className={`${headClass} px-3 text-right`}>
            {t('admin.rooms.members')}
          </th>
          <th scope="col" className={`${headClass} px-3 text-right`}>
            {t('admin.rooms.messages')}
          </th>
          <th scope="col" className={`${headClass} hidden px-3 text-left @min-[600px]:table-cell`}>
            {t('admin.rooms.created')}
          </th>
          <td className={`${headClass} w-target`} />
        </tr>
      </thead>
      <tbody>
        {rooms.map((room) => (
          <tr key={room.id} className="hover:bg-hover">
            <th scope="row" className={`${cellClass} w-full max-w-0 pl-2 text-left font-normal`}>
              <Named room={room} />
            </th>
            <td className={`${cellClass} px-3 text-right tabular text-soft`}>{formatNumber(room.memberCount)}</td>
            <td className={`${cellClass} px-3 text-right tabular text-soft`}>{formatNumber(room.messageCount)}</td>
            <td className={`${cellClass} hidden px-3 whitespace-nowrap text-soft @min-[600px]:table-cell`}>{formatDate(room.createdAt)}</td>
            <td className={cellClass}>
              <Delete room={room} onDelete={onDelete} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const Cards = ({ rooms, onDelete }: ListProps) => (
  <ul className="flex flex-col divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
    {rooms.map((room) => (
      <li key={room.id} className="flex items-start gap-2 py-3 pr-1 pl-3">
        <div className="min-w-0 flex-1 text-sm">
          <Named room={room} />
          <p className="mt-1 pl-7 tabular text-soft">
            {t('admin.rooms.counts', { members: room.memberCount, messages: room.messageCount })}
          </p>
        </div>
        <Delete room={room} onDelete={onDelete} />
      </li>
    ))}
  </ul>
);

const Named = ({ room: { name, visibility, isLocked, owner, inCall } }: { room: ListedRoom }) => {
  const Icon = visibility === 'private' ? Lock : Hash;
  return (
    <span className="flex min-w-0 gap-3">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-soft" />
      <span className="min-w-0 flex-1">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="max-w-full truncate font-medium">{name}</bdi>
          {visibility === 'private' && <Chip>{t('admin.rooms.private')}</Chip>}
          {isLocked && <Chip>{t('admin.rooms.locked')}</Chip>}
          {inCall > 0 && (
            <Chip look="lamp" icon={<span aria-hidden className="size-1.5 rounded-full bg-lamp" />}>
              {t('admin.rooms.inCall', { count: inCall })}
            </Chip>
          )}
        </span>
        <span className="block truncate text-soft">
          {owner ? t('admin.rooms.owner', { name: nameOf(owner) }) : t('admin.rooms.noOwner')}
        </span>
      </span>
    </span>
  );
};

const Delete = ({ room, onDelete }: { room: ListedRoom; onDelete(room: ListedRoom): void }) => (
  <IconButton label={t('admin.rooms.delete', { name: room.name })} className="[&_svg]:size-4!" onClick={() => onDelete(room)}>
    <Trash aria-hidden />
  </IconButton>
);

const None = ({ text, onClear }: { text: string; onClear(): void }) =>
  text === '' ? (
    <Empty icon={<DoorOpen aria-hidden />} isPart title={t('admin.rooms.empty.title')}>
      {t('admin.rooms.empty.text')}
    </Empty>
  ) : (
    <Empty
      icon={<DoorOpen aria-hidden />}
      isPart
      title={t('admin.rooms.none.title')}
      action={<Button onClick={onClear}>{t('admin.rooms.none.clear')}</Button>}
    >
      {t('admin.rooms.none.text', { text })}
    </Empty>
  );

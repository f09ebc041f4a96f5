// One message in the list, with the day or the "New" line that stands above it. Drawn again only when something in it changed.
import { memo } from 'react';
import Clock from 'lucide-react/icons/clock-3';
import type { Status } from '../../protocol/accounts.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { PersonButton } from '../accounts/PersonButton.tsx';
import { StatusMark } from '../accounts/StatusMark.tsx';
import { formatDay, formatMoment, formatTime } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { nameOf } from '../i18n/names.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { cx } from '../ui/cx.ts';
import { MessageText } from './MessageText.tsx';
import type { MessageRow as Row } from './rows.ts';
import { Unsent, type UnsentActions } from './Unsent.tsx';
import { useSlow } from './use-slow.ts';

/** `today` is there so that "Today" becomes "Yesterday" at midnight; under the last of several unsent ones stands why. */
export type MessageRowProps = {
  roomId: RoomId;
  row: Row;
  /** Of whoever wrote it, if they are in the room. */
  status: Status | null;
  isLast: boolean;
  today: string;
  isOffline: boolean;
  actions: UnsentActions;
};

const MessageRowView = ({ roomId, row, status, isLast, isOffline, actions }: MessageRowProps) => {
  const { author, at, isContinued, delivery } = row;
  const isSending = delivery.kind === 'sending';
  const isSlow = useSlow(isSending, 300);
  const isDim = isSending && isSlow;

  return (
    <>
      {row.startsDay && <DayLine at={at} isNew={row.startsNew} />}
      {row.startsNew && !row.startsDay && <NewLine />}
      <article
        data-seq={row.seq ?? undefined}
        data-delivery={delivery.kind}
        className={cx(
          'group grid grid-cols-[36px_minmax(0,1fr)] gap-x-3 px-(--gutter) hover:bg-hover',
          isContinued ? 'py-0.5' : 'mt-2 py-1',
        )}
      >
        {isContinued && isDim ? (
          <Clock aria-hidden className="mt-1 ml-auto size-3.5 text-soft" />
        ) : isContinued ? (
          <Time at={at} className="mt-0.75 text-right opacity-0 group-focus-within:opacity-100 group-hover:opacity-100" isShort />
        ) : (
          <PersonButton roomId={roomId} account={author} isQuiet className="mt-0.5 h-fit rounded-full!">
            <Avatar {...author} size={36} />
          </PersonButton>
        )}
        <div className="min-w-0">
          <header className={isContinued ? 'sr-only' : 'flex items-baseline gap-2'}>
            {isContinued ? (
              <bdi>{nameOf(author)}</bdi>
            ) : (
              <PersonButton
                roomId={roomId}
                account={author}
                className={cx('min-w-0 truncate font-semibold', author.kind === 'deleted' ? 'text-soft' : 'hover:underline')}
              >
                <bdi>{nameOf(author)}</bdi>
              </PersonButton>
            )}
            {!isContinued && <StatusMark status={status} />}
            {author.kind === 'guest' && <span className="shrink-0 text-xs text-soft">{t('ui.guest')}</span>}
            {!isContinued && <Time at={at} />}
            {!isContinued && isDim && <Clock aria-hidden className="size-3.5 self-center text-soft" />}
          </header>
          <div className={cx('relative transition-opacity duration-(--feedback)', isDim && 'opacity-75')}>
            <MessageText id={row.key} text={row.text} />
          </div>
          {isDim && <p className={isLast ? 'text-xs text-soft' : 'sr-only'}>{isOffline ? t('chat.waiting') : t('chat.sending')}</p>}
          {delivery.kind === 'failed' && <Unsent messageKey={row.messageKey} code={delivery.code} actions={actions} />}
        </div>
      </article>
    </>
  );
};

/** Rows are made anew whenever one of them changes; what is in them mostly is not. */
const isSame = (a: MessageRowProps, b: MessageRowProps): boolean =>
  a.today === b.today &&
  a.isLast === b.isLast &&
  a.isOffline === b.isOffline &&
  a.actions === b.actions &&
  a.status === b.status &&
  a.row.key === b.row.key &&
  a.row.seq === b.row.seq &&
  a.row.text === b.row.text &&
  a.row.at === b.row.at &&
  a.row.author.name === b.row.author.name &&
  a.row.author.kind === b.row.author.kind &&
  a.row.author.picture === b.row.author.picture &&
  a.row.startsDay === b.row.startsDay &&
  a.row.startsNew === b.row.startsNew &&
  a.row.isContinued === b.row.isContinued &&
  a.row.delivery === b.row.delivery;

export const MessageRow = memo(MessageRowView, isSame);

const Time = ({ at, className, isShort = false }: { at: number; className?: string; isShort?: boolean }) => (
  <time
    dateTime={new Date(at).toISOString()}
    data-tip={formatMoment(at)}
    className={cx('shrink-0 text-xs whitespace-nowrap tabular text-soft', isShort && 'tracking-tight', className)}
  >
    {isShort ? withoutHalf(formatTime(at)) : formatTime(at)}
  </time>
);

/** "10:16" of "10:16 PM": beside the message there is room for no more, and above it stands which half of the day it is. */
const withoutHalf = (time: string): string => /\p{Nd}+\P{L}\p{Nd}+/u.exec(time)?.[0] ?? time;

const DayLine = ({ at, isNew }: { at: number; isNew: boolean }) => (
  <div className="flex items-center gap-3 px-(--gutter) pt-6 pb-2 text-sm">
    <span aria-hidden className={cx('h-px flex-1', isNew ? 'bg-lamp' : 'bg-line')} />
    <h2 className="font-medium text-soft">{formatDay(at)}</h2>
    <span aria-hidden className={cx('h-px flex-1', isNew ? 'bg-lamp' : 'bg-line')} />
    {isNew && <span className="-ml-1 font-semibold text-lamp-text">{t('chat.new')}</span>}
  </div>
);

const NewLine = () => (
  <div className="flex items-center gap-2 px-(--gutter) pt-3 pb-1 text-sm">
    <span aria-hidden className="h-px flex-1 bg-lamp" />
    <span className="font-semibold text-lamp-text">{t('chat.new')}</span>
  </div>
);

// The list of messages: endless in both directions, keeping its place while pages come, and at its end while messages do. Only the rows near
// the screen are in the page. What is new is spoken by `Announcer`, because rows also come and go as one scrolls.
import { useMemo, useState } from 'react';
import { Virtualizer } from 'virtua';
import type { Account, Status } from '../../protocol/accounts.ts';
import type { RoomView } from '../../protocol/rooms.ts';
import { t } from '../i18n/i18n.ts';
import type { OpenRoom } from './chat.ts';
import { Edge } from './Edge.tsx';
import { Beginning } from './Beginning.tsx';
import { JumpToEnd, JumpToUnread } from './Jump.tsx';
import { MessageRow } from './MessageRow.tsx';
import type { Entry } from './outbox.ts';
import { changedAtStart, type Row, rowsOf } from './rows.ts';
import type { OpenTimeline } from './timeline.ts';
import type { UnsentActions } from './Unsent.tsx';
import { useScrolling } from './use-scrolling.ts';

/** Made anew for each `open.generation`: then it stands elsewhere. */
export type MessageListProps = {
  view: RoomView;
  room: OpenRoom;
  open: OpenTimeline;
  entries: readonly Entry[];
  /** Whoever sits here. */
  viewer: Account;
  today: string;
  isOffline: boolean;
  actions: UnsentActions;
};

export const MessageList = ({ view, room, open, entries, viewer, today, isOffline, actions }: MessageListProps) => {
  const { timeline, reading } = room;
  const { window, newAfter, older, newer } = open;
  const viewSeq = view.seq;
  const rows = useMemo(() => rowsOf({ window, entries, viewer, viewSeq, newAfter }), [window, entries, viewer, viewSeq, newAfter]);
  const { members } = view;
  const statuses = useMemo(() => statusesOf(members), [members]);
  const isShift = useChangedAtStart(rows);
  const { scroller, list, isAtEnd, toEnd, onMove, onResize } = useScrolling({ rows, open, timeline, reading });
  const isUnreadAbove = newAfter !== null && window.hasOlder && !rows.some((row) => row.kind === 'message' && row.startsNew);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="region"
        aria-label={t('chat.messages', { room: view.room.name })}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls must be reached by the keyboard.
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain pb-4 [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div className="grow" />
        <Virtualizer ref={list} as="ul" item="li" data={rows} shift={isShift} bufferSize={800} onScroll={onMove} onResize={onResize}>
          {(row, index) => {
            switch (row.kind) {
              case 'start':
                return window.hasOlder ? (
                  <Edge key={row.key} state={older} onRetry={() => void timeline.loadOlder()} at="start" />
                ) : (
                  <Beginning key={row.key} roomName={view.room.name} isEmpty={rows.length === 1} />
                );
              case 'message':
                return (
                  <MessageRow
                    key={row.key}
                    roomId={view.room.id}
                    row={row}
                    status={statuses.get(row.author.id) ?? null}
                    isLast={index === rows.length - 1}
                    today={today}
                    isOffline={isOffline}
                    actions={actions}
                  />
                );
              case 'end':
                return <Edge key={row.key} state={newer} onRetry={() => void timeline.loadNewer()} at="end" />;
              default:
                return row satisfies never;
            }
          }}
        </Virtualizer>
      </div>
      {isUnreadAbove && (
        <JumpToUnread isPending={older === 'loading'} onJump={() => void timeline.toFirstUnread()} onDismiss={() => timeline.clearNew()} />
      )}
      {(!isAtEnd || window.hasNewer) && <JumpToEnd unread={view.unread} onJump={toEnd} />}
    </div>
  );
};

const statusesOf = (members: RoomView['members']): ReadonlyMap<string, Status> =>
  new Map(members.flatMap(({ account, profile }) => (profile.status ? [[account.id, profile.status] as const] : [])));

/** Told with the rows that changed, not one drawing later: the list decides then how to keep its place. */
const useChangedAtStart = (rows: readonly Row[]): boolean => {
  const [known, setKnown] = useState({ rows, isShift: false });
  if (known.rows === rows) return known.isShift;
  const next = { rows, isShift: changedAtStart(known.rows, rows) };
  setKnown(next);
  return next.isShift;
};

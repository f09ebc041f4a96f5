// A room's chat, the same beside a call as in the room: its messages, and where one writes the next.
import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { useStore } from '@nanostores/react';
import type { RoomView } from '../../protocol/rooms.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { $me } from '../accounts/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { Lost } from '../connection/connection.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/i18n.ts';
import { $summaries, holdRoom, roomView } from '../rooms/rooms.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Empty } from '../ui/Empty.tsx';
import { Announcer } from './Announcer.tsx';
import { $chat, openRoom, type Chat, type OpenRoom } from './chat.ts';
import './chat.css';
import { putBack } from './composing.ts';
import { Composer } from './Composer.tsx';
import { Ghosts } from './Edge.tsx';
import { MessageList } from './MessageList.tsx';
import type { OpenTimeline } from './timeline.ts';
import type { UnsentActions } from './Unsent.tsx';
import { useToday } from './use-today.ts';

export type ChatPaneProps = { roomId: RoomId; variant?: 'room' | 'beside-call' };

export const ChatPane = ({ roomId, variant = 'room' }: ChatPaneProps) => {
  const chat = useStore($chat);
  return chat && <Pane key={roomId} roomId={roomId} chat={chat} isNarrow={variant === 'beside-call'} />;
};

const Pane = ({ roomId, chat, isNarrow }: { roomId: RoomId; chat: Chat; isNarrow: boolean }) => {
  const view = useStore(roomView(roomId));
  const name = useStore($summaries)?.find(({ room }) => room.id === roomId)?.room.name ?? view?.room.name ?? '';
  const held = useHeld(roomId);
  const room = useOpenRoom(roomId);

  const onSent = () => {
    room?.timeline.clearNew();
    room?.timeline.toNewest();
  };
  return (
    <div
      data-chat={isNarrow ? 'narrow' : 'wide'}
      className={cx('flex min-h-0 min-w-0 flex-1 flex-col', isNarrow ? '[--gutter:12px]' : '[--gutter:16px] pane:[--gutter:24px]')}
    >
      {view && room ? (
        <Messages view={view} room={room} chat={chat} />
      ) : held.error ? (
        <Failed error={held.error} onRetry={held.retry} />
      ) : (
        <Loading />
      )}
      <Composer roomId={roomId} roomName={name} chat={chat} onSent={onSent} isNarrow={isNarrow} />
    </div>
  );
};

const Messages = ({ view, room, chat }: { view: RoomView; room: OpenRoom; chat: Chat }) => {
  const state = useStore(room.timeline.$state);
  return state.kind === 'open' ? <Opened view={view} room={room} chat={chat} open={state} /> : <Loading />;
};

const Opened = ({ view, room, chat, open }: { view: RoomView; room: OpenRoom; chat: Chat; open: OpenTimeline }) => {
  const me = useStore($me);
  const all = useStore(chat.outbox.$entries);
  const entries = useMemo(() => all.filter(({ roomId }) => roomId === view.room.id), [all, view.room.id]);
  const isOffline = useStore(connection.$state).kind !== 'ready';
  const today = useToday();
  const actions = useActions(chat, view.room.id);
  if (me.kind !== 'signed-in') return null;
  return (
    <>
      <Announcer view={view} />
      <MessageList
        key={open.generation}
        view={view}
        room={room}
        open={open}
        entries={entries}
        viewer={me.account}
        today={today}
        isOffline={isOffline}
        actions={actions}
      />
    </>
  );
};

/** Made and closed with the pane, once for each room. */
const useOpenRoom = (roomId: RoomId): OpenRoom | null => {
  const [room, setRoom] = useState<OpenRoom | null>(null);
  useLayoutEffect(() => {
    const opened = openRoom(roomId);
    // oxlint-disable-next-line react/set-state-in-effect -- It subscribes: what opens it must be able to close it.
    setRoom(opened);
    return () => opened.close();
  }, [roomId]);
  return room;
};

/** Whoever shows the chat holds its room. What was lost on the way is asked for again, which waits for the connection. */
const useHeld = (roomId: RoomId): { error: unknown; retry(): void } => {
  const [tries, setTries] = useState(0);
  const [failure, setFailure] = useState<{ tries: number; error: unknown } | null>(null);
  useEffect(() => {
    let isWanted = true;
    const hold = (): Promise<void> =>
      holdRoom(roomId).catch((error: unknown) => {
        if (!isWanted) return undefined;
        if (error instanceof Lost) return hold();
        return setFailure({ tries, error });
      });
    void hold();
    return () => {
      isWanted = false;
    };
  }, [roomId, tries]);
  return { error: failure?.tries === tries ? failure.error : null, retry: () => setTries(tries + 1) };
};

const useActions = ({ outbox, drafts }: Chat, roomId: RoomId): UnsentActions =>
  useMemo(
    () => ({
      retry: outbox.retry,
      remove: (key) => void outbox.discard(key),
      edit: (key) => {
        const text = outbox.discard(key);
        if (text === null) return;
        drafts.write(roomId, putBack(drafts.draft(roomId).get(), text));
        document.querySelector<HTMLElement>('[data-chat] textarea')?.focus();
      },
    }),
    [outbox, drafts, roomId],
  );

const Loading = () => (
  <div role="status" aria-label={t('chat.loading')} className="flex min-h-0 flex-1 flex-col justify-end overflow-hidden">
    <Ghosts count={6} />
  </div>
);

const Failed = ({ error, onRetry }: { error: unknown; onRetry(): void }) => (
  <div className="flex min-h-0 flex-1 overflow-y-auto">
    <Empty title={t('chat.failed.title')} action={<Button onClick={onRetry}>{t('ui.tryAgain')}</Button>}>
      {explain(error)}
    </Empty>
  </div>
);

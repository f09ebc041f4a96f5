// What a test page has seen of its rooms: summaries, views folded by the law of protocol/apply.ts, and every message in the order it came.
// Strict where the real page forgives: an event that comes twice, out of turn or from a room that it is not in is written down as a wrong.
import { apply, applyLobby, applyRead, applySignal, applyToSummary } from '../../protocol/apply.ts';
import type { AccountEvent, Placed, RequestReply, Signal } from '../../protocol/protocol.ts';
import type { RoomSummary, RoomView } from '../../protocol/rooms.ts';
import type { Message } from '../../protocol/chat.ts';
import type { RoomId } from '../../protocol/wire.ts';
import type { Ask } from './page.ts';

export type RoomsSeen = ReturnType<typeof createRoomsSeen>;

type Read = Extract<AccountEvent, { event: 'chat.read' }>;
type Lobby = Extract<AccountEvent, { event: 'rooms.lobby-changed' }>;
/** What comes while a view is under way may be in it already. */
type Late = { placed: Placed } | { signal: Signal } | { read: Read } | { lobby: Lobby };

export const createRoomsSeen = (ask: Ask) => {
  const summaries = new Map<RoomId, RoomSummary>();
  const views = new Map<RoomId, RoomView>();
  const late = new Map<RoomId, Late[]>();
  /** The last `seq` that this connection was told of each room. */
  const told = new Map<RoomId, number>();
  /** Where it was when the room was entered on this connection: a view from before that belongs to an earlier stay. */
  const entered = new Map<RoomId, number>();
  const messages = new Map<RoomId, Message[]>();
  const wrongs: string[] = [];
  let viewerId = '';
  let resumed = new Map<RoomId, number>();

  const see = (roomId: RoomId, message: Message) => {
    const seen = messages.get(roomId) ?? [];
    messages.set(roomId, seen);
    const last = seen.at(-1);
    if (!last || last.seq < message.seq) return void seen.push(message);
    const same = seen.findLast(({ seq }) => seq === message.seq);
    if (same?.id !== message.id) wrongs.push(`${roomId} ${message.seq} is another message than before, or came late`);
  };

  const withRead = (view: RoomView): RoomView => {
    const summary = summaries.get(view.room.id);
    return summary?.seq === view.seq ? { ...view, readSeq: summary.readSeq, unread: summary.unread } : view;
  };

  const fold = (roomId: RoomId, placed: Placed) => {
    const view = views.get(roomId);
    if (view && placed.seq <= view.seq) return;
    if (placed.event === 'chat.posted') see(roomId, placed.body.message);
    if (!view) return;
    if (placed.seq > view.seq + 1) wrongs.push(`a view of ${roomId} at ${view.seq} met ${placed.seq}`);
    else views.set(roomId, withRead(apply(view, placed)));
  };

  const drop = (roomId: RoomId) => {
    views.delete(roomId);
    late.delete(roomId);
  };

  /** Everything since the last message seen, for a page that was away too long to be told. */
  const fillIn = async (roomId: RoomId) => {
    for (;;) {
      const after = messages.get(roomId)?.at(-1)?.seq ?? 0;
      const page = await ask('chat.history', { roomId, after });
      for (const message of page.messages) see(roomId, message);
      if (!page.hasNewer) return;
    }
  };

  const fetch = async (roomId: RoomId): Promise<RoomView> => {
    if (!late.has(roomId)) late.set(roomId, []);
    const { view } = await ask('rooms.view', { roomId });
    return views.get(roomId) ?? view;
  };

  return {
    summaries,
    views,
    messages,
    /** What a server that keeps the protocol never does; empty at the end of every good test. */
    wrongs,

    /** Fetches the room's view and holds it from now on. */
    fetch,

    resume() {
      resumed = new Map([...views].map(([roomId, { seq }]) => [roomId, seq]));
      return [...resumed].map(([roomId, seq]) => ({ roomId, seq }));
    },

    hello({ me, rooms, stale }: RequestReply<'hello'>) {
      viewerId = me.id;
      summaries.clear();
      told.clear();
      for (const summary of rooms) {
        const { id } = summary.room;
        summaries.set(id, summary);
        told.set(id, stale.includes(id) ? summary.seq : (resumed.get(id) ?? summary.seq));
        const view = views.get(id);
        if (view) views.set(id, withRead({ ...view, call: summary.call, lobby: summary.lobby }));
      }
      for (const roomId of views.keys()) if (!summaries.has(roomId)) drop(roomId);
    },

    /** After hello: what is held and too old to be told of. */
    fetchStale({ stale }: RequestReply<'hello'>) {
      for (const roomId of stale) {
        if (!summaries.has(roomId)) continue;
        views.delete(roomId);
        late.set(roomId, []);
        // Lost on the way: stale again at the next hello, or gone.
        fillIn(roomId)
          .then(() => fetch(roomId))
          .catch(() => {});
      }
    },

    fetched(view: RoomView) {
      const { id } = view.room;
      const missed = late.get(id);
      if (!missed || !summaries.has(id) || view.seq < (entered.get(id) ?? 0)) return;
      late.delete(id);
      views.set(id, view);
      const last = messages.get(id)?.at(-1)?.seq ?? 0;
      for (const message of view.messages) if (message.seq > last) see(id, message);
      for (const entry of missed) {
        const held = views.get(id)!;
        if ('placed' in entry) fold(id, entry.placed);
        else if ('signal' in entry) views.set(id, applySignal(held, entry.signal));
        else if ('read' in entry) views.set(id, applyRead(held, entry.read));
        else views.set(id, applyLobby(held, entry.lobby));
      }
    },

    event(roomId: RoomId, placed: Placed) {
      const last = told.get(roomId);
      if (last === undefined) return void wrongs.push(`told ${placed.seq} of ${roomId}, a room that this page is not in`);
      if (placed.seq !== last + 1) return void wrongs.push(`told ${placed.seq} of ${roomId} after ${last}`);
      told.set(roomId, placed.seq);
      const summary = summaries.get(roomId);
      if (summary && placed.seq > summary.seq) summaries.set(roomId, applyToSummary(summary, placed, viewerId));
      const missed = late.get(roomId);
      if (missed) missed.push({ placed });
      else fold(roomId, placed);
    },

    signal(roomId: RoomId, signal: Signal) {
      const missed = late.get(roomId);
      if (missed) missed.push({ signal });
      const view = views.get(roomId);
      if (view) views.set(roomId, applySignal(view, signal));
      const summary = summaries.get(roomId);
      if (summary) summaries.set(roomId, applySignal(summary, signal));
    },

    accountEvent(event: AccountEvent) {
      switch (event.event) {
        case 'rooms.entered': {
          const { summary } = event.body;
          if (told.has(summary.room.id)) wrongs.push(`entered ${summary.room.id}, a room that this page is in already`);
          summaries.set(summary.room.id, summary);
          told.set(summary.room.id, summary.seq);
          entered.set(summary.room.id, summary.seq);
          return;
        }
        case 'rooms.exited':
          summaries.delete(event.body.roomId);
          told.delete(event.body.roomId);
          drop(event.body.roomId);
          return;
        case 'chat.read': {
          const { roomId } = event.body;
          late.get(roomId)?.push({ read: event });
          const summary = summaries.get(roomId);
          if (summary) summaries.set(roomId, applyRead(summary, event));
          const view = views.get(roomId);
          if (view) views.set(roomId, applyRead(view, event));
          return;
        }
        case 'rooms.lobby-changed': {
          const { roomId } = event.body;
          late.get(roomId)?.push({ lobby: event });
          const summary = summaries.get(roomId);
          if (summary) summaries.set(roomId, applyLobby(summary, event));
          const view = views.get(roomId);
          if (view) views.set(roomId, applyLobby(view, event));
          return;
        }
        case 'accounts.own-changed':
        case 'rooms.waiting':
        case 'rooms.waited':
        case 'calls.turned-off':
        case 'calls.asked-on':
          return;
        default:
          event satisfies never;
      }
    },

    /** The connection is gone, and with it what was asked. */
    lost() {
      late.clear();
      told.clear();
      entered.clear();
    },
  };
};

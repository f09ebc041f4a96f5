// Folds what comes down the socket into the list of rooms and the views that are held, by the law of `protocol/apply.ts`. An older event
// changes nothing; a gap means that something was missed, and the view is fetched anew.
import { atom, type ReadableAtom, type WritableAtom } from 'nanostores';
import { apply, applyLobby, applyRead, applySignal, applyToSummary } from '../../protocol/apply.ts';
import type { AccountEvent, Placed, Signal } from '../../protocol/protocol.ts';
import type { RoomSummary, RoomView } from '../../protocol/rooms.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { Lost, Refused, type Connection, type Hello } from '../connection/connection.ts';
import { createListeners } from '../connection/listeners.ts';
import { createRoomList } from './room-list.ts';

export type ExitReason = Extract<AccountEvent, { event: 'rooms.exited' }>['body']['reason'];

export type RoomStore = {
  /** By name; null until the first hello. */
  readonly $summaries: ReadableAtom<readonly RoomSummary[] | null>;
  /** The same atom for the same room, always. Null while its view is not held. */
  roomView(roomId: RoomId): ReadableAtom<RoomView | null>;
  /** Fetches the view unless it is held, and marks it as the one used last. Rejects as `ask` does. */
  holdRoom(roomId: RoomId): Promise<void>;
  /** After joining or creating: does not wait for the event that says the same. */
  enter(summary: RoomSummary): void;
  onPlacedEvent(listener: (roomId: RoomId, placed: Placed) => void): () => void;
  onViewFetched(listener: (roomId: RoomId, view: RoomView) => void): () => void;
  onExited(listener: (summary: RoomSummary, reason: ExitReason) => void): () => void;
  clear(): void;
};

/** Views beyond these are let go of, the longest unused first, unless something on the page shows them. */
const HELD_VIEWS = 20;

/** `missed` is what came while the view was under way: it may know of it already, or not. */
type Fetch = { missed: ({ placed: Placed } | { signal: Signal } | { read: ReadEvent } | { lobby: LobbyEvent })[]; done: Promise<void> };
type ReadEvent = Extract<AccountEvent, { event: 'chat.read' }>;
type LobbyEvent = Extract<AccountEvent, { event: 'rooms.lobby-changed' }>;

export const createRoomStore = (connection: Connection): RoomStore => {
  const list = createRoomList();
  const views = new Map<RoomId, WritableAtom<RoomView | null>>();
  /** In the order of use, the last used at the end. */
  const held = new Set<RoomId>();
  const fetches = new Map<RoomId, Fetch>();
  const placedEvents = createListeners<[RoomId, Placed]>();
  const viewsFetched = createListeners<[RoomId, RoomView]>();
  const exits = createListeners<[RoomSummary, ExitReason]>();

  const viewOf = (roomId: RoomId): WritableAtom<RoomView | null> => {
    let $view = views.get(roomId);
    if (!$view) views.set(roomId, ($view = atom<RoomView | null>(null)));
    return $view;
  };

  const letGo = (roomId: RoomId): void => {
    held.delete(roomId);
    viewOf(roomId).set(null);
  };

  const touch = (roomId: RoomId): void => {
    held.delete(roomId);
    held.add(roomId);
    for (const oldest of held) {
      if (held.size <= HELD_VIEWS) break;
      if (oldest !== roomId && viewOf(oldest).lc === 0) letGo(oldest);
    }
  };

  const fetchView = (roomId: RoomId): Promise<void> => {
    const already = fetches.get(roomId);
    if (already) return already.done;
    const fetch: Fetch = { missed: [], done: Promise.resolve() };
    fetches.set(roomId, fetch);
    /** Not after the room was left, or another account came, while the reply was under way. */
    const isWanted = () => fetches.get(roomId) === fetch && fetches.delete(roomId);
    fetch.done = connection.ask('rooms.view', { roomId }).then(
      ({ view }) => {
        if (isWanted()) take(roomId, view, fetch.missed);
      },
      (error: unknown) => {
        if (isWanted() && error instanceof Refused && error.code === 'not-found') letGo(roomId);
        throw error;
      },
    );
    return fetch.done;
  };

  /** For a view that is held and has fallen behind: nobody waits for it, so it is asked for until there is an answer. */
  const fetchAgain = (roomId: RoomId): void => {
    fetchView(roomId).catch((error: unknown) => {
      if (error instanceof Lost && held.has(roomId)) fetchAgain(roomId);
    });
  };

  const take = (roomId: RoomId, view: RoomView, missed: Fetch['missed']): void => {
    viewOf(roomId).set(view);
    list.replaceFrom(view);
    viewsFetched.tell(roomId, view);
    for (const late of missed) {
      if ('placed' in late) takeEvent(roomId, late.placed);
      else if ('signal' in late) viewOf(roomId).set(applySignal(viewOf(roomId).get()!, late.signal));
      else if ('read' in late) viewOf(roomId).set(applyRead(viewOf(roomId).get()!, late.read));
      else viewOf(roomId).set(applyLobby(viewOf(roomId).get()!, late.lobby));
    }
    touch(roomId);
  };

  const takeEvent = (roomId: RoomId, placed: Placed): void => {
    const fetching = fetches.get(roomId);
    if (fetching) return void fetching.missed.push({ placed });
    const $view = viewOf(roomId);
    const view = $view.get();
    if (!view || placed.seq <= view.seq) return;
    if (placed.seq > view.seq + 1) return fetchAgain(roomId);
    $view.set(withRead(apply(view, placed), list.get(roomId)));
    placedEvents.tell(roomId, placed);
  };

  connection.resumeFrom(() =>
    [...held].flatMap((roomId) => {
      const view = viewOf(roomId).get();
      return view ? [{ roomId, seq: view.seq }] : [];
    }),
  );

  connection.onHello(({ me, rooms, stale }: Hello) => {
    list.reset(me.id, rooms);
    for (const roomId of [...held]) {
      const summary = list.get(roomId);
      const view = viewOf(roomId).get();
      if (!summary) letGo(roomId);
      else if (view && stale.includes(roomId)) fetchAgain(roomId);
      // What is no event of the stream is not replayed: it is in the summary.
      else if (view) viewOf(roomId).set(withRead({ ...view, call: summary.call, lobby: summary.lobby }, summary));
    }
  });

  connection.onRoomEvent((roomId, placed) => {
    takeEvent(roomId, placed);
    const summary = list.get(roomId);
    if (!summary || placed.seq <= summary.seq) return;
    if (placed.seq > summary.seq + 1) fetchAgain(roomId);
    else list.put(applyToSummary(summary, placed, list.viewerId()));
  });

  connection.onSignal((roomId, signal) => {
    fetches.get(roomId)?.missed.push({ signal });
    const summary = list.get(roomId);
    if (summary) list.put(applySignal(summary, signal));
    const $view = viewOf(roomId);
    const view = $view.get();
    if (view) $view.set(applySignal(view, signal));
  });

  connection.onAccountEvent((event) => {
    switch (event.event) {
      case 'rooms.entered':
        return enter(event.body.summary);
      case 'rooms.exited': {
        const { roomId, reason } = event.body;
        const summary = list.get(roomId);
        list.remove(roomId);
        fetches.delete(roomId);
        letGo(roomId);
        if (summary) exits.tell(summary, reason);
        return;
      }
      case 'chat.read': {
        const { roomId } = event.body;
        fetches.get(roomId)?.missed.push({ read: event });
        const summary = list.get(roomId);
        if (summary) list.put(applyRead(summary, event));
        const $view = viewOf(roomId);
        const view = $view.get();
        if (view) $view.set(applyRead(view, event));
        return;
      }
      case 'rooms.lobby-changed': {
        const { roomId } = event.body;
        fetches.get(roomId)?.missed.push({ lobby: event });
        const summary = list.get(roomId);
        if (summary) list.put(applyLobby(summary, event));
        const $view = viewOf(roomId);
        const view = $view.get();
        if (view) $view.set(applyLobby(view, event));
        return;
      }
      case 'accounts.own-changed':
      case 'rooms.waiting':
      case 'rooms.waited':
      case 'calls.turned-off':
      case 'calls.asked-on':
        // Not of the list of rooms: those whose it is listen for themselves.
        return;
      default:
        event satisfies never;
    }
  });

  const enter = (summary: RoomSummary): void => {
    const known = list.get(summary.room.id);
    if (!known || known.seq <= summary.seq) list.put(summary);
  };

  return {
    $summaries: list.$summaries,
    roomView: viewOf,
    async holdRoom(roomId) {
      if (viewOf(roomId).get() && !fetches.has(roomId)) touch(roomId);
      else await fetchView(roomId);
    },
    enter,
    onPlacedEvent: placedEvents.add,
    onViewFetched: viewsFetched.add,
    onExited: exits.add,
    clear() {
      fetches.clear();
      for (const roomId of views.keys()) letGo(roomId);
      list.clear();
    },
  };
};

/** After a pause the summary knows what another window has read meanwhile. It counts up to its own `seq`, so the view takes it over there. */
const withRead = (view: RoomView, summary: RoomSummary | undefined): RoomView =>
  summary?.seq === view.seq ? { ...view, readSeq: summary.readSeq, unread: summary.unread } : view;

// The one law both sides obey: what an event does to a view. For every request, the view from before with the request's events applied
// equals a view fetched afterwards; a test holds every request to it. Pure; types only, so that the page pays nothing for schemas.
import { LIMITS } from './constants.ts';
import type { AccountEvent, Placed, RoomEvent, Signal } from './protocol.ts';
import type { Member, RoomSummary, RoomView } from './rooms.ts';

/** Ids compare by code unit, like the database's "C" collation, so that every side sorts alike. */
const byRank = (a: Member, b: Member): number => {
  if (a.role !== b.role) return a.role === 'owner' ? -1 : 1;
  if (a.account.name !== b.account.name) return a.account.name < b.account.name ? -1 : 1;
  return a.account.id < b.account.id ? -1 : 1;
};
export const sortMembers = (members: readonly Member[]): Member[] => members.toSorted(byRank);

const countUnread = (unread: number): number => Math.min(unread, LIMITS.unreadShown);

/** `placed` must be the next in the stream (`seq === view.seq + 1`); an older one changes nothing, a newer one is a gap and a bug. */
export const apply = (view: RoomView, placed: Placed): RoomView => {
  if (placed.seq <= view.seq) return view;
  if (placed.seq !== view.seq + 1) throw new Error(`gap in room ${view.room.id}: ${view.seq} then ${placed.seq}`);
  return { ...view, ...change(view, placed), seq: placed.seq };
};

const change = (view: RoomView, event: RoomEvent): Partial<RoomView> => {
  switch (event.event) {
    case 'rooms.renamed':
      return { room: { ...view.room, name: event.body.name } };
    case 'rooms.member-joined': {
      const { member } = event.body;
      return { members: sortMembers([...view.members.filter((other) => other.account.id !== member.account.id), member]) };
    }
    case 'rooms.member-left':
      return { members: view.members.filter((member) => member.account.id !== event.body.accountId) };
    case 'chat.posted': {
      const messages = [...view.messages, event.body.message];
      const surplus = messages.length - LIMITS.page;
      const isOwn = event.body.message.author.id === view.viewerId;
      return {
        messages: surplus > 0 ? messages.slice(surplus) : messages,
        hasOlder: view.hasOlder || surplus > 0,
        unread: isOwn ? view.unread : countUnread(view.unread + 1),
      };
    }
    default:
      return event satisfies never;
  }
};

/** The same for a row of the sidebar. */
export const applyToSummary = (summary: RoomSummary, placed: Placed, viewerId: string): RoomSummary => {
  if (placed.seq <= summary.seq) return summary;
  if (placed.seq !== summary.seq + 1) throw new Error(`gap in room ${summary.room.id}: ${summary.seq} then ${placed.seq}`);
  const next = { ...summary, seq: placed.seq };
  switch (placed.event) {
    case 'rooms.renamed':
      return { ...next, room: { ...next.room, name: placed.body.name } };
    case 'chat.posted':
      return placed.body.message.author.id === viewerId ? next : { ...next, unread: countUnread(next.unread + 1) };
    case 'rooms.member-joined':
    case 'rooms.member-left':
      return next;
    default:
      return placed satisfies never;
  }
};

type Live = Pick<RoomView, 'call' | 'readSeq' | 'unread'>;

/** A signal's effect; `calls.speaking` is drawn at once and is no part of a view. */
export const applySignal = <View extends Live>(view: View, signal: Signal): View => {
  switch (signal.signal) {
    case 'calls.changed':
      return { ...view, call: signal.body.call };
    case 'calls.speaking':
      return view;
    default:
      return signal satisfies never;
  }
};

/** The account's own reading, from this window or another. */
export const applyRead = <View extends Live>(view: View, event: Extract<AccountEvent, { event: 'chat.read' }>): View =>
  event.body.readSeq < view.readSeq ? view : { ...view, readSeq: event.body.readSeq, unread: event.body.unread };

// The one law both sides obey: what an event does to a view. For every request, the view from before with the request's events applied
// equals a view fetched afterwards; a test holds every request to it. Pure; types only, so that the page pays nothing for schemas.
import { LIMITS } from './constants.ts';
import { seesLobby } from './permissions.ts';
import type { AccountEvent, Placed, RoomEvent, Signal } from './protocol.ts';
import type { Account } from './accounts.ts';
import type { Call } from './calls.ts';
import type { Member, Role, RoomSummary, RoomView } from './rooms.ts';

const ORDER: readonly Role[] = ['owner', 'moderator', 'member', 'guest'];

/** Ids compare by code unit, like the database's "C" collation, so that every side sorts alike. */
const byRank = (a: Member, b: Member): number => {
  if (a.role !== b.role) return ORDER.indexOf(a.role) - ORDER.indexOf(b.role);
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

/** The same people as they are now, wherever they stand. The call is told by its own signal, which may come later than this. */
export const withAccount = <Shown extends { account: Account }>(shown: readonly Shown[], account: Account): Shown[] =>
  shown.map((one) => (one.account.id === account.id ? { ...one, account } : one));

const callWith = (call: Call | null, account: Account): Call | null =>
  call && { ...call, participants: withAccount(call.participants, account) };

const change = (view: RoomView, event: RoomEvent): Partial<RoomView> => {
  switch (event.event) {
    case 'rooms.renamed':
      return { room: { ...view.room, name: event.body.name } };
    case 'rooms.locked':
      return { room: { ...view.room, isLocked: event.body.isLocked } };
    case 'rooms.member-changed': {
      const { accountId, role, rights } = event.body;
      return {
        members: sortMembers(view.members.map((member) => (member.account.id === accountId ? { ...member, role, rights } : member))),
        // Whoever comes to see it is told of it next.
        ...(accountId === view.viewerId && !seesLobby(role) && { lobby: [] }),
      };
    }
    case 'rooms.account-changed': {
      const { account, profile } = event.body;
      return {
        members: sortMembers(withAccount(view.members, account).map((one) => (one.account.id === account.id ? { ...one, profile } : one))),
        messages: view.messages.map((message) => (message.author.id === account.id ? { ...message, author: account } : message)),
        call: callWith(view.call, account),
      };
    }
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
    case 'rooms.locked':
      return { ...next, room: { ...next.room, isLocked: placed.body.isLocked } };
    case 'rooms.member-changed': {
      const { accountId, role, rights } = placed.body;
      return accountId === viewerId ? { ...next, role, rights, lobby: seesLobby(role) ? next.lobby : [] } : next;
    }
    case 'rooms.account-changed':
      return { ...next, call: callWith(next.call, placed.body.account) };
    case 'chat.posted':
      return placed.body.message.author.id === viewerId ? next : { ...next, unread: countUnread(next.unread + 1) };
    case 'rooms.member-joined':
    case 'rooms.member-left':
      return next;
    default:
      return placed satisfies never;
  }
};

type Live = Pick<RoomView, 'call' | 'readSeq' | 'unread' | 'lobby'>;

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

/** Who waits in front of the room, for those who decide over it. */
export const applyLobby = <View extends Live>(view: View, event: Extract<AccountEvent, { event: 'rooms.lobby-changed' }>): View => ({
  ...view,
  lobby: event.body.lobby,
});

// Rooms: lasting places with members. A room has one stream of events, counted by its `seq`.
import * as z from 'zod';
import { Account, Profile } from './accounts.ts';
import { Call } from './calls.ts';
import { Message } from './chat.ts';
import { LIMITS } from './constants.ts';
import { AccountId, nameOf, Nothing, request, RoomId, Seq, Timestamp } from './wire.ts';

export const Visibility = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof Visibility>;

/** In one room. A moderator keeps order; a guest sees and does what the invitation allows. */
export const Role = z.enum(['owner', 'moderator', 'member', 'guest']);
export type Role = z.infer<typeof Role>;

/** In the room's call: microphone and camera, and the screen. Everybody may write. */
export const Rights = z.strictObject({ maySpeak: z.boolean(), mayShare: z.boolean() });
export type Rights = z.infer<typeof Rights>;

/** `slug` is the room's address, `/rooms/<slug>`; it stays when the room is renamed. `isLocked`: nobody new comes in but by a moderator's hand. */
export const Room = z.strictObject({
  id: RoomId,
  slug: z.string(),
  name: z.string(),
  visibility: Visibility,
  isLocked: z.boolean(),
  createdAt: Timestamp,
});
export type Room = z.infer<typeof Room>;

export const Member = z.strictObject({ account: Account, profile: Profile, role: Role, rights: Rights });
export type Member = z.infer<typeof Member>;

/** Somebody who waits in front of the room for a moderator. */
export const Waiting = z.strictObject({ account: Account, askedAt: Timestamp });
export type Waiting = z.infer<typeof Waiting>;

/** What somebody who waits may know of the room. */
export const WaitingFor = z.strictObject({ roomId: RoomId, name: z.string(), slug: z.string(), askedAt: Timestamp });
export type WaitingFor = z.infer<typeof WaitingFor>;

/** A room in the sidebar of one of its members. `unread` counts others' messages after `readSeq`, up to `LIMITS.unreadShown`. */
export const RoomSummary = z.strictObject({
  room: Room,
  seq: Seq,
  role: Role,
  rights: Rights,
  /** What the member may read begins after this `seq`; 0 for all. */
  sinceSeq: Seq,
  readSeq: Seq,
  unread: z.int().min(0),
  call: Call.nullable(),
  /** Who waits to be let in, longest first; empty for those who do not decide it. */
  lobby: z.array(Waiting).max(LIMITS.lobby),
});
export type RoomSummary = z.infer<typeof RoomSummary>;

/** All that a member sees of a room; what `apply` folds events into. `viewerId` is whose view it is. */
export const RoomView = z.strictObject({
  viewerId: AccountId,
  room: Room,
  seq: Seq,
  sinceSeq: Seq,
  /** By role, owners first, then by name, then by id. */
  members: z.array(Member),
  /** The newest, oldest first; at most `LIMITS.page`. */
  messages: z.array(Message),
  hasOlder: z.boolean(),
  readSeq: Seq,
  unread: z.int().min(0),
  call: Call.nullable(),
  lobby: z.array(Waiting).max(LIMITS.lobby),
});
export type RoomView = z.infer<typeof RoomView>;

/** A room as the directory and its own address show it to somebody who may join it, or is in it. */
export const RoomCard = z.strictObject({ room: Room, memberCount: z.int().min(0), isMember: z.boolean() });
export type RoomCard = z.infer<typeof RoomCard>;

const OneRoom = z.strictObject({ roomId: RoomId });
const OneMember = z.strictObject({ roomId: RoomId, accountId: AccountId });
const SomeWaiting = z.strictObject({ roomId: RoomId, accountIds: z.array(AccountId).min(1).max(LIMITS.lobby) });

export const roomRequests = {
  'rooms.create': request(
    z.strictObject({ name: nameOf(LIMITS.roomName), visibility: Visibility }),
    z.strictObject({ summary: RoomSummary }),
  ),
  /** Public rooms by name; `after` is the last card of the page before. */
  'rooms.directory': request(
    z.strictObject({ after: z.strictObject({ name: z.string().max(LIMITS.roomName), id: RoomId }).optional() }),
    z.strictObject({ cards: z.array(RoomCard).max(LIMITS.directoryPage), hasMore: z.boolean() }),
  ),
  /** Who is at this address: a card, or `not-found` for a room that the caller may not know of. */
  'rooms.find': request(z.strictObject({ slug: z.string().min(1).max(100) }), z.strictObject({ card: RoomCard })),
  'rooms.view': request(OneRoom, z.strictObject({ view: RoomView })),
  'rooms.join': request(OneRoom, z.strictObject({ summary: RoomSummary })),
  /** The owner cannot leave; they delete the room. */
  'rooms.leave': request(OneRoom, Nothing),
  'rooms.add-member': request(OneMember, Nothing),
  /** The owner hands the room over by making somebody else its owner, and is a moderator then. */
  'rooms.set-role': request(z.strictObject({ ...OneMember.shape, role: Role.exclude(['guest']) }), Nothing),
  'rooms.set-rights': request(z.strictObject({ ...OneMember.shape, rights: Rights }), Nothing),
  /** They may come back the way they came. */
  'rooms.remove-member': request(OneMember, Nothing),
  /** They may not, by no way. Also for somebody who is not in, or waits. */
  'rooms.ban': request(OneMember, Nothing),
  'rooms.unban': request(OneMember, Nothing),
  'rooms.bans': request(OneRoom, z.strictObject({ accounts: z.array(Account) })),
  'rooms.lock': request(z.strictObject({ roomId: RoomId, isLocked: z.boolean() }), Nothing),
  /** Those who do not wait (any more) are left out without a word. */
  'rooms.admit': request(SomeWaiting, Nothing),
  'rooms.turn-away': request(SomeWaiting, Nothing),
  /** The caller waits no longer. */
  'rooms.stop-waiting': request(OneRoom, Nothing),
  'rooms.rename': request(z.strictObject({ roomId: RoomId, name: nameOf(LIMITS.roomName) }), Nothing),
  'rooms.delete': request(OneRoom, Nothing),
};

/** In the room's stream. */
export const roomEvents = {
  'rooms.renamed': z.strictObject({ name: z.string() }),
  'rooms.locked': z.strictObject({ isLocked: z.boolean() }),
  'rooms.member-joined': z.strictObject({ member: Member }),
  'rooms.member-left': z.strictObject({ accountId: AccountId }),
  'rooms.member-changed': z.strictObject({ accountId: AccountId, role: Role, rights: Rights }),
  /** Somebody who is here, or was and said something, changed what others see of them. */
  'rooms.account-changed': z.strictObject({ account: Account, profile: Profile }),
};

/** To all sessions of one account, whose list of rooms changes. */
export const roomAccountEvents = {
  'rooms.entered': z.strictObject({ summary: RoomSummary }),
  'rooms.exited': z.strictObject({ roomId: RoomId, reason: z.enum(['left', 'deleted', 'removed', 'banned']) }),
  /** To those who decide over it: who waits now. */
  'rooms.lobby-changed': z.strictObject({ roomId: RoomId, lobby: z.array(Waiting).max(LIMITS.lobby) }),
  'rooms.waiting': z.strictObject({ waiting: WaitingFor }),
  /** The wait is over. After `admitted` the room is entered. */
  'rooms.waited': z.strictObject({ roomId: RoomId, outcome: z.enum(['admitted', 'turned-away', 'stopped', 'closed']) }),
};

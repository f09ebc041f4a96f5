// Rooms: lasting places with members. A room has one stream of events, counted by its `seq`.
import * as z from 'zod';
import { Account } from './accounts.ts';
import { Call } from './calls.ts';
import { Message } from './chat.ts';
import { LIMITS } from './constants.ts';
import { AccountId, nameOf, Nothing, request, RoomId, Seq, Timestamp } from './wire.ts';

export const Visibility = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof Visibility>;

export const Role = z.enum(['owner', 'member']);
export type Role = z.infer<typeof Role>;

/** `slug` is the room's address, `/rooms/<slug>`; it stays when the room is renamed. */
export const Room = z.strictObject({
  id: RoomId,
  slug: z.string(),
  name: z.string(),
  visibility: Visibility,
  createdAt: Timestamp,
});
export type Room = z.infer<typeof Room>;

export const Member = z.strictObject({ account: Account, role: Role });
export type Member = z.infer<typeof Member>;

/** A room in the sidebar of one of its members. `unread` counts others' messages after `readSeq`, up to `LIMITS.unreadShown`. */
export const RoomSummary = z.strictObject({
  room: Room,
  seq: Seq,
  role: Role,
  readSeq: Seq,
  unread: z.int().min(0),
  call: Call.nullable(),
});
export type RoomSummary = z.infer<typeof RoomSummary>;

/** All that a member sees of a room; what `apply` folds events into. `viewerId` is whose view it is. */
export const RoomView = z.strictObject({
  viewerId: AccountId,
  room: Room,
  seq: Seq,
  /** Owners first, then by name, then by id. */
  members: z.array(Member),
  /** The newest, oldest first; at most `LIMITS.page`. */
  messages: z.array(Message),
  hasOlder: z.boolean(),
  readSeq: Seq,
  unread: z.int().min(0),
  call: Call.nullable(),
});
export type RoomView = z.infer<typeof RoomView>;

/** A room as the directory and its own address show it to somebody who may join it, or is in it. */
export const RoomCard = z.strictObject({ room: Room, memberCount: z.int().min(0), isMember: z.boolean() });
export type RoomCard = z.infer<typeof RoomCard>;

const OneRoom = z.strictObject({ roomId: RoomId });

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
  'rooms.add-member': request(z.strictObject({ roomId: RoomId, accountId: AccountId }), Nothing),
  'rooms.rename': request(z.strictObject({ roomId: RoomId, name: nameOf(LIMITS.roomName) }), Nothing),
  'rooms.delete': request(OneRoom, Nothing),
};

/** In the room's stream. */
export const roomEvents = {
  'rooms.renamed': z.strictObject({ name: z.string() }),
  'rooms.member-joined': z.strictObject({ member: Member }),
  'rooms.member-left': z.strictObject({ accountId: AccountId }),
};

/** To all sessions of one account, whose list of rooms changes. */
export const roomAccountEvents = {
  'rooms.entered': z.strictObject({ summary: RoomSummary }),
  'rooms.exited': z.strictObject({ roomId: RoomId, reason: z.enum(['left', 'deleted']) }),
};

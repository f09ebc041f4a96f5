// Invitations: policies that travel as links. Whoever has the secret, which stands behind the `#` of the link, may come in on its terms:
// into a room, or into the house.
import * as z from 'zod';
import { Account, OwnAccount } from './accounts.ts';
import { LIMITS } from './constants.ts';
import { Rights, RoomSummary, WaitingFor } from './rooms.ts';
import { AccountId, InvitationId, nameOf, request, RoomId, Secret, Timestamp } from './wire.ts';

/** How somebody comes in: at once, or after a moderator has let them. */
export const Entry = z.enum(['direct', 'lobby']);
export type Entry = z.infer<typeof Entry>;

/** What may be read by those who come: nothing of before, what was said since the call began that is on (else nothing of before), or all. */
export const HistoryShown = z.enum(['none', 'call', 'all']);
export type HistoryShown = z.infer<typeof HistoryShown>;

/** As what somebody comes: in a room; or, for the house, as what their account is made. A room's `guest` needs no account. */
export const RoomTerms = z.strictObject({
  kind: z.literal('room'),
  roomId: RoomId,
  role: z.enum(['guest', 'member', 'moderator']),
  entry: Entry,
  rights: Rights,
  history: HistoryShown,
});
export type RoomTerms = z.infer<typeof RoomTerms>;
export const HouseTerms = z.strictObject({ kind: z.literal('house'), role: z.enum(['member', 'admin']) });
export type HouseTerms = z.infer<typeof HouseTerms>;
export const Terms = z.discriminatedUnion('kind', [RoomTerms, HouseTerms]);
export type Terms = z.infer<typeof Terms>;

/** As those see it who may make it. `secret`: so that the link can be copied again; null once it is good no longer. */
export const Invitation = z.strictObject({
  id: InvitationId,
  terms: Terms,
  /** Of the room, for a list of all. */
  roomName: z.string().nullable(),
  createdBy: Account,
  createdAt: Timestamp,
  expiresAt: Timestamp.nullable(),
  maxUses: z.int().min(1).nullable(),
  uses: z.int().min(0),
  revokedAt: Timestamp.nullable(),
  secret: Secret.nullable(),
});
export type Invitation = z.infer<typeof Invitation>;

/** As those see it who have the link. `room` is null for the house. `account` says what they need: none, or one of this house. */
export const InvitationCard = z.strictObject({
  invitedBy: z.string(),
  room: z.strictObject({ name: z.string(), slug: z.string() }).nullable(),
  role: z.enum(['guest', 'member', 'moderator', 'admin']),
  entry: Entry,
  /** How many are in the room's call right now. */
  inCall: z.int().min(0),
  needsAccount: z.boolean(),
});
export type InvitationCard = z.infer<typeof InvitationCard>;

const OneSecret = z.strictObject({ secret: Secret });
/** Both null: there was nothing to come into, as with an invitation to the house for somebody who is in it. */
const CameIn = { summary: RoomSummary.nullable(), waiting: WaitingFor.nullable() };

/** POST (JSON) under `/api/invitations/`. */
export const invitationRoutes = {
  look: request(OneSecret, z.strictObject({ card: InvitationCard })),
  /** Comes in as a guest, who is signed in with this browser from then on. For those who are signed out. */
  enter: request(z.strictObject({ secret: Secret, name: nameOf(LIMITS.accountName) }), z.strictObject({ account: OwnAccount, ...CameIn })),
};

const Lifetime = z
  .int()
  .min(60_000)
  .max(366 * 24 * 60 * 60 * 1000);

export const invitationRequests = {
  'invitations.create': request(
    z.strictObject({
      terms: Terms,
      expiresInMs: Lifetime.nullable(),
      maxUses: z.int().min(1).max(LIMITS.invitationUses).nullable(),
    }),
    z.strictObject({ invitation: Invitation }),
  ),
  /** Those of a room, or (null) of the house, newest first, those that are good no longer included. */
  'invitations.list': request(z.strictObject({ roomId: RoomId.nullable() }), z.strictObject({ invitations: z.array(Invitation) })),
  /** Good no longer, at once. `removePeople`: those who came into the room only by it are removed from it. */
  'invitations.revoke': request(
    z.strictObject({ invitationId: InvitationId, removePeople: z.boolean() }),
    z.strictObject({ removed: z.array(AccountId) }),
  ),
  /** Comes in with the account that one has. */
  'invitations.accept': request(OneSecret, z.strictObject(CameIn)),
};

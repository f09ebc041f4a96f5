// Admin: what those who run the house see and do. Rooms are listed by name; what is said in them is not shown here.
import * as z from 'zod';
import { Account, HouseRole, SignIn, SignUpPolicy } from './accounts.ts';
import { LIMITS } from './constants.ts';
import { Invitation } from './invitations.ts';
import { Visibility } from './rooms.ts';
import { AccountId, Nothing, request, RoomId, Secret, Timestamp } from './wire.ts';

/** `seenAt`: the last use of any sign-in; null when there is none. */
export const Person = z.strictObject({
  account: Account,
  email: z.string().nullable(),
  isEmailConfirmed: z.boolean(),
  role: HouseRole,
  isSuspended: z.boolean(),
  hasSecondFactor: z.boolean(),
  createdAt: Timestamp,
  seenAt: Timestamp.nullable(),
  storedBytes: z.int().min(0),
});
export type Person = z.infer<typeof Person>;

export const ListedRoom = z.strictObject({
  id: RoomId,
  name: z.string(),
  visibility: Visibility,
  isLocked: z.boolean(),
  memberCount: z.int().min(0),
  messageCount: z.int().min(0),
  owner: Account.nullable(),
  inCall: z.int().min(0),
  createdAt: Timestamp,
});
export type ListedRoom = z.infer<typeof ListedRoom>;

/** `uploadBytes` of one file or picture; `storedBytes` of all that one person keeps here. */
export const HouseLimits = z.strictObject({
  uploadBytes: z
    .int()
    .min(64 * 1024)
    .max(10 * 1024 * 1024 * 1024),
  storedBytes: z
    .int()
    .min(1024 * 1024)
    .max(1024 * 1024 * 1024 * 1024),
});
export type HouseLimits = z.infer<typeof HouseLimits>;

export const HouseSettings = z.strictObject({ signUp: SignUpPolicy, limits: HouseLimits });
export type HouseSettings = z.infer<typeof HouseSettings>;

/** Somebody who cannot sign in and asked, in a house that sends no mail. `role`: to whom of a higher one, nobody can hand out a link. */
export const RecoveryRequest = z.strictObject({ account: Account, email: z.string(), role: HouseRole, askedAt: Timestamp });
export type RecoveryRequest = z.infer<typeof RecoveryRequest>;

/** What was done by those who may do it to others. `actor` is null for the server's shell. `subject` names whom or what in words. */
export const AUDITED = [
  'accounts.role-changed',
  'accounts.suspended',
  'accounts.restored',
  'accounts.link-made',
  'accounts.signed-out',
  'house.settings-changed',
  'invitations.created',
  'invitations.revoked',
  'rooms.deleted',
  'rooms.locked',
  'rooms.unlocked',
  'rooms.member-removed',
  'rooms.banned',
  'rooms.unbanned',
  'rooms.role-changed',
  'rooms.rights-changed',
  'rooms.admitted',
  'rooms.turned-away',
  'calls.turned-off',
] as const;
export const AuditEntry = z.strictObject({
  id: z.string(),
  at: Timestamp,
  action: z.enum(AUDITED),
  actor: Account.nullable(),
  room: z.strictObject({ id: RoomId, name: z.string() }).nullable(),
  /** Whom it was done to, if anybody. */
  subject: Account.nullable(),
  /** What else there is to say, as short texts by name: `{ from: 'member', to: 'admin' }`. */
  details: z.record(z.string(), z.string()),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const HouseState = z.strictObject({
  version: z.string(),
  node: z.string(),
  startedAt: Timestamp,
  database: z.strictObject({ isUp: z.boolean(), kind: z.enum(['sqlite', 'postgres']), bytes: z.int().min(0) }),
  media: z.strictObject({ workers: z.int(), alive: z.int(), address: z.string().nullable() }),
  mail: z.strictObject({ isSetUp: z.boolean(), waiting: z.int().min(0), lastError: z.string().nullable() }),
  people: z.int().min(0),
  guests: z.int().min(0),
  rooms: z.int().min(0),
  messages: z.int().min(0),
  sessions: z.int().min(0),
  calls: z.int().min(0),
  storedBytes: z.int().min(0),
});
export type HouseState = z.infer<typeof HouseState>;

const OnePerson = z.strictObject({ accountId: AccountId });
const Searched = z.strictObject({
  text: z.string().trim().max(LIMITS.accountName),
  /** The last one of the page before. */
  after: z.string().max(64).optional(),
});

export const adminRequests = {
  /** By name or address; newest first. */
  'admin.people': request(
    z.strictObject({ ...Searched.shape, show: z.enum(['all', 'guests', 'suspended', 'admins']) }),
    z.strictObject({ people: z.array(Person).max(LIMITS.adminPage), hasMore: z.boolean() }),
  ),
  /** The owner hands the house over by making somebody else its owner, and is an admin then. */
  'admin.set-role': request(z.strictObject({ accountId: AccountId, role: HouseRole.exclude(['guest']) }), Nothing),
  /** Ends every sign-in, and lets nobody sign in until it is taken back. */
  'admin.suspend': request(z.strictObject({ accountId: AccountId, isSuspended: z.boolean() }), Nothing),
  'admin.sign-ins': request(OnePerson, z.strictObject({ signIns: z.array(SignIn) })),
  /** One, or all. */
  'admin.end-sign-ins': request(z.strictObject({ accountId: AccountId, id: z.string().min(1).max(64).nullable() }), Nothing),
  'admin.recovery-requests': request(Nothing, z.strictObject({ requests: z.array(RecoveryRequest) })),
  /** A link for a new password, good once and for 30 minutes: `/reset#<secret>`. Settles their request, if any. */
  'admin.make-link': request(OnePerson, z.strictObject({ secret: Secret, expiresAt: Timestamp })),
  'admin.dismiss-request': request(OnePerson, Nothing),
  'admin.rooms': request(Searched, z.strictObject({ rooms: z.array(ListedRoom).max(LIMITS.adminPage), hasMore: z.boolean() })),
  'admin.delete-room': request(z.strictObject({ roomId: RoomId }), Nothing),
  /** All that are good still, of the house and of rooms, without the secrets of rooms that one is not in. */
  'admin.invitations': request(Nothing, z.strictObject({ invitations: z.array(Invitation) })),
  'admin.settings': request(Nothing, z.strictObject({ settings: HouseSettings })),
  'admin.change-settings': request(z.strictObject({ settings: HouseSettings }), Nothing),
  'admin.state': request(Nothing, z.strictObject({ state: HouseState })),
  'admin.audit': request(
    z.strictObject({ before: z.string().max(64).optional() }),
    z.strictObject({ entries: z.array(AuditEntry).max(LIMITS.adminPage), hasMore: z.boolean() }),
  ),
};

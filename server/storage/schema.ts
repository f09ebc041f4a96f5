// Every table on one page. Ids are UUIDv7 texts; times are milliseconds, but in the tables that better-auth writes, whose shapes are its own.
import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';

/** Read as 0 and 1 from SQLite: `Boolean(flag)` before it leaves the queries. */
type Flag = ColumnType<number | boolean, boolean | undefined, boolean>;

/**
 * better-auth's "user", and what is ours of an account. A guest's `email` and a deleted account's are addresses that nobody has (`.invalid`).
 * `status` is JSON; `picture` is a `PictureId`. Its dates are ISO texts in SQLite and timestamps in PostgreSQL: read them with `toMs`.
 */
type AccountsTable = {
  id: string;
  name: string;
  email: string;
  emailVerified: number | boolean;
  image: string | null;
  createdAt: unknown;
  updatedAt: unknown;
  role: Generated<'owner' | 'admin' | 'member' | 'guest' | 'deleted'>;
  about: Generated<string>;
  pronouns: Generated<string>;
  timeZone: string | null;
  status: string | null;
  picture: string | null;
  suspendedAt: number | null;
  twoFactorEnabled: Flag;
};

/** better-auth's "session": one signed-in browser. */
type SignInsTable = {
  id: string;
  userId: string;
  token: string;
  expiresAt: unknown;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: unknown;
  updatedAt: unknown;
};

/** better-auth's "account": one way to sign in, a password or an OpenID provider. */
type CredentialsTable = {
  id: string;
  userId: string;
  accountId: string;
  providerId: string;
  password: string | null;
  accessToken: string | null;
  refreshToken: string | null;
  idToken: string | null;
  accessTokenExpiresAt: unknown;
  refreshTokenExpiresAt: unknown;
  scope: string | null;
  createdAt: unknown;
  updatedAt: unknown;
};

/** better-auth's "verification". */
type VerificationsTable = { id: string; identifier: string; value: string; expiresAt: unknown; createdAt: unknown; updatedAt: unknown };

/**
 * Codes of an authenticator (TOTP). `secret` is sealed with a key from the house's secret; `lastStep`: the newest thirty seconds whose code was used; `wrong`
 * counts wrong codes in a row, up to `lockedUntil`. `accounts.twoFactorEnabled` says that there is one.
 */
type SecondFactorsTable = {
  userId: string;
  secret: string;
  lastStep: number;
  wrong: Generated<number>;
  lockedUntil: number | null;
};

/** Of a second factor, and gone with it. Each is good once and then gone. `codeHash`: keyed with the house's secret, in hex. */
type BackupCodesTable = { userId: string; codeHash: string };

/**
 * What a browser has begun and not finished: the second factor that is still to come, a challenge, a way over to the OpenID provider. `secretHash`: SHA-256
 * (hex) of what the browser's cookie carries; `value`: JSON.
 */
type StepsTable = { secretHash: string; kind: string; accountId: string | null; value: string; expiresAt: number };

/** In the shape of better-auth's "passkey". `publicKey`: COSE, in base64url. */
type PasskeysTable = {
  id: string;
  name: string | null;
  publicKey: string;
  userId: string;
  credentialID: string;
  counter: number;
  deviceType: string;
  backedUp: Flag;
  transports: string | null;
  createdAt: unknown;
  aaguid: string | null;
};

/** Links that are good once. `secretHash`: SHA-256 of what the link carries, in hex. `email`: the one that it was mailed to, if it was. */
type LinksTable = {
  secretHash: string;
  purpose: 'reset' | 'confirm-email';
  accountId: string;
  email: string | null;
  expiresAt: number;
};

/** Who cannot sign in and asked, in a house that sends no mail. */
type RecoveryRequestsTable = { accountId: string; askedAt: number };

/**
 * Mails that wait to be sent; gone once they are. `sealed`: subject, text and HTML, encrypted with a key that is not in here (`sealing.ts`).
 * After `expiresAt` nobody needs it any more.
 */
type MailsTable = {
  id: string;
  recipient: string;
  sealed: string;
  createdAt: number;
  nextTryAt: number;
  expiresAt: number;
  tries: Generated<number>;
  lastError: string | null;
};

/** What lies in the file store, and whose it is. `bytes` counts all its sizes. */
type FilesTable = { id: string; ownerId: string; kind: 'picture'; bytes: number; createdAt: number };

/** Facts of which a house has one: `firstRoom`, `firstOwner`, `settings` (JSON), `mailFailure`. */
type HouseTable = { key: string; value: string };

/** `seq` counts the room's events: `events` and `messages` share the count, and together they have no gap. */
type RoomsTable = {
  id: string;
  slug: string;
  name: string;
  visibility: 'public' | 'private';
  seq: number;
  createdAt: number;
  isLocked: Flag;
};

type MembersTable = {
  roomId: string;
  accountId: string;
  role: 'owner' | 'moderator' | 'member' | 'guest';
  maySpeak: Flag;
  mayShare: Flag;
  /** What may be read begins after this `seq`. */
  sinceSeq: Generated<number>;
  /** Everything up to this `seq` is read. */
  readSeq: number;
  joinedAt: number;
  /** The one that they came by, if any. */
  invitationId: string | null;
};

/** `roomId` is null for the house. The link's secret is derived from the house's secret and `id`; only its SHA-256 (hex) is stored. */
type InvitationsTable = {
  id: string;
  roomId: string | null;
  secretHash: string;
  role: 'guest' | 'member' | 'moderator' | 'admin';
  entry: 'direct' | 'lobby';
  maySpeak: Flag;
  mayShare: Flag;
  history: 'none' | 'call' | 'all';
  createdBy: string;
  createdAt: number;
  expiresAt: number | null;
  maxUses: number | null;
  uses: Generated<number>;
  revokedAt: number | null;
};

/** Who has used which invitation: each is counted once. */
type InvitationUsesTable = { invitationId: string; accountId: string; at: number };

/** Who waits in front of a room. */
type LobbyTable = { roomId: string; accountId: string; invitationId: string | null; askedAt: number };

/** `networkHash`: of a guest, keyed with the house's secret: newcomers without an account from there wait in the lobby. */
type BansTable = { roomId: string; accountId: string; networkHash: string | null; bannedBy: string; at: number };

/** Rights that a moderator took: what is left to somebody, also when they have gone and come again. */
type WithheldTable = { roomId: string; accountId: string; maySpeak: Flag; mayShare: Flag };

/** What was done by those who may. Ids, not references: it outlasts what it speaks of. `details` is JSON. */
type AuditTable = {
  id: string;
  at: number;
  action: string;
  actorId: string | null;
  roomId: string | null;
  roomName: string | null;
  subjectId: string | null;
  details: string;
};

/** What happened in a room, but for messages. `body` is JSON, as it goes over the wire. */
type EventsTable = { roomId: string; seq: number; event: string; body: string };

/** `key` is the sender's own; with the author it is unique. */
type MessagesTable = {
  roomId: string;
  seq: number;
  id: string;
  authorId: string;
  key: string;
  text: string;
  at: number;
};

export type Schema = {
  accounts: AccountsTable;
  signIns: SignInsTable;
  credentials: CredentialsTable;
  verifications: VerificationsTable;
  secondFactors: SecondFactorsTable;
  backupCodes: BackupCodesTable;
  steps: StepsTable;
  passkeys: PasskeysTable;
  links: LinksTable;
  recoveryRequests: RecoveryRequestsTable;
  mails: MailsTable;
  files: FilesTable;
  house: HouseTable;
  rooms: RoomsTable;
  members: MembersTable;
  invitations: InvitationsTable;
  invitationUses: InvitationUsesTable;
  lobby: LobbyTable;
  bans: BansTable;
  withheld: WithheldTable;
  audit: AuditTable;
  events: EventsTable;
  messages: MessagesTable;
};

export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;

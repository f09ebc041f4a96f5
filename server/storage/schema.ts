// Every table on one page. Ids are UUIDv7 texts; times are milliseconds, but in the tables that better-auth writes, whose shapes are its own.
import type { Kysely, Transaction } from 'kysely';

/** better-auth's "user". Its dates are ISO texts in SQLite and timestamps in PostgreSQL: read them through better-auth only. */
type AccountsTable = {
  id: string;
  name: string;
  email: string;
  emailVerified: number | boolean;
  image: string | null;
  createdAt: unknown;
  updatedAt: unknown;
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

/** better-auth's "account": one way to sign in, here a password. */
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

/** Facts of which a house has one: `owner`, `firstRoom`. */
type HouseTable = { key: string; value: string };

/** `seq` counts the room's events: `events` and `messages` share the count, and together they have no gap. */
type RoomsTable = {
  id: string;
  slug: string;
  name: string;
  visibility: 'public' | 'private';
  seq: number;
  createdAt: number;
};

type MembersTable = {
  roomId: string;
  accountId: string;
  role: 'owner' | 'member';
  /** Everything up to this `seq` is read. */
  readSeq: number;
  joinedAt: number;
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
  house: HouseTable;
  rooms: RoomsTable;
  members: MembersTable;
  events: EventsTable;
  messages: MessagesTable;
};

export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;

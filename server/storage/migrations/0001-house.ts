// The house as it was first built: accounts and what signs them in, rooms, members, events, messages.
import { sql } from 'kysely';
import type { Migration } from './migrations.ts';

export const house: Migration = {
  name: '0001-house',
  async up(trx, { dialect, text, time, flag }) {
    // Rows that are read in the order of their key lie in that order.
    const clustered = sql.raw(dialect === 'sqlite' ? 'without rowid' : '');

    await sql`create table accounts (
      id ${text} primary key, name ${text} not null, email ${text} not null unique, "emailVerified" ${flag} not null, image ${text},
      "createdAt" ${time} not null, "updatedAt" ${time} not null)`.execute(trx);
    await sql`create table "signIns" (
      id ${text} primary key, "userId" ${text} not null references accounts(id) on delete cascade, token ${text} not null unique,
      "expiresAt" ${time} not null, "ipAddress" ${text}, "userAgent" ${text}, "createdAt" ${time} not null, "updatedAt" ${time} not null)`.execute(
      trx,
    );
    await sql`create index "signIns_userId" on "signIns"("userId")`.execute(trx);
    await sql`create table credentials (
      id ${text} primary key, "userId" ${text} not null references accounts(id) on delete cascade, "accountId" ${text} not null,
      "providerId" ${text} not null, password ${text}, "accessToken" ${text}, "refreshToken" ${text}, "idToken" ${text},
      "accessTokenExpiresAt" ${time}, "refreshTokenExpiresAt" ${time}, scope ${text}, "createdAt" ${time} not null,
      "updatedAt" ${time} not null)`.execute(trx);
    await sql`create index "credentials_userId" on credentials("userId")`.execute(trx);
    await sql`create table verifications (
      id ${text} primary key, identifier ${text} not null, value ${text} not null, "expiresAt" ${time} not null,
      "createdAt" ${time} not null, "updatedAt" ${time} not null)`.execute(trx);
    await sql`create index "verifications_identifier" on verifications(identifier)`.execute(trx);

    await sql`create table house (key ${text} primary key, value ${text} not null)`.execute(trx);

    await sql`create table rooms (
      id ${text} primary key, slug ${text} not null unique, name ${text} not null, visibility ${text} not null
      check (visibility in ('public', 'private')), seq bigint not null, "createdAt" bigint not null)`.execute(trx);
    await sql`create index "rooms_directory" on rooms(visibility, name, id)`.execute(trx);
    await sql`create table members (
      "roomId" ${text} not null references rooms(id) on delete cascade, "accountId" ${text} not null references accounts(id) on delete cascade,
      role ${text} not null check (role in ('owner', 'member')), "readSeq" bigint not null, "joinedAt" bigint not null,
      primary key ("roomId", "accountId"))`.execute(trx);
    await sql`create index "members_accountId" on members("accountId")`.execute(trx);
    await sql`create table events (
      "roomId" ${text} not null references rooms(id) on delete cascade, seq bigint not null, event ${text} not null, body ${text} not null,
      primary key ("roomId", seq)) ${clustered}`.execute(trx);
    await sql`create table messages (
      "roomId" ${text} not null references rooms(id) on delete cascade, seq bigint not null, id ${text} not null unique,
      "authorId" ${text} not null references accounts(id), key ${text} not null, text ${text} not null, at bigint not null,
      primary key ("roomId", seq), unique ("authorId", key)) ${clustered}`.execute(trx);
  },
};

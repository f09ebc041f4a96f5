// People: roles, profiles, pictures, ways to sign in and to recover, invitations, lobbies, bans, and what was done by those who may.
import { sql } from 'kysely';
import type { Migration } from './migrations.ts';

export const people: Migration = {
  name: '0002-people',
  async up(trx, { text, time, flag, yes, no }) {
    const add = (table: string, column: ReturnType<typeof sql>) => sql`alter table ${sql.table(table)} add column ${column}`.execute(trx);

    await add('accounts', sql`role ${text} not null default 'member' check (role in ('owner', 'admin', 'member', 'guest', 'deleted'))`);
    await add('accounts', sql`about ${text} not null default ''`);
    await add('accounts', sql`pronouns ${text} not null default ''`);
    await add('accounts', sql`"timeZone" ${text}`);
    await add('accounts', sql`status ${text}`);
    await add('accounts', sql`picture ${text}`);
    await add('accounts', sql`"suspendedAt" bigint`);
    await add('accounts', sql`"twoFactorEnabled" ${flag} not null default ${no}`);
    await sql`update accounts set role = 'owner' where id = (select value from house where key = 'owner')`.execute(trx);
    await sql`update house set key = 'firstOwner' where key = 'owner'`.execute(trx);
    await sql`create unique index "accounts_owner" on accounts(role) where role = 'owner'`.execute(trx);

    await sql`create unique index "credentials_identity" on credentials("providerId", "accountId")`.execute(trx);
    await sql`create table "secondFactors" (
      "userId" ${text} primary key references accounts(id) on delete cascade, secret ${text} not null, "lastStep" bigint not null,
      wrong bigint not null default 0, "lockedUntil" bigint)`.execute(trx);
    await sql`create table "backupCodes" (
      "userId" ${text} not null references "secondFactors"("userId") on delete cascade, "codeHash" ${text} not null,
      primary key ("userId", "codeHash"))`.execute(trx);
    await sql`create table passkeys (
      id ${text} primary key, name ${text}, "publicKey" ${text} not null, "userId" ${text} not null references accounts(id) on delete cascade,
      "credentialID" ${text} not null unique, counter bigint not null, "deviceType" ${text} not null, "backedUp" ${flag} not null,
      transports ${text}, "createdAt" ${time}, aaguid ${text})`.execute(trx);
    await sql`create index "passkeys_userId" on passkeys("userId")`.execute(trx);

    await sql`create table steps (
      "secretHash" ${text} primary key, kind ${text} not null, "accountId" ${text} references accounts(id) on delete cascade,
      value ${text} not null, "expiresAt" bigint not null)`.execute(trx);
    await sql`create index "steps_accountId" on steps("accountId")`.execute(trx);
    await sql`create index "steps_expiresAt" on steps("expiresAt")`.execute(trx);

    await sql`create table links (
      "secretHash" ${text} primary key, purpose ${text} not null check (purpose in ('reset', 'confirm-email')),
      "accountId" ${text} not null references accounts(id) on delete cascade, email ${text}, "expiresAt" bigint not null)`.execute(trx);
    await sql`create index "links_accountId" on links("accountId")`.execute(trx);
    await sql`create table "recoveryRequests" (
      "accountId" ${text} primary key references accounts(id) on delete cascade, "askedAt" bigint not null)`.execute(trx);
    await sql`create table mails (
      id ${text} primary key, recipient ${text} not null, sealed ${text} not null, "createdAt" bigint not null,
      "nextTryAt" bigint not null, "expiresAt" bigint not null, tries bigint not null default 0, "lastError" ${text})`.execute(trx);
    await sql`create index "mails_nextTryAt" on mails("nextTryAt")`.execute(trx);

    await sql`create table files (
      id ${text} primary key, "ownerId" ${text} not null references accounts(id) on delete cascade,
      kind ${text} not null check (kind in ('picture')), bytes bigint not null, "createdAt" bigint not null)`.execute(trx);
    await sql`create index "files_ownerId" on files("ownerId")`.execute(trx);

    await add('rooms', sql`"isLocked" ${flag} not null default ${no}`);
    await sql`create table invitations (
      id ${text} primary key, "roomId" ${text} references rooms(id) on delete cascade, "secretHash" ${text} not null unique,
      role ${text} not null check (role in ('guest', 'member', 'moderator', 'admin')),
      entry ${text} not null check (entry in ('direct', 'lobby')), "maySpeak" ${flag} not null, "mayShare" ${flag} not null,
      history ${text} not null check (history in ('none', 'call', 'all')), "createdBy" ${text} not null references accounts(id),
      "createdAt" bigint not null, "expiresAt" bigint, "maxUses" bigint, uses bigint not null default 0, "revokedAt" bigint)`.execute(trx);
    await sql`create index "invitations_roomId" on invitations("roomId")`.execute(trx);

    await sql`create table "invitationUses" (
      "invitationId" ${text} not null references invitations(id) on delete cascade,
      "accountId" ${text} not null references accounts(id) on delete cascade, at bigint not null,
      primary key ("invitationId", "accountId"))`.execute(trx);
    await sql`create index "invitationUses_accountId" on "invitationUses"("accountId")`.execute(trx);

    // Made anew, because SQLite cannot change a check.
    await sql`create table "membersNow" (
      "roomId" ${text} not null references rooms(id) on delete cascade, "accountId" ${text} not null references accounts(id) on delete cascade,
      role ${text} not null check (role in ('owner', 'moderator', 'member', 'guest')), "maySpeak" ${flag} not null default ${yes},
      "mayShare" ${flag} not null default ${yes}, "sinceSeq" bigint not null default 0, "readSeq" bigint not null, "joinedAt" bigint not null,
      "invitationId" ${text} references invitations(id) on delete set null, primary key ("roomId", "accountId"))`.execute(trx);
    await sql`insert into "membersNow" ("roomId", "accountId", role, "readSeq", "joinedAt")
      select "roomId", "accountId", role, "readSeq", "joinedAt" from members`.execute(trx);
    await sql`drop table members`.execute(trx);
    await sql`alter table "membersNow" rename to members`.execute(trx);
    await sql`create index "members_accountId" on members("accountId")`.execute(trx);
    await sql`create index "members_invitationId" on members("invitationId")`.execute(trx);
    // Whatever is wrong above it: two owners would each be able to take the room from the other.
    await sql`create unique index "members_owner" on members("roomId") where role = 'owner'`.execute(trx);

    await sql`create table lobby (
      "roomId" ${text} not null references rooms(id) on delete cascade, "accountId" ${text} not null references accounts(id) on delete cascade,
      "invitationId" ${text} references invitations(id) on delete cascade, "askedAt" bigint not null,
      primary key ("roomId", "accountId"))`.execute(trx);
    await sql`create index "lobby_accountId" on lobby("accountId")`.execute(trx);
    await sql`create table bans (
      "roomId" ${text} not null references rooms(id) on delete cascade, "accountId" ${text} not null references accounts(id) on delete cascade,
      "networkHash" ${text}, "bannedBy" ${text} not null references accounts(id), at bigint not null,
      primary key ("roomId", "accountId"))`.execute(trx);
    await sql`create index "bans_accountId" on bans("accountId")`.execute(trx);
    await sql`create table withheld (
      "roomId" ${text} not null references rooms(id) on delete cascade, "accountId" ${text} not null references accounts(id) on delete cascade,
      "maySpeak" ${flag} not null, "mayShare" ${flag} not null, primary key ("roomId", "accountId"))`.execute(trx);
    await sql`create index "withheld_accountId" on withheld("accountId")`.execute(trx);

    await sql`create table audit (
      id ${text} primary key, at bigint not null, action ${text} not null, "actorId" ${text}, "roomId" ${text}, "roomName" ${text},
      "subjectId" ${text}, details ${text} not null)`.execute(trx);
  },
};

// The whole server, put together: what is wired is wired here, from a configuration, an open database and an SFU. main.ts runs it as a process;
// tests and benchmarks run the same house inside their own.
import { mayInHouse, type Action } from '../protocol/permissions.ts';
import { wingRequests } from '../protocol/protocol.ts';
import type { RoomId } from '../protocol/wire.ts';
import { accountHandlers, accountRouteHandlers } from './accounts/accounts.handlers.ts';
import { createAccounts } from './accounts/accounts.ts';
import { createAuth } from './accounts/auth.ts';
import { openIdHandlers } from './accounts/openid.handlers.ts';
import { createHouse } from './accounts/house.ts';
import { pictureHandlers } from './accounts/pictures.handlers.ts';
import { createPictures } from './accounts/pictures.ts';
import { createProfiles } from './accounts/profiles.ts';
import { adminHandlers } from './admin/admin.handlers.ts';
import { createAdmin } from './admin/admin.ts';
import { callHandlers } from './calls/calls.handlers.ts';
import { createCalls } from './calls/calls.ts';
import { chatHandlers } from './chat/chat.handlers.ts';
import { createChat } from './chat/chat.ts';
import type { Clock } from './clock.ts';
import type { OpenIdSettings } from './config.ts';
import type { Bus } from './cluster/bus.ts';
import type { Files } from './files/files.ts';
import { createSharpEncoder } from './files/sharp-encoder.ts';
import { createDispatch } from './gateway/dispatch.ts';
import { createHttp } from './gateway/http.ts';
import { createAddressOf } from './gateway/networks.ts';
import { createOriginCheck } from './gateway/origins.ts';
import { createPulse } from './gateway/outgoing.ts';
import { createRoomFeeds } from './gateway/room-feeds.ts';
import { createSecurityLog } from './gateway/security-log.ts';
import { createSessions } from './gateway/sessions.ts';
import { createHealth } from './health.ts';
import { newId } from './ids.ts';
import type { Log } from './log.ts';
import type { Mailer } from './mail/mailer.ts';
import { createOutbox } from './mail/outbox.ts';
import type { Sfu } from './media/sfu.ts';
import { invitationHandlers, invitationRouteHandlers } from './rooms/invitations.handlers.ts';
import { roomHandlers } from './rooms/rooms.handlers.ts';
import { isAcquainted } from './rooms/acquaintance.queries.ts';
import { createAccountChanges } from './rooms/account-changes.ts';
import { createRooms } from './rooms/rooms.ts';
import { createRawRoutes, createRoutes } from './routes.ts';
import type { Database } from './storage/database.ts';

type Needs = {
  database: Database;
  bus: Bus;
  sfu: Sfu;
  files: Files;
  clock: Clock;
  log: Log;
  secret: string;
  publicUrl: string | null;
  isHttps: boolean;
  /** Where browsers send media to, as it is told to them; null: nowhere that anybody is told of. */
  mediaAddress: string | null;
  trustedProxies: readonly string[];
  pageFolder: string;
  /** null: this house sends no mail. */
  mailer: Mailer | null;
  /** null: this house trusts no OpenID provider. */
  openId: OpenIdSettings | null;
};

export type Parlor = Awaited<ReturnType<typeof createParlor>>;

const FIRST_ROOM = 'Lounge';
/** Of the ten seconds that a stop may take: the rest is for the media workers and the database. */
const SESSIONS_STOP_MS = 5_000;

export const createParlor = async (needs: Needs) => {
  const { database, bus, sfu, files, clock, log, secret, publicUrl, isHttps, mediaAddress, trustedProxies, pageFolder, mailer, openId } =
    needs;

  // Rooms show what belongs to the wings to their right; they are asked when it comes to that, after all of them are made.
  const rooms = createRooms({
    database,
    bus,
    clock,
    newId,
    secret,
    contents: {
      newest: (roomId, sinceSeq, limit, at) => chat.newest(roomId, sinceSeq, limit, at),
      unread: (roomId, accountId, readSeq, at) => chat.unread(roomId, accountId, readSeq, at),
      lastBefore: (roomId, moment, at) => chat.lastBefore(roomId, moment, at),
      saidIn: (accountId, at) => chat.saidIn(accountId, at),
      callOf: (roomId) => calls.callOf(roomId),
    },
    doors: {
      authenticate: (visitor) => accounts.authenticate(visitor),
      own: (accountId) => accounts.own(accountId),
      beginGuest: (visitor, name, letIn) => accounts.beginGuest(visitor, name, letIn),
    },
  });
  const chat = createChat({ database, bus, clock, newId, rooms });
  const calls = createCalls({ sfu, bus, clock, newId, membership: rooms });
  const house = createHouse({ database });
  const accountChanges = createAccountChanges({ database, bus, saidIn: chat.saidIn, tellLobbies: rooms.waits.tellOf });
  const outbox = mailer && createOutbox({ database, clock, log, mailer, secret });
  const accounts = createAccounts({
    database,
    bus,
    clock,
    house,
    auth: createAuth({ database, secret, publicUrl, isHttps }),
    secret,
    publicUrl,
    isHttps,
    log,
    outbox,
    openIdSettings: openId,
    tellRooms: accountChanges.tell,
    rooms: {
      open: rooms.arriving.open,
      whither: rooms.arriving.whither,
      hold: accountChanges.hold,
      write: accountChanges.write,
    },
    forgetInRooms: rooms.forget,
    forgetPictures: (ids) => pictures.forget(ids),
    welcome: (accountId, role) => rooms.welcome(accountId, role === 'owner' ? 'owner' : 'member'),
  });
  const health = createHealth({ database, sfu });
  const admin = createAdmin({
    database,
    bus,
    clock,
    accounts,
    house,
    rooms,
    callOf: calls.callOf,
    facts: {
      startedAt: clock.now(),
      mediaAddress,
      health,
      outbox,
      sessions: () => sessions.count,
      calls: () => calls.count,
    },
  });
  const profiles = createProfiles({ bus, clock, own: accounts.own, tellRooms: accountChanges.tell });
  const encoder = createSharpEncoder({ clock, log });
  const pictures = createPictures({
    database,
    clock,
    log,
    files,
    encoder,
    house,
    profiles,
    isAcquainted: (viewer, otherId) => isAcquainted(database.db, viewer, otherId),
  });
  await rooms.openFirstRoom(FIRST_ROOM);
  await rooms.waits.open();
  pictures.sweep().catch((error: unknown) => log.warn({ err: error }, 'files that nobody has any more could not be looked for'));

  /** A room's whole stream, from the wings that store it. */
  const readEvents = (roomId: RoomId, after: number, limit: number) =>
    database.snapshot(async (at) => {
      const [changes, messages] = [await rooms.eventsAfter(roomId, after, limit, at), await chat.eventsAfter(roomId, after, limit, at)];
      return [...changes, ...messages].toSorted((a, b) => a.seq - b.seq).slice(0, limit);
    });

  const addressOf = createAddressOf(trustedProxies);
  const security = createSecurityLog(log, clock);
  const isOwnOrigin = createOriginCheck(publicUrl);
  const sessions = createSessions({
    bus,
    clock,
    log,
    addressOf,
    isOwnOrigin,
    pulse: createPulse(),
    feeds: createRoomFeeds({ bus, clock, log, readEvents, seqsOf: rooms.seqsOf }),
    authenticate: accounts.authenticate,
    standingsOf: accounts.standingsOf,
    greet: async (caller) => {
      // First: from here on they are there, and wait on.
      rooms.waits.sessionBegan(caller);
      const { accountId } = caller;
      return {
        me: await accounts.own(accountId),
        rooms: await rooms.summaries(accountId),
        waitingFor: await rooms.waits.of(accountId),
      };
    },
    dispatch: createDispatch(
      wingRequests,
      {
        ...accountHandlers(accounts, profiles, pictures),
        ...roomHandlers(rooms),
        ...invitationHandlers(rooms),
        ...chatHandlers(chat),
        ...callHandlers(calls),
        ...adminHandlers(admin),
      },
      (name, role) => mayInHouse(name as Action, role),
      log,
      security,
    ),
    isWatched: (sessionId) => calls.hasSeat(sessionId),
    onSessionEnd(caller, end) {
      calls.sessionEnded(caller, end);
      rooms.waits.sessionEnded(caller);
    },
  });

  const http = await createHttp({
    log,
    clock,
    security,
    addressOf,
    isOwnOrigin,
    isHttps,
    pageFolder,
    health,
    rawRoutes: createRawRoutes({ pictures: pictureHandlers(accounts.authenticate, pictures), openId: openIdHandlers(accounts) }),
    routes: createRoutes({ accounts: accountRouteHandlers(accounts), invitations: invitationRouteHandlers(rooms) }),
  });
  sessions.attach(http.server);

  return {
    http,
    accounts,
    rooms,
    chat,
    calls,
    sessions,
    /** No new work, replies sent, everybody told to come back; the database and the SFU are their owner's to close. */
    async stop(): Promise<void> {
      rooms.waits.close();
      await sessions.stop(SESSIONS_STOP_MS);
      await http.close();
      await accounts.settle();
      await outbox?.close();
      await calls.close();
      await encoder.close();
      await bus.close();
    },
  };
};

// The whole server, put together: what is wired is wired here, from a configuration, an open database and an SFU. main.ts runs it as a process;
// tests and benchmarks run the same house inside their own.
import { accountRoutes } from '../protocol/accounts.ts';
import { wingRequests } from '../protocol/protocol.ts';
import type { RoomId } from '../protocol/wire.ts';
import { accountHandlers, accountRouteHandlers } from './accounts/accounts.handlers.ts';
import { createAccounts } from './accounts/accounts.ts';
import { createAuth } from './accounts/auth.ts';
import { callHandlers } from './calls/calls.handlers.ts';
import { createCalls } from './calls/calls.ts';
import { chatHandlers } from './chat/chat.handlers.ts';
import { createChat } from './chat/chat.ts';
import type { Clock } from './clock.ts';
import type { Bus } from './cluster/bus.ts';
import { createDispatch } from './gateway/dispatch.ts';
import { createHttp, type HttpRoute } from './gateway/http.ts';
import { createAddressOf } from './gateway/networks.ts';
import { createOriginCheck } from './gateway/origins.ts';
import { createPulse } from './gateway/outgoing.ts';
import { createRoomFeeds } from './gateway/room-feeds.ts';
import { createSessions } from './gateway/sessions.ts';
import { createHealth } from './health.ts';
import { newId } from './ids.ts';
import type { Log } from './log.ts';
import type { Sfu } from './media/sfu.ts';
import { roomHandlers } from './rooms/rooms.handlers.ts';
import { createRooms } from './rooms/rooms.ts';
import type { Database } from './storage/database.ts';

type Needs = {
  database: Database;
  bus: Bus;
  sfu: Sfu;
  clock: Clock;
  log: Log;
  secret: string;
  publicUrl: string | null;
  isHttps: boolean;
  trustedProxies: readonly string[];
  pageFolder: string;
};

export type Parlor = Awaited<ReturnType<typeof createParlor>>;

const FIRST_ROOM = 'Lounge';
/** Of the ten seconds that a stop may take: the rest is for the media workers and the database. */
const SESSIONS_STOP_MS = 5_000;

export const createParlor = async (needs: Needs) => {
  const { database, bus, sfu, clock, log, secret, publicUrl, isHttps, trustedProxies, pageFolder } = needs;

  // Rooms show what belongs to the wings to their right; they are asked when it comes to that, after all of them are made.
  const rooms = createRooms({
    database,
    bus,
    clock,
    newId,
    contents: {
      newest: (roomId, limit, at) => chat.newest(roomId, limit, at),
      unread: (roomId, accountId, readSeq, at) => chat.unread(roomId, accountId, readSeq, at),
      callOf: (roomId) => calls.callOf(roomId),
    },
  });
  const chat = createChat({ database, bus, clock, newId, rooms });
  const calls = createCalls({ sfu, bus, clock, newId, membership: rooms });
  const accounts = createAccounts({
    database,
    bus,
    auth: createAuth({ database, secret, publicUrl, isHttps }),
    welcome: ({ id, name, isOwner }) => rooms.welcome({ id, name }, isOwner ? 'owner' : 'member'),
  });
  await rooms.openFirstRoom(FIRST_ROOM);

  /** A room's whole stream, from the wings that store it. */
  const readEvents = (roomId: RoomId, after: number, limit: number) =>
    database.snapshot(async (at) => {
      const [changes, messages] = [await rooms.eventsAfter(roomId, after, limit, at), await chat.eventsAfter(roomId, after, limit, at)];
      return [...changes, ...messages].toSorted((a, b) => a.seq - b.seq).slice(0, limit);
    });

  const addressOf = createAddressOf(trustedProxies);
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
    greet: async ({ accountId }) => ({ me: await accounts.own(accountId), rooms: await rooms.summaries(accountId) }),
    dispatch: createDispatch(
      wingRequests,
      { ...accountHandlers(accounts), ...roomHandlers(rooms), ...chatHandlers(chat), ...callHandlers(calls) },
      log,
    ),
    isWatched: (sessionId) => calls.hasSeat(sessionId),
    onSessionEnd: ({ sessionId }, end) => calls.sessionEnded(sessionId, end),
  });

  const routes = accountRouteHandlers(accounts);
  const subjectOf = (body: unknown) => (body as { email: string }).email;
  const http = await createHttp({
    log,
    clock,
    addressOf,
    isOwnOrigin,
    isHttps,
    pageFolder,
    health: createHealth({ database, sfu }),
    routes: [
      route('create', 'POST', { burst: 60, perSecond: 0.5 }),
      { ...route('sign-in', 'POST', { burst: 60, perSecond: 1 }), subject: { rate: { burst: 10, perSecond: 1 / 15 }, of: subjectOf } },
      route('sign-out', 'POST', { burst: 60, perSecond: 5 }),
      route('me', 'GET', { burst: 500, perSecond: 50 }),
    ],
  });
  sessions.attach(http.server);

  function route(name: keyof typeof accountRoutes, method: HttpRoute['method'], rate: HttpRoute['rate']): HttpRoute {
    const handle = routes[name] as HttpRoute['handle'];
    return { path: `/api/accounts/${name}`, method, body: accountRoutes[name].body, rate, handle };
  }

  return {
    http,
    accounts,
    rooms,
    chat,
    calls,
    sessions,
    /** No new work, replies sent, everybody told to come back; the database and the SFU are their owner's to close. */
    async stop(): Promise<void> {
      await sessions.stop(SESSIONS_STOP_MS);
      await http.close();
      await calls.close();
      await bus.close();
    },
  };
};

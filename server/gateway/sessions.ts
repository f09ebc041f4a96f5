// All sessions of this node: who may open one, who is still there, and how they end together when the server stops.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { CLOSE, LIMITS } from '../../protocol/constants.ts';
import type { HouseRole } from '../../protocol/accounts.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import { networkOf, type AddressOf } from './networks.ts';
import type { OriginCheck } from './origins.ts';
import { createSession, type Session, type SessionEnd, type SessionNeeds } from './session.ts';

export const SOCKET_PATH = '/socket';

type Needs = Omit<SessionNeeds, 'onEnd'> & {
  addressOf: AddressOf;
  isOwnOrigin: OriginCheck;
  authenticate(request: { cookie: string | undefined; userAgent: string | undefined; network: string }): Promise<{
    accountId: AccountId;
    role: HouseRole;
    signInId: string;
    setCookie: string[];
  } | null>;
  /** Those of these sign-ins that are good, with the role in the house that their accounts have now. */
  standingsOf(signInIds: readonly string[]): Promise<ReadonlyMap<string, HouseRole>>;
  /** Sessions whose loss must be noticed within seconds. */
  isWatched(sessionId: string): boolean;
  onSessionEnd(caller: Caller, end: SessionEnd): void;
};

const SOCKETS_PER_ACCOUNT = 100;
const SOCKETS_PER_NETWORK = 5_000;

/** Silent for `pingAfterMs`: asked. Silent for `cutAfterMs`: gone. A held seat adds its own time to a watched one; together under 10 s. */
const WATCHED = { pingAfterMs: 1_500, cutAfterMs: 4_500 };
const OTHERS = { pingAfterMs: 20_000, cutAfterMs: 45_000 };
const SWEEP_MS = 1_000;
/** The bus tells at once whose sign-in is over; what it has lost is found within as long. */
const RECHECK_MS = 30_000;

const counter = () => {
  const counts = new Map<string, number>();
  return {
    of: (key: string) => counts.get(key) ?? 0,
    add(key: string, change: 1 | -1) {
      const count = (counts.get(key) ?? 0) + change;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    },
  };
};

const refuse = (socket: Duplex, status: number) => {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

export type Sessions = ReturnType<typeof createSessions>;

export const createSessions = (needs: Needs) => {
  const { bus, clock, log, addressOf, isOwnOrigin, authenticate, standingsOf, isWatched, onSessionEnd } = needs;
  const sessions = new Set<Session>();
  const perAccount = counter();
  const perNetwork = counter();
  let isStopping = false;
  const wss = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    // Pings are answered by the session, which counts them.
    autoPong: false,
    clientTracking: false,
    maxPayload: LIMITS.frameBytes,
    maxFragments: 16,
    maxBufferedChunks: 64,
  });

  /** A sign-in that was renewed, on the way to its browser. */
  const cookies = new WeakMap<IncomingMessage, readonly string[]>();
  wss.on('headers', (headers, request) => {
    for (const cookie of cookies.get(request) ?? []) headers.push(`Set-Cookie: ${cookie}`);
  });

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    if (new URL(request.url ?? '/', 'http://socket').pathname !== SOCKET_PATH) return refuse(socket, 404);
    if (isStopping) return refuse(socket, 503);
    if (!isOwnOrigin(request.headers)) return refuse(socket, 403);
    const network = networkOf(addressOf(request));
    if (perNetwork.of(network) >= SOCKETS_PER_NETWORK) return refuse(socket, 429);
    const signedIn = await authenticate({ cookie: request.headers.cookie, userAgent: request.headers['user-agent'], network });
    if (!signedIn) return refuse(socket, 401);
    const { accountId, signInId, setCookie } = signedIn;
    // Ended while it was authenticated: either this hears it, or the second look sees it.
    let isRevoked = false;
    let told: HouseRole | null = null;
    const leaveAccount = bus.subscribeToAccount(accountId, (message) => {
      if (message.kind === 'revoked' && (message.signInId === null || message.signInId === signInId)) isRevoked = true;
      if (message.kind === 'role') told = message.role;
    });
    try {
      const role = (await standingsOf([signInId])).get(signInId);
      if (role === undefined || isRevoked) return refuse(socket, 401);
      if (isStopping) return refuse(socket, 503);
      if (perAccount.of(accountId) >= SOCKETS_PER_ACCOUNT) return refuse(socket, 429);
      if (socket.destroyed) return;
      cookies.set(request, setCookie);
      // Calls back before it returns, so that nothing is missed between this subscription and the session's own.
      wss.handleUpgrade(request, socket, head, (ws) =>
        open(ws, socket, network, { accountId, role: told ?? role, signInId, sessionId: randomUUID() }),
      );
    } finally {
      leaveAccount();
    }
  };

  const open = (ws: WebSocket, socket: Duplex, network: string, caller: Caller): void => {
    perAccount.add(caller.accountId, 1);
    perNetwork.add(network, 1);
    const session = createSession(ws, socket, caller, {
      ...needs,
      onEnd(ended, end) {
        sessions.delete(ended);
        perAccount.add(caller.accountId, -1);
        perNetwork.add(network, -1);
        onSessionEnd(caller, end);
      },
    });
    sessions.add(session);
  };

  /** All sessions of this node at once. */
  const recheck = async (): Promise<void> => {
    const checked = [...sessions];
    if (checked.length === 0) return;
    const standings = await standingsOf([...new Set(checked.map(({ caller }) => caller.signInId))]);
    for (const session of checked) {
      const role = standings.get(session.caller.signInId);
      if (role === undefined) session.signOut();
      else session.hold(role);
    }
  };
  let stopRechecking = () => {};
  const recheckLater = (): void => {
    stopRechecking = clock.after(RECHECK_MS, () => {
      recheck()
        .catch((error: unknown) => log.warn({ err: error }, 'sign-ins could not be looked at again'))
        .finally(() => {
          if (!isStopping) recheckLater();
        });
    });
  };
  recheckLater();

  let stopSweeping = () => {};
  const sweep = () => {
    const now = clock.now();
    for (const session of sessions) {
      const { pingAfterMs, cutAfterMs } = isWatched(session.caller.sessionId) ? WATCHED : OTHERS;
      const silentMs = now - session.heardAt;
      if (silentMs > cutAfterMs) session.cut();
      else if (silentMs > pingAfterMs && now - session.pingedAt > pingAfterMs) session.ping();
    }
    stopSweeping = clock.after(SWEEP_MS, sweep);
  };
  stopSweeping = clock.after(SWEEP_MS, sweep);

  return {
    attach(server: Server): void {
      server.on('upgrade', (request, socket, head) => {
        // A browser that goes away while it is being authenticated.
        socket.on('error', () => socket.destroy());
        upgrade(request, socket, head).catch((error: unknown) => {
          log.error({ err: error }, 'a socket could not be opened');
          refuse(socket, 503);
        });
      });
    },
    get count(): number {
      return sessions.size;
    },
    /** Takes no new sockets, waits for what is being answered, then closes all with a code that means "come back". */
    async stop(withinMs: number): Promise<void> {
      isStopping = true;
      stopSweeping();
      stopRechecking();
      const end = performance.now() + withinMs;
      for (const session of sessions) session.drain();
      while ([...sessions].some(({ busy }) => busy > 0) && performance.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      for (const session of sessions) session.close(CLOSE.resume);
      while (sessions.size > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
      for (const session of sessions) session.cut();
    },
  };
};

// One session: one signed-in browser's socket, from its `hello` to its end. Takes requests in, sends replies, events and signals out, follows the streams
// of the account's rooms. What a request means is not known here.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { CLOSE, LIMITS, PROTOCOL_VERSION } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import { sessionRequests } from '../../protocol/protocol.ts';
import type { RoomSummary, WaitingFor } from '../../protocol/rooms.ts';
import type { HouseRole, OwnAccount } from '../../protocol/accounts.ts';
import type { RoomId } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import type { AccountMessage, Bus } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { parseAsk, parseBody, type Reply } from './dispatch.ts';
import { jsonFrame } from './frames.ts';
import { createBucket } from '../limits.ts';
import { createOutgoing, type Pulse } from './outgoing.ts';
import { toReply } from './replies.ts';
import type { Follower, RoomFeeds } from './room-feeds.ts';
import type { Ask } from '../../protocol/wire.ts';

/** How a session ended: the browser closed it, or it was lost and may come back. */
export type SessionEnd = 'left' | 'lost';

export type Session = {
  readonly caller: Caller;
  /** When the browser was last heard, `clock.now()`. */
  readonly heardAt: number;
  /** When it was last asked whether it is there. */
  readonly pingedAt: number;
  /** Requests that were taken and not answered yet. */
  readonly busy: number;
  ping(): void;
  /** Takes no new requests; what was taken is answered. */
  drain(): void;
  /** The role in the house that the account turned out to have. */
  hold(role: HouseRole): void;
  /** The sign-in is over: nothing is taken from this browser any more, and it is told so. */
  signOut(): void;
  close(code: number): void;
  /** Without a word: for a browser that does not answer. */
  cut(): void;
};

export type SessionNeeds = {
  bus: Bus;
  clock: Clock;
  log: Log;
  pulse: Pulse;
  feeds: RoomFeeds;
  greet(caller: Caller): Promise<{ me: OwnAccount; rooms: RoomSummary[]; waitingFor: WaitingFor[] }>;
  dispatch(caller: Caller, ask: Ask): Promise<Reply>;
  onEnd(session: Session, end: SessionEnd): void;
};

const REQUESTS = { burst: 200, perSecond: 50 };
/** Requests over the rate are refused; one who goes on regardless is cut off. */
const REFUSED_BEFORE_CLOSE = 500;
const BUSY_LIMIT = 64;
const HELLO_WITHIN_MS = 10_000;
const CLOSE_WITHIN_MS = 2_000;

export const createSession = (ws: WebSocket, socket: Duplex, { role: firstRole, ...identity }: Caller, needs: SessionNeeds): Session => {
  let role = firstRole;
  const caller: Caller = {
    ...identity,
    get role() {
      return role;
    },
  };
  const { bus, clock, log, pulse, feeds, greet, dispatch, onEnd } = needs;
  /** Account messages that came before `hello` was answered; null afterwards. */
  let early: AccountMessage[] | null = [];
  let isGreeting = false;
  let isEnded = false;
  let isDraining = false;
  let refused = 0;
  const following = new Set<RoomId>();
  const bucket = createBucket(REQUESTS);
  const state = { heardAt: clock.now(), pingedAt: 0, busy: 0 };
  const outgoing = createOutgoing(socket, pulse, () => close(CLOSE.slow));
  const follower: Follower = { event: outgoing.send, signal: outgoing.signal };

  const close = (code: number) => {
    if (ws.readyState !== ws.OPEN) return;
    outgoing.flush();
    ws.close(code);
    // After the closing frame there must be no other; and who reads too slowly is owed nothing more.
    outgoing.end();
    // Behind a browser that does not read, the closing handshake would wait for ever.
    clock.after(CLOSE_WITHIN_MS, () => ws.terminate());
  };

  const end = (how: SessionEnd) => {
    if (isEnded) return;
    isEnded = true;
    stopWaiting();
    leaveAccount();
    for (const roomId of following) feeds.unfollow(roomId, follower);
    following.clear();
    onEnd(session, how);
  };

  /** At once: a browser that does not answer the close would keep its seat in a call, and be heard here, until it is cut off. */
  const signOut = () => {
    close(CLOSE.signedOut);
    end('left');
  };

  const reply = (answer: Reply) => {
    if (!isEnded) outgoing.send(jsonFrame(answer));
  };

  const follow = async (roomId: RoomId, fromSeq: number, knownSeq = fromSeq) => {
    following.add(roomId);
    await feeds.follow(roomId, follower, fromSeq, knownSeq);
  };

  const hearAccount = (message: AccountMessage): void => {
    if (message.kind === 'revoked') {
      if (message.signInId === null || message.signInId === caller.signInId) signOut();
      return;
    }
    if (message.kind === 'role') {
      role = message.role;
      return;
    }
    if (early) {
      early.push(message);
      return;
    }
    const { event, attach, detach } = message;
    // The account entered while hello was being answered, and hello knew of it.
    if (attach && following.has(attach.roomId)) return;
    if (detach) {
      following.delete(detach);
      feeds.unfollow(detach, follower);
    }
    outgoing.send(jsonFrame(event));
    if (attach) follow(attach.roomId, attach.seq).catch(giveUp);
  };

  /** What the browser should have been told cannot be read: it comes back and resumes. */
  const giveUp = (error: unknown) => {
    log.warn({ err: error, sessionId: caller.sessionId }, 'a session cannot follow its rooms');
    close(CLOSE.resume);
  };

  const hello = async ({ id, body }: Ask): Promise<void> => {
    const { version, resume = [] } = parseBody(sessionRequests.hello.body, body);
    if (version !== PROTOCOL_VERSION) {
      reply({ re: id, no: new Refusal('outdated', `this server speaks version ${PROTOCOL_VERSION}`).toBody() });
      close(CLOSE.outdated);
      return;
    }
    // What was told before this moment is in the greeting.
    early = [];
    const { me, rooms, waitingFor } = await greet(caller);
    const release = await feeds.prepare(rooms.map(({ room }) => room.id));
    const known = new Map(rooms.map(({ room, seq, sinceSeq }) => [room.id, { end: seq, sinceSeq }]));
    const held = new Map<RoomId, number>();
    const stale: RoomId[] = [];
    for (const { roomId, seq } of resume) {
      const room = known.get(roomId);
      // What was before `sinceSeq` is not theirs to read, whatever the page says that it holds.
      if (!room || seq > room.end || seq < room.sinceSeq || room.end - seq > LIMITS.resumeEvents) stale.push(roomId);
      else held.set(roomId, seq);
    }
    reply({ re: id, ok: { me, rooms, stale, waitingFor } });
    const arrived = early;
    early = null;
    if (!isEnded) {
      const ready = [...known].map(([roomId, { end }]) => follow(roomId, held.get(roomId) ?? end, end));
      for (const message of arrived) hearAccount(message);
      Promise.all(ready).catch(giveUp);
    }
    release();
  };

  const take = async (ask: Ask): Promise<void> => {
    if (ask.ask === 'hello') {
      if (isGreeting) return reply({ re: ask.id, no: new Refusal('bad-request', 'hello was said already').toBody() });
      isGreeting = true;
      try {
        await hello(ask);
      } catch (error) {
        isGreeting = false;
        reply({ re: ask.id, no: toReply(error, log, 'hello') });
      }
      return;
    }
    if (early) return reply({ re: ask.id, no: new Refusal('bad-request', 'say hello first').toBody() });
    reply(await dispatch(caller, ask));
  };

  ws.on('message', (data, isBinary) => {
    // What comes behind our own close is asked by nobody who may.
    if (ws.readyState !== ws.OPEN) return;
    state.heardAt = clock.now();
    const ask = isBinary ? null : parseAsk((data as Buffer).toString());
    if (!ask) return close(CLOSE.badFrame);
    if (isDraining) return reply({ re: ask.id, no: new Refusal('unavailable', 'the server is stopping', 1_000).toBody() });
    const waitMs = bucket.take(state.heardAt);
    if (waitMs > 0 || state.busy >= BUSY_LIMIT) {
      if (++refused > REFUSED_BEFORE_CLOSE) return close(CLOSE.tooMany);
      return reply({ re: ask.id, no: new Refusal('too-many', 'too many requests at once', Math.max(waitMs, 100)).toBody() });
    }
    state.busy++;
    void take(ask).finally(() => state.busy--);
  });
  ws.on('ping', (data) => {
    state.heardAt = clock.now();
    // Counted like requests: answers to pings without end, to somebody who does not read them, would fill the memory.
    if (bucket.take(state.heardAt) === 0) ws.pong(data);
    else if (++refused > REFUSED_BEFORE_CLOSE) close(CLOSE.tooMany);
  });
  ws.on('pong', () => (state.heardAt = clock.now()));
  // `close` follows and says the same; without a listener the process would end.
  ws.on('error', (error) => log.debug({ err: error, sessionId: caller.sessionId }, 'a socket failed'));
  // 1000 and 1001: the page was closed or left; 1005: closed without a code. Everything else may come back.
  ws.on('close', (code) => end(code === 1000 || code === 1001 || code === 1005 ? 'left' : 'lost'));

  const leaveAccount = bus.subscribeToAccount(caller.accountId, hearAccount);
  const stopWaiting = clock.after(HELLO_WITHIN_MS, () => {
    if (!isGreeting) close(CLOSE.badFrame);
  });

  const session: Session = {
    caller,
    get heardAt() {
      return state.heardAt;
    },
    get pingedAt() {
      return state.pingedAt;
    },
    get busy() {
      return state.busy;
    },
    ping() {
      state.pingedAt = clock.now();
      ws.ping();
    },
    drain: () => void (isDraining = true),
    hold: (now) => void (role = now),
    signOut,
    close,
    cut: () => ws.terminate(),
  };
  return session;
};

// Waits in front of rooms: how they begin and end, and who is told. Who waits is in the database; that somebody is there at all, with an open
// socket, is known to this node alone: whose last socket has been gone for a while waits no longer.
import { LIMITS } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { Room, roomAccountEvents, Waiting, WaitingFor } from '../../protocol/rooms.ts';
import type { AccountId, EventOf, InvitationId, RoomId } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';
import * as queries from './lobby.queries.ts';

export type Waits = ReturnType<typeof createWaits>;

export type Outcome = Extract<EventOf<typeof roomAccountEvents>, { event: 'rooms.waited' }>['body']['outcome'];

/** How long somebody waits on who has no socket open. */
export const GONE_AFTER_MS = 30_000;

export const createWaits = ({ database, bus, clock }: { database: Database; bus: Bus; clock: Clock }) => {
  /** Sockets by account: of those who wait, and of everybody else, because anybody may. */
  const sockets = new Map<AccountId, Set<string>>();
  /** Those who wait, as far as this node began it or found it. */
  const waiting = new Set<AccountId>();
  const leaving = new Map<AccountId, () => void>();
  const lines = new Map<RoomId, Promise<unknown>>();
  let isClosed = false;

  const publishLobby = async (roomId: RoomId, only: readonly AccountId[] | undefined): Promise<Waiting[]> => {
    const { lobby, deciders } = await database.snapshot(async (at) => ({
      lobby: await queries.waitingAt(at, roomId),
      deciders: await queries.decidersOf(at, roomId),
    }));
    const event = { event: 'rooms.lobby-changed' as const, body: { roomId, lobby } };
    for (const accountId of deciders) {
      if (!only || only.includes(accountId)) bus.publishToAccount(accountId, { kind: 'event', event });
    }
    return lobby;
  };

  /**
   * Tells those who decide over the lobby (or some of them, who have come to) who waits now. One after the other for each room: what is told last was
   * read last.
   */
  const tell = (roomId: RoomId, only?: readonly AccountId[]): Promise<Waiting[]> => {
    const before = lines.get(roomId) ?? Promise.resolve();
    const told = before.then(() => publishLobby(roomId, only));
    const line = told.catch(() => {
      // Whoever asked for it hears of it; the next one reads anew.
    });
    lines.set(roomId, line);
    void line.then(() => void (lines.get(roomId) === line && lines.delete(roomId)));
    return told;
  };

  /** The waits of these are over: they hear of it, then those who decide. */
  const tellEnded = async (ended: readonly Pick<queries.Wait, 'roomId' | 'accountId'>[], outcome: Outcome): Promise<void> => {
    for (const { roomId, accountId } of ended) {
      bus.publishToAccount(accountId, { kind: 'event', event: { event: 'rooms.waited', body: { roomId, outcome } } });
    }
    for (const roomId of new Set(ended.map((wait) => wait.roomId))) await tell(roomId);
  };

  const endAll = async (accountId: AccountId): Promise<void> => {
    const ended = await database.transaction((trx) => queries.deleteWaits(trx, { accountIds: [accountId] }));
    await tellEnded(ended, 'stopped');
  };

  const watch = (accountId: AccountId): void => {
    if (isClosed || leaving.has(accountId) || sockets.has(accountId)) return;
    const cancel = clock.after(GONE_AFTER_MS, () => {
      leaving.delete(accountId);
      waiting.delete(accountId);
      endAll(accountId).catch(() => {
        // The database does not answer: again, after as long.
        waiting.add(accountId);
        watch(accountId);
      });
    });
    leaving.set(accountId, cancel);
  };

  return {
    tell,
    tellEnded,

    /** Begins a wait; a repeat goes on with the first. Who may wait is asked before. */
    async ask(trx: Trx, room: Room, accountId: AccountId, invitationId: InvitationId): Promise<WaitingFor> {
      const isNew = await queries.insertWait(trx, { roomId: room.id, accountId, invitationId, askedAt: clock.now() });
      if (isNew && (await queries.countWaitingAt(trx, room.id)) > LIMITS.lobby) {
        throw new Refusal('full', `no more than ${LIMITS.lobby} people can wait for a room`);
      }
      const own = await queries.waitingFor(trx, accountId);
      if (isNew && own.length > LIMITS.waitingFor) {
        throw new Refusal('full', `nobody can wait for more than ${LIMITS.waitingFor} rooms`);
      }
      return own.find(({ roomId }) => roomId === room.id)!;
    },

    /** After the commit: all pages of whoever waits know of it, and those who decide. */
    async tellAsked(accountId: AccountId, wait: WaitingFor): Promise<void> {
      waiting.add(accountId);
      watch(accountId);
      bus.publishToAccount(accountId, { kind: 'event', event: { event: 'rooms.waiting', body: { waiting: wait } } });
      await tell(wait.roomId);
    },

    /** To those who decide over the rooms that somebody waits for: they are shown who it is, which has changed. */
    async tellOf(accountId: AccountId): Promise<void> {
      for (const { roomId } of await queries.waitingFor(database.db, accountId)) await tell(roomId);
    },

    /** What somebody waits for. */
    of: (accountId: AccountId): Promise<WaitingFor[]> => queries.waitingFor(database.db, accountId),

    /** A socket of this account was greeted. */
    sessionBegan({ accountId, sessionId }: Pick<Caller, 'accountId' | 'sessionId'>): void {
      leaving.get(accountId)?.();
      leaving.delete(accountId);
      const own = sockets.get(accountId);
      if (own) own.add(sessionId);
      else sockets.set(accountId, new Set([sessionId]));
    },

    sessionEnded({ accountId, sessionId }: Pick<Caller, 'accountId' | 'sessionId'>): void {
      const own = sockets.get(accountId);
      own?.delete(sessionId);
      if (own?.size === 0) sockets.delete(accountId);
      if (waiting.has(accountId)) watch(accountId);
    },

    /** What is left of before the server's start: whoever does not come back waits no longer. */
    async open(): Promise<void> {
      for (const accountId of await queries.allWhoWait(database.db)) {
        waiting.add(accountId);
        watch(accountId);
      }
    },

    close(): void {
      isClosed = true;
      for (const cancel of leaving.values()) cancel();
      leaving.clear();
    },
  };
};

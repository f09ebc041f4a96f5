// One game of the fuzz: a few people with a few pages each, doing at random what pages do, over hand-flushed queues, a bus that loses and doubles
// and a database that stalls and fails. The rooms, the chat, the feeds and the sessions are the real ones. Same seed, same game.
import { ownOf } from '../../protocol/samples.testing.ts';
import { Refusal } from '../../protocol/errors.ts';
import { wingRequests } from '../../protocol/protocol.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import { chatHandlers } from '../chat/chat.handlers.ts';
import { createChat } from '../chat/chat.ts';
import { createFakeClock } from '../clock.ts';
import { createInProcessBus } from '../cluster/in-process.ts';
import { createDispatch } from '../gateway/dispatch.ts';
import { createSecurityLog } from '../gateway/security-log.ts';
import { createPulse } from '../gateway/outgoing.ts';
import { createRoomFeeds } from '../gateway/room-feeds.ts';
import { createSession } from '../gateway/session.ts';
import { newId } from '../ids.ts';
import { silentLog } from '../log.ts';
import { roomHandlers } from '../rooms/rooms.handlers.ts';
import { createRooms } from '../rooms/rooms.ts';
import type { Database } from '../storage/database.ts';
import { createChance } from './chance.ts';
import { createSlowDatabase, createWildBus, type Mood } from './faults.ts';
import { createPage, Lost, type Page } from './page.ts';
import { createQueues } from './queues.ts';

export type Player = { accountId: AccountId; name: string; page: Page };

/** Accounts as the accounts wing would have made them; their passwords, which take a while to hash, are not needed here. */
const addAccounts = async (database: Database, names: readonly string[]) => {
  const accounts = names.map((name) => ({ id: newId() as AccountId, name }));
  const date = new Date(0).toISOString();
  await database.db
    .insertInto('accounts')
    .values(accounts.map((account) => ({ ...account, email: account.id, emailVerified: 0, image: null, createdAt: date, updatedAt: date })))
    .execute();
  return accounts;
};

const PEOPLE = ['ann', 'bea', 'cy'];
/** Whose pages there are: some people have two. */
const PAGES = [0, 0, 1, 1, 2];
const ROLES = ['owner', 'moderator', 'moderator', 'member'] as const;
const UNFORESEEN = new Set(['internal', 'bad-request', 'too-long', 'too-many', 'taken']);

export const createStorm = async (inner: Database, seed: number) => {
  const chance = createChance(seed);
  const mood: Mood = { isKind: true };
  const clock = createFakeClock();
  const wild = createWildBus(createInProcessBus(), chance, mood);
  const slow = createSlowDatabase(inner, chance, mood);
  const { bus } = wild;
  const { database } = slow;
  const queues = createQueues((queued) => chance.below(queued + 1));
  const people = await addAccounts(inner, PEOPLE);
  const wrongs: string[] = [];
  let tick: (() => void) | null = null;

  /** Nobody comes by a link here. */
  const nobody = () => Promise.reject(new Error('there are no visitors in a storm'));
  const rooms = createRooms({
    database,
    bus,
    clock,
    newId,
    secret: 'a secret of the storm',
    contents: {
      lastBefore: (roomId, moment, at) => chat.lastBefore(roomId, moment, at),
      newest: (roomId, sinceSeq, limit, at) => chat.newest(roomId, sinceSeq, limit, at),
      unread: (roomId, accountId, readSeq, at) => chat.unread(roomId, accountId, readSeq, at),
      saidIn: (accountId, at) => chat.saidIn(accountId, at),
      callOf: () => null,
    },
    doors: { authenticate: nobody, own: nobody, beginGuest: nobody },
  });
  const chat = createChat({ database, bus, clock, newId, rooms });
  const feeds = createRoomFeeds({
    bus,
    clock,
    log: silentLog,
    seqsOf: rooms.seqsOf,
    readEvents: (roomId, after, limit) =>
      database.snapshot(async (at) => {
        const [changes, messages] = [await rooms.eventsAfter(roomId, after, limit, at), await chat.eventsAfter(roomId, after, limit, at)];
        return [...changes, ...messages].toSorted((a, b) => a.seq - b.seq).slice(0, limit);
      }),
  });
  const session = {
    bus,
    clock,
    log: silentLog,
    feeds,
    pulse: createPulse((flush) => (tick = flush)),
    greet: async ({ accountId }: Caller) => ({ me: ownOf(accountId), rooms: await rooms.summaries(accountId), waitingFor: [] }),
    dispatch: createDispatch(
      wingRequests,
      { ...roomHandlers(rooms), ...chatHandlers(chat) },
      () => true,
      silentLog,
      createSecurityLog(silentLog, clock),
    ),
    onEnd: () => {},
  };

  const players: Player[] = PAGES.map((index) => {
    const { id: accountId, name } = people[index]!;
    const dial = queues.dialTo((ws, socket) => {
      createSession(ws, socket, { accountId, role: 'member', sessionId: newId(), signInId: newId() }, session);
    });
    return { accountId, name, page: createPage({ dial, clock, losesReply: () => !mood.isKind && chance.of(0.1) }) };
  });

  /** A page that hello was refused to would try again: it begins anew. */
  const connect = ({ page }: Player) =>
    void page.connect().catch((error: unknown) => {
      if (error instanceof Refusal) page.cut();
    });
  const allow = (error: unknown) => {
    if (error instanceof Lost) return;
    if (!(error instanceof Refusal) || UNFORESEEN.has(error.code)) wrongs.push(String(error));
  };

  /** Every room that anybody ever saw. */
  const known = new Set<RoomId>();
  let said = 0;

  const act = (player: Player): void => {
    const { page } = player;
    for (const roomId of page.rooms.summaries.keys()) known.add(roomId);
    const own = chance.pick([...page.rooms.summaries.keys()]);
    const other = chance.pick([...known]);
    const somebody = chance.pick(people)!;
    const kind = chance.below(100);
    const roomId = chance.of(0.9) ? own : other;
    if (kind < 3 || !roomId || !other) {
      const visibility = chance.of(0.6) ? 'public' : 'private';
      return void page.ask('rooms.create', { name: `room ${++said}`, visibility }).catch(allow);
    }
    const whom = { roomId, accountId: somebody.id };
    if (kind < 46) return void page.post(roomId, `message ${++said}`).catch(allow);
    if (kind < 55) return void page.rooms.fetch(roomId).catch(allow);
    if (kind < 64) return void page.ask('chat.mark-read', { roomId, seq: chance.below(30) }).catch(allow);
    if (kind < 74) return void page.ask('rooms.join', { roomId: other }).catch(allow);
    if (kind < 78) return void page.ask('rooms.leave', { roomId }).catch(allow);
    if (kind < 84) return void page.ask('rooms.add-member', whom).catch(allow);
    if (kind < 88) return void page.ask('rooms.rename', { roomId, name: `name ${++said}` }).catch(allow);
    if (kind < 91) return void page.ask('rooms.set-role', { ...whom, role: chance.pick(ROLES)! }).catch(allow);
    if (kind < 93)
      return void page.ask('rooms.set-rights', { ...whom, rights: { maySpeak: chance.of(0.5), mayShare: chance.of(0.5) } }).catch(allow);
    if (kind < 95) return void page.ask('rooms.remove-member', whom).catch(allow);
    if (kind < 96) return void page.ask('rooms.ban', whom).catch(allow);
    if (kind < 98) return void page.ask('rooms.unban', whom).catch(allow);
    if (kind < 99) return void page.ask('rooms.lock', { roomId, isLocked: chance.of(0.3) }).catch(allow);
    return void page.ask('rooms.delete', { roomId }).catch(allow);
  };

  const beat = () => {
    const flush = tick;
    tick = null;
    flush?.();
  };

  return {
    players,
    feeds,
    wrongs,

    /** Everybody is there, in one room, and sees it. */
    async begin(): Promise<void> {
      for (const player of players) connect(player);
      await this.settle();
      const { page } = players[0]!;
      page.ask('rooms.create', { name: 'hall', visibility: 'public' }).catch(allow);
      await this.settle();
      const [hall] = page.rooms.summaries.keys();
      for (const player of players) player.page.ask('rooms.join', { roomId: hall! }).catch(allow);
      await this.settle();
      for (const player of players) player.page.rooms.fetch(hall!).catch(allow);
      await this.settle();
      mood.isKind = false;
    },

    /** One thing happens, and all that follows from it by itself. */
    async step(): Promise<void> {
      const player = chance.pick(players)!;
      const link = chance.pick(queues.links.filter(({ up, down }) => up + down > 0));
      const kind = chance.below(100);
      if (kind < 30 && player.page.isReady) act(player);
      else if (kind < 45) link?.moveUp(1 + chance.below(link.up));
      else if (kind < 58) link?.moveDown(1 + chance.below(link.down));
      else if (kind < 66) beat();
      else if (kind < 82) for (let count = chance.below(6); count >= 0; count--) slow.letGo();
      else if (kind < 92) for (let count = chance.below(4); count >= 0; count--) wild.letGo();
      else if (kind < 93) clock.advance(1_000);
      else if (kind < 95) player.page.cut();
      else for (const away of players) if (!away.page.isConnected && chance.of(0.5)) connect(away);
      await slow.quiet();
    },

    /** Everything arrives that is under way. */
    async settle(): Promise<void> {
      mood.isKind = true;
      for (let calm = 0; calm < 3;) {
        const links = queues.links.filter(({ up, down }) => up + down > 0);
        const isCalm = links.length === 0 && !tick && slow.waiting === 0 && wild.held === 0;
        for (const link of links) {
          link.moveUp(Infinity);
          link.moveDown(Infinity);
        }
        beat();
        while (wild.held > 0) wild.letGo();
        if (slow.waiting > 0) slow.letGo();
        if (isCalm) clock.advance(2_000);
        await slow.quiet();
        calm = isCalm ? calm + 1 : 0;
      }
    },

    /** Everybody loses the connection and comes back: all at once, or one after the other while the rest stay. */
    async comeBack(): Promise<void> {
      mood.isKind = true;
      const groups = chance.of(0.5) ? [players] : players.map((player) => [player]);
      for (const group of groups) {
        for (const { page } of group) page.cut();
        for (const player of group) connect(player);
        await this.settle();
      }
    },

    async leave(): Promise<void> {
      for (const { page } of players) page.close();
      await this.settle();
    },

    /** What the database says now, past all faults. */
    fresh: {
      view: async (accountId: AccountId, roomId: RoomId) => {
        const view = rooms.view({ accountId, role: 'member' }, roomId);
        await drain();
        return view;
      },
      summaries: async (accountId: AccountId) => {
        const summaries = rooms.summaries(accountId);
        await drain();
        return summaries;
      },
    },
  };

  async function drain(): Promise<void> {
    for (await slow.quiet(); slow.waiting > 0; await slow.quiet()) slow.letGo();
  }
};

// The wings of the server without its edge, for tests: a database, the bus of one node, a fake SFU and a clock that is turned by hand. People ask
// through the handlers, over the wire's own schemas in both directions; everything that the bus carries is kept.
import type * as z from 'zod';
import { accountRoutes } from '../protocol/accounts.ts';
import { invitationRoutes } from '../protocol/invitations.ts';
import { mayInHouse } from '../protocol/permissions.ts';
import { Refusal, type RefusalCode } from '../protocol/errors.ts';
import { wingRequests } from '../protocol/protocol.ts';
import type { AccountId, MessageKey, RoomId, Secret } from '../protocol/wire.ts';
import { accountHandlers, accountRouteHandlers } from './accounts/accounts.handlers.ts';
import { createAccounts } from './accounts/accounts.ts';
import { createAuth, type Visitor } from './accounts/auth.ts';
import type { ProviderSettings } from './accounts/openid-provider.ts';
import { createHouse } from './accounts/house.ts';
import { createPictures } from './accounts/pictures.ts';
import { createProfiles } from './accounts/profiles.ts';
import { adminHandlers } from './admin/admin.handlers.ts';
import { createAdmin } from './admin/admin.ts';
import { callHandlers } from './calls/calls.handlers.ts';
import { createCalls } from './calls/calls.ts';
import type { Caller } from './caller.ts';
import { chatHandlers } from './chat/chat.handlers.ts';
import { createChat } from './chat/chat.ts';
import { createFakeClock, systemClock } from './clock.ts';
import type { AccountMessage, Bus, RoomMessage } from './cluster/bus.ts';
import { createInProcessBus } from './cluster/in-process.ts';
import { createMemoryFiles } from './files/memory.ts';
import { createSharpEncoder } from './files/sharp-encoder.ts';
import { parseBody } from './gateway/dispatch.ts';
import { newId, newSecret } from './ids.ts';
import { createHealth } from './health.ts';
import { silentLog } from './log.ts';
import type { Mailer } from './mail/mailer.ts';
import { createOutbox } from './mail/outbox.ts';
import { createFakeSfu } from './media/fake.ts';
import { invitationHandlers, invitationRouteHandlers } from './rooms/invitations.handlers.ts';
import { roomHandlers } from './rooms/rooms.handlers.ts';
import { isAcquainted } from './rooms/acquaintance.queries.ts';
import { createAccountChanges } from './rooms/account-changes.ts';
import { createRooms } from './rooms/rooms.ts';
import type { Database } from './storage/database.ts';

type Requests = typeof wingRequests;
export type WingRequest = keyof Requests;
export type Body<Name extends WingRequest> = z.input<Requests[Name]['body']>;
export type Reply<Name extends WingRequest> = z.output<Requests[Name]['reply']>;
type Routes = typeof accountRoutes;
type Links = typeof invitationRoutes;

export type Published =
  | { to: 'room'; roomId: RoomId; message: RoomMessage }
  | { to: 'account'; accountId: AccountId; message: AccountMessage };

export type Wings = ReturnType<typeof createWings>;
export type Person = {
  id: AccountId;
  name: string;
  caller: Caller;
  cookie: string;
  ask<Name extends WingRequest>(name: Name, body: Body<Name>): Promise<Reply<Name>>;
};

export const PASSWORD = 'nine green teapots in a row';
export const newKey = (): MessageKey => newId() as MessageKey;

/** The code that `work` is refused with; throws what is no refusal, and where there is none. */
export const refusalOf = async (work: Promise<unknown>): Promise<RefusalCode> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  throw new Error('it was not refused');
};

/** `done`, or the code that it is refused with: for many at once. */
export const outcomeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

export const createWings = (
  database: Database,
  {
    isHttps = false,
    secret = newSecret(),
    onPublish = () => {},
    mailer = null,
    openIdSettings = null,
  }: { isHttps?: boolean; secret?: string; onPublish?: () => void; mailer?: Mailer | null; openIdSettings?: ProviderSettings | null } = {},
) => {
  const published: Published[] = [];
  const note = (line: Published): void => {
    published.push(line);
    onPublish();
  };
  const inner = createInProcessBus();
  const bus: Bus = {
    ...inner,
    publishToRoom(roomId, message) {
      note({ to: 'room', roomId, message });
      inner.publishToRoom(roomId, message);
    },
    publishToAccount(accountId, message) {
      note({ to: 'account', accountId, message });
      inner.publishToAccount(accountId, message);
    },
  };
  // Begins now: ages of sign-ins are counted from better-auth's own clock.
  const clock = createFakeClock(Date.now());
  const sfu = createFakeSfu();
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
  const publicUrl = isHttps ? 'https://parlor.example' : mailer && 'http://parlor.example';
  const house = createHouse({ database });
  const accountChanges = createAccountChanges({ database, bus, saidIn: chat.saidIn, tellLobbies: rooms.waits.tellOf });
  const outbox = mailer && createOutbox({ database, clock, log: silentLog, mailer, secret });
  const accounts = createAccounts({
    database,
    bus,
    clock,
    house,
    auth: createAuth({ database, secret, publicUrl, isHttps }),
    secret,
    publicUrl,
    isHttps,
    log: silentLog,
    outbox,
    openIdSettings,
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
      mediaAddress: '192.0.2.7',
      health: createHealth({ database, sfu }),
      outbox,
      sessions: () => 0,
      calls: () => calls.count,
    },
  });
  const profiles = createProfiles({ bus, clock, own: accounts.own, tellRooms: accountChanges.tell });
  const files = createMemoryFiles(clock.now);
  const pictures = createPictures({
    database,
    clock,
    log: silentLog,
    files,
    // A process that ends by itself with the test's.
    encoder: createSharpEncoder({ clock: systemClock, log: silentLog }),
    house,
    profiles,
    isAcquainted: (viewer, otherId) => isAcquainted(database.db, viewer, otherId),
  });
  const handlers = {
    ...accountHandlers(accounts, profiles, pictures),
    ...roomHandlers(rooms),
    ...invitationHandlers(rooms),
    ...chatHandlers(chat),
    ...callHandlers(calls),
    ...adminHandlers(admin),
  };
  const routes = accountRouteHandlers(accounts);

  const ask = async <Name extends WingRequest>(caller: Caller, name: Name, body: Body<Name>): Promise<Reply<Name>> => {
    const handle = handlers[name] as (caller: Caller, body: unknown) => Promise<unknown>;
    if (!mayInHouse(name, caller.role)) throw new Refusal('not-allowed', 'your role in this house does not allow this');
    return wingRequests[name].reply.parse(await handle(caller, parseBody(wingRequests[name].body, body))) as Reply<Name>;
  };

  const invitations = invitationRouteHandlers(rooms);

  /** What somebody asks who has a link. */
  const visitLink = async <Name extends keyof Links>(
    name: Name,
    body: z.input<Links[Name]['body']>,
    { cookie, network = '192.0.2.1' }: { cookie?: string; network?: string } = {},
  ) => {
    const visitor: Visitor = { cookie, userAgent: 'a test', network };
    const handle = invitations[name] as (visitor: Visitor, body: unknown) => Promise<{ reply: unknown; setCookie: string[] }>;
    const { reply, setCookie } = await handle(visitor, parseBody(invitationRoutes[name].body, body));
    const kept = setCookie.map((line) => line.split(';')[0]!).join('; ');
    return { reply: invitationRoutes[name].reply.parse(reply) as z.output<Links[Name]['reply']>, cookie: kept };
  };

  /** A request over HTTP, with or without a cookie. */
  const visit = async <Name extends keyof Routes>(
    name: Name,
    body: z.input<Routes[Name]['body']>,
    cookie?: string,
    from: Partial<Visitor> = {},
  ) => {
    const visitor: Visitor = { cookie, userAgent: 'a test', network: '192.0.2.1', origin: publicUrl ?? 'http://localhost:3000', ...from };
    const handle = routes[name] as (visitor: Visitor, body: unknown) => Promise<{ reply: unknown; setCookie: string[] }>;
    const { reply, setCookie } = await handle(visitor, parseBody(accountRoutes[name].body, body));
    const kept = setCookie.map((line) => line.split(';')[0]!).join('; ');
    return { reply: accountRoutes[name].reply.parse(reply) as z.output<Routes[Name]['reply']>, setCookie, cookie: kept };
  };

  const personOf = (first: Caller, name: string, cookie: string): Person => {
    let { role } = first;
    // As a session's is: what they may ask in the house follows what they are.
    inner.subscribeToAccount(first.accountId, (message) => {
      if (message.kind === 'role') ({ role } = message);
    });
    const caller: Caller = {
      ...first,
      get role() {
        return role;
      },
    };
    return { id: caller.accountId, name, caller, cookie, ask: (asked, body) => ask(caller, asked, body) };
  };

  return {
    database,
    clock,
    sfu,
    handlers,
    rooms,
    calls,
    files,
    pictures,
    published,
    accounts,
    outbox,
    ask,
    visit,
    visitLink,
    /** Somebody without an account, who comes by a link: as a guest, or to wait. */
    async come(secret: Secret, name: string, network?: string) {
      const { reply, cookie } = await visitLink('enter', { secret, name }, network === undefined ? {} : { network });
      const { account, summary, waiting } = reply;
      const caller: Caller = { accountId: account.id, role: account.role, sessionId: newId(), signInId: newId() };
      return { ...personOf(caller, name, cookie), summary, waiting };
    },
    /** A new account with one session. Costs a password's hash. */
    async signUp(name: string) {
      clock.advance(1); // Ids of accounts sort by age.
      const email = `${newId()}@parlor.example`;
      const { reply, cookie } = await visit('create', { name, email, password: PASSWORD });
      const { id, role } = reply.account;
      return personOf({ accountId: id, role, sessionId: newId(), signInId: newId() }, name, cookie);
    },
    /** What is published while `work` runs, and what is told at the end of that turn. */
    async during(work: () => Promise<unknown>): Promise<Published[]> {
      const start = published.length;
      await work();
      await new Promise<void>((resolve) => setImmediate(resolve));
      return published.slice(start);
    },
    /** A room of `owner`'s with these members. */
    async roomOf(owner: Person, others: readonly Person[] = [], name = 'Garden', visibility: 'public' | 'private' = 'public') {
      const { summary } = await owner.ask('rooms.create', { name, visibility });
      for (const { id } of others) await owner.ask('rooms.add-member', { roomId: summary.room.id, accountId: id });
      return summary.room;
    },
  };
};

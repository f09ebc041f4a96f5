// A whole house inside a test: the server as main.ts puts it together, on SQLite in memory and with the fake SFU, listening on a free port of
// this machine. `const house = await openHouse()`, `const alice = await house.signUp('Alice')`, `const page = house.page(alice)`, and
// `await house.close()` at the end. Whatever is not given is made here and closed here; what is given is its owner's to close.
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { OwnAccount } from '../../protocol/accounts.ts';
import { systemClock, type Clock } from '../clock.ts';
import type { Bus } from '../cluster/bus.ts';
import { createInProcessBus } from '../cluster/in-process.ts';
import type { Files } from '../files/files.ts';
import { createMemoryFiles } from '../files/memory.ts';
import { newSecret } from '../ids.ts';
import type { OpenIdSettings } from '../config.ts';
import type { Mailer } from '../mail/mailer.ts';
import { createFakeSfu, type FakeSfu } from '../media/fake.ts';
import { createParlor, type Parlor } from '../parlor.ts';
import type { Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations/migrations.ts';
import { openSqlite } from '../storage/sqlite.ts';
import { dialSocket } from './dial.ts';
import { createPage, type Page, type PageOptions } from './page.ts';

/** Somebody with an account, signed in: `cookie` is what their browser would send. */
export type Person = { name: string; email: string; cookie: string; account: OwnAccount };

export type Logged = { level: number; msg: string; err?: { message: string; stack: string } };

export type House = {
  parlor: Parlor;
  database: Database;
  bus: Bus;
  sfu: FakeSfu;
  clock: Clock;
  port: number;
  /** `http://127.0.0.1:<port>`, which is also the origin that its pages have. */
  url: string;
  /** What was logged as a warning or worse. */
  logged: Logged[];
  /** Makes an account over HTTP. The first one owns the house and its first room; hashing the password takes some 60 ms. */
  signUp(name: string): Promise<Person>;
  /** Signs in once more: another browser of the same person. */
  signIn(person: Person): Promise<Person>;
  /** A page of this person over a real socket; not connected yet. Closed with the house. */
  page(person: Person, options?: Partial<PageOptions>): Page;
  close(): Promise<void>;
};

export type HouseOptions = {
  database?: Database;
  bus?: Bus;
  clock?: Clock;
  sfu?: FakeSfu;
  files?: Files;
  publicUrl?: string;
  trustedProxies?: string[];
  pageFolder?: string;
  /** With `publicUrl`. */
  mailer?: Mailer;
  openId?: OpenIdSettings;
  /** From where on `logged` keeps what is logged; `warn` unless it is given. */
  logLevel?: 'trace' | 'info' | 'warn';
  /** A free one unless it is given. */
  port?: number;
};

export const PASSWORD = 'nine purple otters sing';

/** POSTs JSON to one of the account routes, as the house's own page does. */
export const postJson = (url: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...headers },
    body: JSON.stringify(body),
  });

const accountFrom = async (response: Response, name: string, email: string): Promise<Person> => {
  if (!response.ok) throw new Error(`${name} could not be signed in: ${response.status} ${await response.text()}`);
  const { account } = (await response.json()) as { account: OwnAccount };
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0]!)
    .join('; ');
  return { name, email, cookie, account };
};

/** Makes an account in a house at `url`, which may be another process. */
export const signUpAt = async (url: string, name: string): Promise<Person> => {
  const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}@example.org`;
  return accountFrom(await postJson(url, '/api/accounts/create', { name, email, password: PASSWORD }), name, email);
};

export const signInAt = async (url: string, { name, email }: Person): Promise<Person> =>
  accountFrom(await postJson(url, '/api/accounts/sign-in', { email, password: PASSWORD }), name, email);

const openOwnDatabase = async (): Promise<Database> => {
  const database = openSqlite(':memory:');
  await migrate(database);
  return database;
};

export const openHouse = async (options: HouseOptions = {}): Promise<House> => {
  const { clock = systemClock, bus = createInProcessBus(), sfu = createFakeSfu(), publicUrl = null } = options;
  const database = options.database ?? (await openOwnDatabase());
  const logged: Logged[] = [];
  const parlor = await createParlor({
    database,
    bus,
    sfu,
    files: options.files ?? createMemoryFiles(),
    clock,
    log: pino({ level: options.logLevel ?? 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line) as Logged) }),
    secret: newSecret(),
    publicUrl,
    isHttps: publicUrl?.startsWith('https:') ?? false,
    mediaAddress: null,
    trustedProxies: options.trustedProxies ?? [],
    pageFolder: options.pageFolder ?? '/nowhere',
    mailer: options.mailer ?? null,
    openId: options.openId ?? null,
  });
  await parlor.http.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  const { port } = parlor.http.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const pages: Page[] = [];
  return {
    parlor,
    database,
    bus,
    sfu,
    clock,
    port,
    url,
    logged,
    signUp: (name) => signUpAt(url, name),
    signIn: (person) => signInAt(url, person),
    page(person, pageOptions = {}) {
      const page = createPage({ dial: dialSocket({ port, cookie: person.cookie }), ...pageOptions });
      pages.push(page);
      return page;
    },
    async close() {
      for (const page of pages) page.close();
      await parlor.stop();
      await sfu.close();
      if (!options.database) await database.close();
    },
  };
};

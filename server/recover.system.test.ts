// The command on the server's shell, with a real server that runs or does not: its link opens the account that it is for.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from './log.ts';
import { openPostgres } from './storage/postgres.ts';
import { openSqlite } from './storage/sqlite.ts';
import type { Database } from './storage/database.ts';
import { makeDatabase } from './storage/databases.testing.ts';
import { PASSWORD, postJson, signUpAt, type Person } from './testing/house.ts';
import { settingsFor, startServer, type ServerProcess } from './testing/server-process.ts';

const COMMAND = fileURLToPath(new URL('../setup/recover.mjs', import.meta.url));
const NEXT = 'seven brass kettles whistle';

let folder: string;
let settings: Record<string, string>;
let server: ServerProcess | null;
let removeDatabase = async () => {};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parlor-recover-'));
  settings = await settingsFor(folder);
  server = null;
});
afterEach(async () => {
  await server?.end('SIGKILL');
  await removeDatabase();
  removeDatabase = async () => {};
  await rm(folder, { recursive: true, force: true });
});

const start = async (): Promise<string> => {
  server = await startServer(settings);
  return `http://127.0.0.1:${settings['PORT']}`;
};
const stop = async () => {
  await server!.end('SIGTERM');
  server = null;
};

const recover = async (...args: string[]): Promise<{ code: number | null; said: string; link: string; wrong: string }> => {
  const child = spawn(process.execPath, [COMMAND, ...args], { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let wrong = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (wrong += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said, link: said.trim().split('\n').at(-1)!, wrong };
};

const reset = (url: string, link: string) => postJson(url, '/api/accounts/reset', { secret: new URL(link).hash.slice(1), password: NEXT });
const signIn = (url: string, { email }: Person, password: string) => postJson(url, '/api/accounts/sign-in', { email, password });
const isSignedIn = async (url: string, { cookie }: Person): Promise<boolean> => {
  const response = await fetch(`${url}/api/accounts/me`, { headers: { cookie } });
  return ((await response.json()) as { account: unknown }).account !== null;
};

const openStored = (): Database => {
  const url = settings['DATABASE_URL'];
  return url ? openPostgres(url, silentLog) : openSqlite(join(settings['PARLOR_DATA']!, 'parlor.sqlite'));
};
const readTrail = async () => {
  const database = openStored();
  try {
    return await database.db.selectFrom('audit').selectAll().orderBy('id').execute();
  } finally {
    await database.close();
  }
};

describe.each(['SQLite', 'PostgreSQL'])('npm run recover, on %s', (kind) => {
  beforeEach(async () => {
    if (kind === 'SQLite') return;
    const { url, remove } = await makeDatabase();
    settings = { ...settings, DATABASE_URL: url };
    removeDatabase = remove;
  });

  it('P13: makes a link for the owner while the server runs, which is in the trail as the shell’s', async () => {
    const url = await start();
    const owner = await signUpAt(url, 'Olga');
    await signUpAt(url, 'Ben');
    const { code, said, link, wrong } = await recover();
    expect([code, wrong]).toEqual([0, '']);
    expect(said.trim().split('\n')).toHaveLength(2);
    expect(said).toContain(owner.email);
    expect(link).toMatch(new RegExp(`^http://localhost:${settings['PORT']}/reset#[A-Za-z0-9_-]{43}$`));
    expect((await reset(url, link)).status).toBe(200);
    expect(await isSignedIn(url, owner)).toBe(false);
    expect((await signIn(url, owner, PASSWORD)).status).toBe(401);
    expect((await signIn(url, owner, NEXT)).status).toBe(200);
    expect((await reset(url, link)).status).toBe(410);
    const trail = await readTrail();
    expect(trail).toMatchObject([{ action: 'accounts.link-made', actorId: null, subjectId: owner.account.id }]);
    expect(JSON.stringify(trail)).not.toContain(new URL(link).hash.slice(1));
  });

  it('P13: makes one for an address that is given, while the server is stopped', async () => {
    settings = { ...settings, PUBLIC_URL: 'https://parlor.example' };
    const origin = { origin: 'https://parlor.example' };
    let url = await start();
    const post = (path: string, body: unknown) => postJson(url, path, body, origin);
    await post('/api/accounts/create', { name: 'Olga', email: 'olga@example.org', password: PASSWORD });
    await post('/api/accounts/create', { name: 'Ben', email: 'ben@example.org', password: PASSWORD });
    await stop();
    const { code, link } = await recover(' BEN@example.org');
    expect(code).toBe(0);
    expect(link).toMatch(/^https:\/\/parlor\.example\/reset#/);
    url = await start();
    expect((await post('/api/accounts/reset', { secret: new URL(link).hash.slice(1), password: NEXT })).status).toBe(200);
    expect((await post('/api/accounts/sign-in', { email: 'ben@example.org', password: NEXT })).status).toBe(200);
    expect((await post('/api/accounts/sign-in', { email: 'olga@example.org', password: PASSWORD })).status).toBe(200);
  });

  it('P13: says what is the matter, in one line, and changes nothing', async () => {
    const url = await start();
    const lineOf = async (...args: string[]) => {
      const { code, said, wrong } = await recover(...args);
      expect([code, said]).toEqual([1, '']);
      expect(wrong.trim().split('\n')).toHaveLength(1);
      return wrong;
    };
    expect(await lineOf()).toMatch(/Nobody owns this house yet/);
    await signUpAt(url, 'Olga');
    expect(await lineOf('nobody@example.org')).toMatch(/has the address nobody@example\.org/);
    expect(await lineOf('olga')).toMatch(/olga is not an e-mail address/);
    expect(await lineOf('olga@example.org', 'ben@example.org')).toMatch(/^One address/);
    settings = { ...settings, PORT: 'http' };
    expect(await lineOf()).toMatch(/^PORT=http/);
    expect(await readTrail()).toEqual([]);
  });
});

describe('npm run recover, where there is no house', () => {
  it('P13: makes none', async () => {
    const { code, wrong } = await recover();
    expect([code, wrong]).toEqual([1, expect.stringMatching(/^There is no house in .*: set PARLOR_DATA/) as string]);
    await expect(stat(settings['PARLOR_DATA']!)).rejects.toThrow('ENOENT');
  });

  it('P13: leaves a database alone that no server of this version has opened', async () => {
    const { url, remove } = await makeDatabase();
    removeDatabase = remove;
    settings = { ...settings, DATABASE_URL: url };
    const { code, wrong } = await recover();
    expect([code, wrong]).toEqual([1, expect.stringMatching(/^The database is of an older Parlor, or empty/) as string]);
    const database = openStored();
    expect(await database.db.introspection.getTables()).toEqual([]);
    await database.close();
  });
});

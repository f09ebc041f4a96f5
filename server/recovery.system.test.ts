// Mail and recovery with a real server and a real mail server: links that begin with the house's own address whatever a browser says, mails that
// outlive the server, sockets that end with a new password, and answers that take as long whether there is an account or not.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOSE, PROTOCOL_VERSION } from '../protocol/constants.ts';
import { createFakeClock } from './clock.ts';
import { createSmtpMailer } from './mail/smtp.ts';
import { openSqlite } from './storage/sqlite.ts';
import { openRaw } from './testing/dial.ts';
import { openHouse, PASSWORD } from './testing/house.ts';
import { sendHttp } from './testing/http.ts';
import { linkIn, startMailServer, type MailServer } from './testing/mail-server.ts';
import { settingsFor, startServer, type ServerProcess } from './testing/server-process.ts';

const NEXT = 'seven brass kettles whistle';
const HERE = 'https://parlor.example';

describe('a house with mail', () => {
  let folder: string;
  let settings: Record<string, string>;
  let mail: MailServer;
  let server: ServerProcess | null;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parlor-recovery-'));
    mail = await startMailServer({ login: { user: 'par:lor', pass: 'p@ss/word' } });
    settings = { ...(await settingsFor(folder)), PUBLIC_URL: HERE, SMTP_URL: mail.url, MAIL_FROM: 'Our house <house@parlor.example>' };
    server = null;
  });
  afterEach(async () => {
    await server?.end('SIGKILL');
    await mail.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async () => {
    server = await startServer(settings);
  };
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await sendHttp(Number(settings['PORT']), 'POST', `/api/accounts/${path}`, {
      headers: { 'content-type': 'application/json', origin: HERE, ...headers },
      body: JSON.stringify(body),
    });
    const cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]!).join('; ');
    return { ...answer, cookie };
  };
  const email = 'olga@example.org';
  const signUp = async () => {
    const { status, cookie } = await post('create', { name: 'Olga', email, password: PASSWORD });
    expect(status).toBe(200);
    await mail.next(email);
    return cookie;
  };

  it('P6: leads back in by a mail, and ends open sockets at once', async () => {
    await start();
    const cookie = await signUp();
    const raw = await openRaw({ port: Number(settings['PORT']), cookie, origin: HERE });
    await raw.ask('hello', { version: PROTOCOL_VERSION });
    expect((await post('forgot', { email })).status).toBe(200);
    const received = await mail.next(email);
    expect(received.headers.get('from')).toMatchObject({ value: [{ name: 'Our house', address: 'house@parlor.example' }] });
    const { secret } = linkIn(received);
    const at = performance.now();
    expect((await post('reset', { secret, password: NEXT })).status).toBe(200);
    expect(await raw.closed).toBe(CLOSE.signedOut);
    expect(performance.now() - at).toBeLessThan(1_000);
    expect((await mail.next(email)).subject).toBe('Your password was changed');
    expect((await post('sign-in', { email, password: NEXT })).status).toBe(200);
    expect(server!.lines.join('\n')).not.toContain(secret);
    expect(server!.lines.join('\n')).not.toContain(NEXT);
  });

  it('P6: builds links from its own address, whatever a browser says that it is', async () => {
    await start();
    await signUp();
    await post(
      'forgot',
      { email },
      {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'http',
        'x-original-url': 'https://evil.example/reset',
        forwarded: 'host=evil.example;proto=http',
        referer: 'https://evil.example/',
      },
    );
    const received = await mail.next(email);
    expect(linkIn(received).url).toMatch(/^https:\/\/parlor\.example\/reset#[A-Za-z0-9_-]{43}$/);
    expect(received.raw).not.toContain('evil');
  });

  it('P4: mails that wait outlive the server, even when it is killed', async () => {
    const login = { user: 'par:lor', pass: 'p@ss/word' };
    await mail.close();
    await start();
    expect((await post('create', { name: 'Olga', email, password: PASSWORD })).status).toBe(200);
    expect((await post('forgot', { email })).status).toBe(200);
    const database = openSqlite(join(settings['PARLOR_DATA']!, 'parlor.sqlite'));
    try {
      const tried = async () => (await database.db.selectFrom('mails').select('tries').where('tries', '>', 0).execute()).length;
      while ((await tried()) < 2) await new Promise<void>((resolve) => setImmediate(resolve));
    } finally {
      await database.close();
    }
    await server!.end('SIGKILL');
    mail = await startMailServer({ port: mail.port, login });
    await start();
    const subjects = [(await mail.next(email)).subject, (await mail.next(email)).subject];
    expect(subjects.toSorted()).toEqual(['A new password for Parlor', 'Is this your address?']);
  });

  it('stops in time while the mail server does not answer', async () => {
    await start();
    mail.hang();
    await post('create', { name: 'Olga', email, password: PASSWORD });
    await mail.next(email);
    const at = performance.now();
    expect(await server!.end('SIGTERM')).toBe(0);
    expect(performance.now() - at).toBeLessThan(10_000);
    server = null;
  });

  it('says in one line what is wrong with its settings', async () => {
    settings = { ...settings, MAIL_FROM: 'nobody' };
    await expect(startServer(settings)).rejects.toThrow(/MAIL_FROM=nobody is not one address/);
  });
});

/** By how many standard deviations the ranks of `a` among all are away from what chance gives. */
const mannWhitney = (a: number[], b: number[]): number => {
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))].toSorted(
    (x, y) => x.value - y.value,
  );
  const rankSum = all.reduce((sum, { isA }, index) => (isA ? sum + index + 1 : sum), 0);
  const [n, m] = [a.length, b.length];
  const u = rankSum - (n * (n + 1)) / 2;
  return Math.abs(u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
};

describe('P7: how long an answer takes', () => {
  const clock = createFakeClock(Date.now());
  const opened: { close(): Promise<void> }[] = [];
  afterAll(async () => {
    for (const each of opened.toReversed()) await each.close();
  });

  it('is found out by this measure where it differs', () => {
    const [even, odd] = [0, 1].map((first) => Array.from({ length: 400 }, (_, index) => first + 2 * index));
    expect(mannWhitney(even!, odd!)).toBeLessThan(0.5);
    const later = odd!.map((ms) => ms + 200);
    expect(mannWhitney(even!, later)).toBeGreaterThan(8);
  });

  it.each(['with mail', 'without mail'])('says nothing of whether there is an account: forgot, %s', async (how) => {
    const PAIRS = 400;
    const mail = await startMailServer();
    opened.push(mail);
    const from = { name: '', address: 'house@parlor.example' };
    const mailer = createSmtpMailer({ host: '127.0.0.1', port: mail.port, isTls: false, auth: null, from });
    const house = await openHouse({ clock, ...(how === 'with mail' && { mailer, publicUrl: HERE }) });
    opened.push(house);
    const origin = how === 'with mail' ? HERE : house.url;
    const ask = async (path: string, body: unknown) => {
      const at = performance.now();
      const { status, text } = await sendHttp(house.port, 'POST', `/api/accounts/${path}`, {
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify(body),
      });
      return { ms: performance.now() - at, status, text };
    };
    await ask('create', { name: 'Olga', email: 'olga@example.org', password: PASSWORD });
    const known: number[] = [];
    const unknown: number[] = [];
    for (let index = 0; index < PAIRS; index++) {
      const order = index % 2 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
      for (const which of order) {
        // All that was begun is done, and nobody's bucket is empty.
        clock.advance(20 * 60_000);
        await house.parlor.accounts.settle();
        const { ms, status, text } = await ask('forgot', { email: which === 'known' ? 'olga@example.org' : `olga${index}@example.org` });
        expect([status, text]).toEqual([200, '{}']);
        (which === 'known' ? known : unknown).push(ms);
      }
    }
    // Chance alone is beyond this once in a million times.
    expect(mannWhitney(known, unknown)).toBeLessThan(5);
    // The work was done, only later.
    if (how === 'with mail') expect(mail.received.length).toBeGreaterThan(0);
    else expect(await house.parlor.accounts.recoveryRequests()).toHaveLength(1);
  });
});

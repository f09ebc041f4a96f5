// The outbox against a real SMTP server, on every database: what is committed leaves once, what fails is tried again, and what cannot leave does
// not stand in the way of the rest.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../clock.ts';
import { newSecret } from '../ids.ts';
import { silentLog } from '../log.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { freePort } from '../testing/server-process.ts';
import { startMailServer, type MailServer } from '../testing/mail-server.ts';
import type { Mailer, Outbox } from './mailer.ts';
import { createOutbox } from './outbox.ts';
import { createSmtpMailer } from './smtp.ts';

const FROM = { name: 'Parlor', address: 'parlor@house.example' };
const DAY_MS = 24 * 60 * 60_000;
const mailTo = (to: string, subject = 'Hello') => ({ to, subject, text: 'Good day.', html: '<p>Good day.</p>' });
const mailerAt = (port: number, auth: { user: string; pass: string } | null = null): Mailer =>
  createSmtpMailer({ host: '127.0.0.1', port, isTls: false, auth, from: FROM });

eachDatabase('the outbox', ({ open }) => {
  const secret = newSecret();
  let database: Database;
  let clock: FakeClock;
  let server: MailServer;
  let outboxes: Outbox[];
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    clock = createFakeClock();
    server = await startMailServer();
    outboxes = [];
    await database.db.deleteFrom('mails').execute();
  });
  afterEach(async () => {
    await Promise.all(outboxes.map((outbox) => outbox.close()));
    await server.close();
  });

  const start = (mailer: Mailer = mailerAt(server.port), own = secret): Outbox => {
    const outbox = createOutbox({ database, clock, log: silentLog, mailer, secret: own });
    outboxes.push(outbox);
    return outbox;
  };
  const send = async (outbox: Outbox, mail = mailTo('ana@example.org'), goodForMs = DAY_MS) => {
    await database.transaction((trx) => outbox.queue(trx, mail, goodForMs));
    outbox.wake();
  };
  /** Resolves once `isSo` of the stored mails: the loop has no other way to say that it is done with one. */
  const until = async (isSo: (mails: { tries: number; lastError: string | null; nextTryAt: number }[]) => boolean) => {
    for (;;) {
      const mails = await database.db.selectFrom('mails').select(['tries', 'lastError', 'nextTryAt']).execute();
      if (isSo(mails)) return mails;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  };
  const tried = (times: number) => until((mails) => mails.length === 1 && mails[0]!.tries === times);
  const gone = () => until((mails) => mails.length === 0);

  it('P3: sends what was committed, as text and as HTML, and forgets it', async () => {
    const outbox = start();
    await send(outbox);
    const mail = await server.next('ana@example.org');
    expect(mail).toMatchObject({ from: FROM.address, to: ['ana@example.org'], subject: 'Hello' });
    expect([mail.text.trim(), mail.html.trim()]).toEqual(['Good day.', '<p>Good day.</p>']);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.messageId).toMatch(/^<[0-9a-f-]{36}@house\.example>$/);
    await gone();
    expect(await outbox.state()).toEqual({ waiting: 0, lastError: null });
  });

  it('P3: sends nothing of what was rolled back', async () => {
    const outbox = start();
    const failed = database.transaction(async (trx) => {
      await outbox.queue(trx, mailTo('nobody@example.org'), DAY_MS);
      throw new Error('on second thoughts');
    });
    await expect(failed).rejects.toThrow('on second thoughts');
    await send(outbox);
    await server.next('ana@example.org');
    await gone();
    expect(server.received).toHaveLength(1);
  });

  it('keeps what is in a mail from whoever reads the database', async () => {
    const outbox = start(mailerAt(await freePort()));
    await send(outbox, { to: 'ana@example.org', subject: 'topsecret', text: 'topsecret', html: 'topsecret' });
    await tried(1);
    expect(JSON.stringify(await database.db.selectFrom('mails').selectAll().execute())).not.toContain('topsecret');
  });

  describe('P4: what fails is tried again, later each time', () => {
    it('when the server is not there, and goes when it is', async () => {
      const port = await freePort();
      const outbox = start(mailerAt(port));
      await send(outbox);
      const waits: number[] = [];
      for (let times = 1; times <= 4; times++) {
        const [mail] = await tried(times);
        waits.push(mail!.nextTryAt - clock.now());
        if (times < 4) clock.advance(waits.at(-1)!);
      }
      expect(waits).toEqual([15_000, 30_000, 60_000, 120_000]);
      expect(await outbox.state()).toEqual({ waiting: 1, lastError: expect.stringContaining('ECONNREFUSED') as string });
      const late = await startMailServer({ port });
      try {
        clock.advance(120_000);
        await late.next('ana@example.org');
        await gone();
        expect(await outbox.state()).toEqual({ waiting: 0, lastError: null });
        expect(late.received).toHaveLength(1);
      } finally {
        await late.close();
      }
    });

    it.each(['sender', 'recipient', 'data'] as const)('when it says not now, at the %s', async (at) => {
      const outbox = start();
      server.refuse({ at, code: 451, message: 'come again' });
      await send(outbox);
      const [mail] = await tried(1);
      expect(mail!.lastError).toContain('come again');
      server.refuse(null);
      clock.advance(15_000);
      await server.next('ana@example.org');
      await gone();
    });

    it('when it will not have us, which whoever runs the house may mend', async () => {
      await server.close();
      server = await startMailServer({ login: { user: 'parlor', pass: 'right' } });
      const outbox = start(mailerAt(server.port, { user: 'parlor', pass: 'wrong' }));
      await send(outbox);
      await tried(1);
      expect((await outbox.state()).lastError).toContain('who are you?');
      await outbox.close();
      clock.advance(15_000);
      start(mailerAt(server.port, { user: 'parlor', pass: 'right' }));
      await server.next('ana@example.org');
      await gone();
    });
  });

  describe('P4: what will never go is given up', () => {
    it.each(['recipient', 'data'] as const)('when the server says so, at the %s; whoever runs the house can read why', async (at) => {
      const outbox = start();
      server.refuse({ at, code: 550, message: 'no such ana@example.org here' });
      await send(outbox);
      await gone();
      const { waiting, lastError } = await outbox.state();
      expect(waiting).toBe(0);
      expect(lastError).toContain('no such … here');
      server.refuse(null);
      await send(outbox, mailTo('bob@example.org'));
      await server.next('bob@example.org');
      await gone();
      expect((await outbox.state()).lastError).toBe(null);
    });

    it('when it is of no use any more', async () => {
      const outbox = start(mailerAt(await freePort()));
      await send(outbox, mailTo('ana@example.org'), 20_000);
      await tried(1);
      clock.advance(15_000);
      await tried(2);
      clock.advance(5_000);
      await gone();
      expect((await outbox.state()).lastError).toMatch(/^given up: .*ECONNREFUSED/);
    });

    it('when it was sealed with a secret that the house no longer has', async () => {
      const before = start(mailerAt(await freePort()));
      await send(before);
      await tried(1);
      await before.close();
      clock.advance(15_000);
      const after = start(mailerAt(server.port), newSecret());
      await gone();
      expect((await after.state()).lastError).toContain('another secret');
    });
  });

  it('P4: one that is refused does not hold up the others', async () => {
    const outbox = start();
    const refused: Mailer = {
      async deliver(id, mail, stop) {
        if (mail.to === 'bad@example.org') return { kind: 'later', why: 'not now' };
        return mailerAt(server.port).deliver(id, mail, stop);
      },
    };
    await outbox.close();
    const other = start(refused);
    await database.transaction(async (trx) => {
      await other.queue(trx, mailTo('bad@example.org'), DAY_MS);
      for (let index = 0; index < 3; index++) await other.queue(trx, mailTo('ana@example.org', `No. ${index}`), DAY_MS);
    });
    other.wake();
    await until((mails) => mails.length === 1);
    expect(server.received.map(({ subject }) => subject).toSorted()).toEqual(['No. 0', 'No. 1', 'No. 2']);
  });

  describe('P4: a restart', () => {
    it('sends what waits, and at once what waited long for a server that failed', async () => {
      const port = await freePort();
      const before = start(mailerAt(port));
      await send(before);
      for (let times = 1; times < 6; times++) {
        const [mail] = await tried(times);
        clock.advance(mail!.nextTryAt - clock.now());
      }
      await tried(6);
      await before.close();
      start();
      await server.next('ana@example.org');
      await gone();
    });

    it('gives a mail that was under way as the server was killed to nobody before its time, and then sends it', async () => {
      // What a claim leaves behind, and no more: the process is gone.
      const dead = start();
      await dead.close();
      await database.transaction((trx) => dead.queue(trx, mailTo('ana@example.org'), DAY_MS));
      await database.db
        .updateTable('mails')
        .set({ nextTryAt: clock.now() + 3 * 60_000 })
        .execute();
      const outbox = start();
      await send(outbox, mailTo('bob@example.org'));
      await server.next('bob@example.org');
      expect(server.received.map(({ to }) => to)).toEqual([['bob@example.org']]);
      clock.advance(3 * 60_000);
      await server.next('ana@example.org');
      await gone();
    });

    it('waits for no mail server that does not answer, and loses nothing', async () => {
      server.hang();
      const outbox = start();
      await send(outbox);
      await server.next('ana@example.org');
      await outbox.close();
      const mails = await until((stored) => stored.length === 1 && stored[0]!.tries === 1);
      expect(mails).toHaveLength(1);
    });
  });

  it('P4: of two nodes with one database, one sends', async () => {
    const [one, other] = [start(), start()];
    for (let index = 0; index < 5; index++) await database.transaction((trx) => one.queue(trx, mailTo(`m${index}@example.org`), DAY_MS));
    one.wake();
    other.wake();
    for (let index = 0; index < 5; index++) await server.next(`m${index}@example.org`);
    await gone();
    await Promise.all([one.close(), other.close()]);
    expect(server.received).toHaveLength(5);
  });
});

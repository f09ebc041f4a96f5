// One mail over real SMTP: what is in it stays where it belongs, whatever it is made of.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMailServer, type MailServer } from '../testing/mail-server.ts';
import { createSmtpMailer, mustBeSafe } from './smtp.ts';

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());

const deliver = (
  mail: { to: string; subject?: string; text?: string; html?: string },
  from = { name: 'Parlor', address: 'parlor@house.example' },
) =>
  createSmtpMailer({ host: '127.0.0.1', port: server.port, isTls: false, auth: null, from }).deliver(
    'an-id',
    { subject: 'Hello', text: 'Good day.', html: '<p>Good day.</p>', ...mail },
    new AbortController().signal,
  );

describe('P5: a mail has one recipient and the headers that we give it', () => {
  it.each([
    'a@example.org, b@example.org',
    'a@example.org;b@example.org',
    'a@example.org\r\nBcc: b@example.org',
    'a@example.org\nRCPT TO:<b@example.org>',
    'Ana <a@example.org>',
    '"a@evil.example"@example.org',
    'a@b@example.org',
    'a@example.org>',
    'group:a@example.org;',
    ' a@example.org',
    '@example.org',
    '',
  ])('and goes nowhere when it is for %j', async (to) => {
    const before = server.received.length;
    expect(await deliver({ to })).toEqual({ kind: 'never', why: 'the recipient is not one address' });
    expect(server.received).toHaveLength(before);
  });

  it.each([
    'Hello\r\nBcc: b@example.org',
    'Hello\nBcc: b@example.org',
    'Hello\rBcc: b@example.org',
    'Hello\u2028Bcc: b@example.org',
    'Hello\u0000\r\n\r\n<script>',
    `Hello${' '.repeat(2_000)}\r\nBcc: b@example.org`,
  ])('whatever its subject is: %j', async (subject) => {
    expect(await deliver({ to: 'a@example.org', subject })).toEqual({ kind: 'taken' });
    const mail = await server.next('a@example.org');
    expect(mail.to).toEqual(['a@example.org']);
    expect([...mail.headers.keys()].toSorted()).toEqual(
      [
        'auto-submitted',
        'content-type',
        'date',
        'from',
        'message-id',
        'mime-version',
        'subject',
        'to',
        'x-auto-response-suppress',
      ].toSorted(),
    );
    expect(mail.subject).toMatch(/^Hello /);
    expect(mail.text.trim()).toBe('Good day.');
  });

  it('and reorders nothing with what cannot be seen', async () => {
    await deliver({ to: 'a@example.org', subject: 'A \u202Egpj.exe\u202C name\u200B' });
    expect((await server.next('a@example.org')).subject).toBe('A gpj.exe name');
  });

  it('with letters of any language in its subject, its text and its sender', async () => {
    await deliver(
      { to: 'a@example.org', subject: 'Grüße aus 東京 🎏', text: 'Žluťoučký', html: '<p>Žluťoučký</p>' },
      { name: 'Ψ, "Q"', address: 'p@house.example' },
    );
    const mail = await server.next('a@example.org');
    expect([mail.subject, mail.text.trim(), mail.html.trim()]).toEqual(['Grüße aus 東京 🎏', 'Žluťoučký', '<p>Žluťoučký</p>']);
    expect(mail.headers.get('from')).toMatchObject({ value: [{ name: 'Ψ, "Q"', address: 'p@house.example' }] });
  });

  it('and a line with a dot does not end it', async () => {
    await deliver({ to: 'a@example.org', text: 'one\n.\nMAIL FROM:<evil@example.org>\n..two' });
    expect((await server.next('a@example.org')).text.trim().split('\n')).toEqual(['one', '.', 'MAIL FROM:<evil@example.org>', '..two']);
  });
});

describe('a certificate that holds', () => {
  const auth = { user: 'parlor', pass: 'secret' };
  it.each([
    { host: 'mail.example.org', isTls: true, auth: null, isAsked: true },
    { host: 'mail.example.org', isTls: false, auth, isAsked: true },
    { host: '10.0.0.7', isTls: false, auth, isAsked: true },
    { host: '127.evil.example', isTls: false, auth, isAsked: true },
    { host: 'localhost.evil.example', isTls: true, auth, isAsked: true },
    { host: 'mail.example.org', isTls: false, auth: null, isAsked: false },
    { host: '127.0.0.1', isTls: true, auth, isAsked: false },
    { host: 'localhost', isTls: false, auth, isAsked: false },
    { host: '::1', isTls: false, auth, isAsked: false },
  ])('is asked for before a password leaves this machine, or where TLS is: $host, TLS: $isTls', ({ isAsked, ...settings }) => {
    expect(mustBeSafe(settings)).toBe(isAsked);
  });
});

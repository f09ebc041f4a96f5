// What the house writes: in both forms the same, escaped, with nothing in it that is fetched, and with links that begin with its own address.
import { describe, expect, it } from 'vitest';
import type { Mail, Outbox } from '../mail/mailer.ts';
import type { Trx } from '../storage/schema.ts';
import { createPost, type Addressee, type Post } from './mails.ts';

const HOSTILE = `<img src=x onerror=alert(1)> & "Co" 'x'`;
const trx = {} as Trx;

const written = async (write: (post: Post) => Promise<void>): Promise<Mail> => {
  const mails: Mail[] = [];
  const outbox: Outbox = {
    queue: async (_trx, mail) => void mails.push(mail),
    wake() {},
    state: async () => ({ waiting: 0, lastError: null }),
    close: async () => {},
  };
  await write(createPost({ outbox, publicUrl: 'https://parlor.example:8443' }));
  expect(mails).toHaveLength(1);
  return mails[0]!;
};
const to = (name: string, isConfirmed = true): Addressee => ({ name, email: 'ana@example.org', isConfirmed });

const KINDS: Record<string, (post: Post, addressee: Addressee) => Promise<void>> = {
  'a link for a new password': (post, addressee) => post.newPassword(trx, addressee, 'a-secret'),
  'a password that was changed': (post, addressee) => post.passwordChanged(trx, addressee),
  'an address to confirm': (post, { email }) => post.confirmEmail(trx, email, 'a-secret'),
  'an address that was changed': (post, addressee) => post.emailChanged(trx, addressee, 'new@example.org'),
  'an account that is deleted': (post, addressee) => post.accountDeleted(trx, addressee),
};

const textOf = (html: string): string =>
  html
    .replaceAll(/<(head|style)[^]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/\s+/g, ' ')
    .trim();

describe.each(Object.keys(KINDS))('a mail about %s', (kind) => {
  const mailTo = (addressee: Addressee) => written((post) => KINDS[kind]!(post, addressee));

  it('goes to one address, and says the same as text and as HTML', async () => {
    const mail = await mailTo(to('Ana'));
    expect(mail.to).toBe('ana@example.org');
    expect(mail.subject).not.toMatch(/Ana|example/);
    const said = mail.text.replaceAll(/\s+/g, ' ').trim();
    // A link has a button besides itself.
    const shown = textOf(mail.html).replace(/(Choose a new password|Yes, it is mine) (?=https:)/, '');
    expect(shown).toBe(said);
    expect(said).toContain('parlor.example:8443');
  });

  it('has no script and fetches nothing', async () => {
    const { html } = await mailTo(to('Ana'));
    expect(html).not.toMatch(/<(script|img|link|iframe|object|video|audio|svg|form)\b|\bsrc=|url\(|@import|srcset|background=/i);
    for (const [, url] of html.matchAll(/href="([^"]*)"/g)) expect(url).toMatch(/^https:\/\/parlor\.example:8443\//);
  });

  it('A18: is HTML whatever somebody calls themselves', async () => {
    const { html, text } = await mailTo(to(HOSTILE));
    expect(html).not.toContain('<img');
    expect(html.match(/<(?!\/?(html|head|meta|title|body|p|a)\b|!doctype)/g)).toBe(null);
    if (text.includes('onerror')) expect(textOf(html)).toContain(HOSTILE);
  });

  it('repeats nothing that somebody chose to an address that is not shown to be theirs', async () => {
    const { html, text, subject } = await mailTo(to('Win a prize at evil.example', false));
    expect(`${html}${text}${subject}`).not.toContain('evil.example');
  });
});

it('links carry their secret behind the #, where no server sees it', async () => {
  const reset = await written((post) => post.newPassword(trx, to('Ana'), 'a-secret'));
  expect(reset.text).toContain('\nhttps://parlor.example:8443/reset#a-secret\n');
  const confirm = await written((post) => post.confirmEmail(trx, 'ana@example.org', 'a-secret'));
  expect(confirm.text).toContain('\nhttps://parlor.example:8443/confirm#a-secret\n');
});

// What the house writes to people. Short, plain, the same as text and as HTML; nothing in it is fetched from anywhere, and every word that a person
// chose is escaped. Links begin with the house's own address from its settings, never with what a browser said that it is.
import type { Mail, Outbox } from '../mail/mailer.ts';
import type { Trx } from '../storage/schema.ts';

const HOUR_MS = 60 * 60_000;
export const RESET_MS = HOUR_MS / 2;
export const CONFIRM_MS = 24 * HOUR_MS;
/** News is news for as long. */
const NEWS_MS = 3 * 24 * HOUR_MS;

/** `isConfirmed`: whether we know that the address is theirs. If not, nothing that they chose themselves is sent to it. */
export type Addressee = { name: string; email: string; isConfirmed: boolean };

type Part = string | { link: string; label: string };
type Letter = { subject: string; parts: Part[] };

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

const toText = (part: Part): string => (typeof part === 'string' ? part : part.link);

const BUTTON =
  'display:inline-block;padding:10px 18px;border-radius:8px;background:#2d5bd7;color:#ffffff;text-decoration:none;font-weight:600';

const toHtml = (part: Part): string => {
  if (typeof part === 'string') return `<p>${escape(part)}</p>`;
  const href = escape(part.link);
  return `<p><a href="${href}" style="${BUTTON}">${escape(part.label)}</a></p>\n<p style="font-size:13px;opacity:0.75;word-break:break-all">${href}</p>`;
};

const PAGE = 'margin:0 auto;max-width:520px;padding:24px;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif';

const write = (to: string, { subject, parts }: Letter): Mail => ({
  to,
  subject,
  text: `${parts.map(toText).join('\n\n')}\n`,
  html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escape(subject)}</title></head>
<body style="${PAGE}">
${parts.map(toHtml).join('\n')}
</body>
</html>
`,
});

/** Each is queued in the transaction of what it tells. */
export type Post = ReturnType<typeof createPost>;

export const createPost = ({ outbox, publicUrl }: { outbox: Outbox; publicUrl: string }) => {
  const { host } = new URL(publicUrl);
  const hello = ({ name, isConfirmed }: Addressee): string => (isConfirmed ? `Hello ${name},` : 'Hello,');
  const queue = (trx: Trx, to: string, letter: Letter, goodForMs: number) => outbox.queue(trx, write(to, letter), goodForMs);

  return {
    /** After the commit. */
    wake: () => outbox.wake(),

    newPassword: (trx: Trx, to: Addressee, secret: string) =>
      queue(
        trx,
        to.email,
        {
          subject: 'A new password for Parlor',
          parts: [
            hello(to),
            `Somebody asked for a new password for your account at ${host}. If it was you, choose one here:`,
            { link: `${publicUrl}/reset#${secret}`, label: 'Choose a new password' },
            'The link works once, and for 30 minutes.',
            'If it was not you, there is nothing to do. Your password stays as it is.',
          ],
        },
        RESET_MS,
      ),

    passwordChanged: (trx: Trx, to: Addressee) =>
      queue(
        trx,
        to.email,
        {
          subject: 'Your password was changed',
          parts: [
            hello(to),
            `Your password at ${host} was changed, and other browsers were signed out.`,
            'If it was you, all is well.',
            `If it was not you, choose another one right now: open ${publicUrl}/forgot and ask for a link. Then tell whoever runs ${host}.`,
          ],
        },
        NEWS_MS,
      ),

    confirmEmail: (trx: Trx, email: string, secret: string) =>
      queue(
        trx,
        email,
        {
          subject: 'Is this your address?',
          parts: [
            'Hello,',
            `This address was given for an account at ${host}. If that was you, confirm that it is yours:`,
            { link: `${publicUrl}/confirm#${secret}`, label: 'Yes, it is mine' },
            'The link works once, and for a day, in a browser where you are signed in.',
            'If it was not you, there is nothing to do. Without you, nothing comes of it.',
          ],
        },
        CONFIRM_MS,
      ),

    /** To the old address. */
    emailChanged: (trx: Trx, to: Addressee, email: string) =>
      queue(
        trx,
        to.email,
        {
          subject: 'Your address was changed',
          parts: [
            hello(to),
            `Your account at ${host} has another address from now on: ${email}. This one is not used any more.`,
            'If it was you, all is well.',
            `If it was not you, somebody else can get into your account. Tell whoever runs ${host} right away: they can sign everybody out and hand you a link to get back in.`,
          ],
        },
        NEWS_MS,
      ),

    accountDeleted: (trx: Trx, to: Addressee) =>
      queue(
        trx,
        to.email,
        {
          subject: 'Your account is deleted',
          parts: [
            hello(to),
            `Your account at ${host} is gone, and everything about you with it. What you said in rooms is still there, signed “Deleted account”.`,
            'Thank you for having been here.',
            `If it was not you who deleted it, tell whoever runs ${host}.`,
          ],
        },
        NEWS_MS,
      ),
  };
};

// Mail over SMTP, by nodemailer; nothing else imports it. A connection for each mail: they are few.
import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import type { Delivery, Mail, Mailer } from './mailer.ts';

export type SmtpSettings = {
  host: string;
  port: number;
  /** TLS from the first byte; else STARTTLS where it is offered. */
  isTls: boolean;
  auth: { user: string; pass: string } | null;
  /** `Parlor <parlor@example.org>`, or the address alone. */
  from: { name: string; address: string };
};

const ANSWER_WITHIN_MS = 15_000;
const SUBJECT_LENGTH = 200;

/** What an address may consist of where it stands in a command and in a header: no second one, no end of line, no quotes. */
const ONE_ADDRESS = /^[^\s<>()[\],;:"\\@\p{Cc}]+@[^\s<>()[\],;:"\\@\p{Cc}]+$/u;

/** One line without anything that cannot be seen: whatever it was made of, it ends no header. */
export const oneLine = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, SUBJECT_LENGTH);

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** A password goes to another machine only over TLS with a certificate that holds; without one, any encryption is better than none. */
export const mustBeSafe = ({ host, isTls, auth }: Pick<SmtpSettings, 'host' | 'isTls' | 'auth'>): boolean =>
  (isTls || auth !== null) && !isLoopback(host);

type SmtpError = Error & { responseCode?: number; command?: string };

/** A no of 500 and more about this recipient or this text is for good. One about us (who we are, what we may send from) may be mended. */
const toDelivery = (error: SmtpError, { to }: Mail): Delivery => {
  const { responseCode = 0, command = '' } = error;
  const isForGood = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
  return { kind: isForGood ? 'never' : 'later', why: oneLine(error.message.replaceAll(to, '…')) };
};

export const createSmtpMailer = ({ host, port, isTls, auth, from }: SmtpSettings): Mailer => {
  const isStrict = mustBeSafe({ host, isTls, auth });
  const transport = createTransport({
    host,
    port,
    secure: isTls,
    requireTLS: isStrict,
    opportunisticTLS: !isStrict,
    tls: { rejectUnauthorized: isStrict },
    ...(auth && { auth }),
    connectionTimeout: ANSWER_WITHIN_MS,
    greetingTimeout: ANSWER_WITHIN_MS,
    dnsTimeout: ANSWER_WITHIN_MS,
    socketTimeout: ANSWER_WITHIN_MS,
    // A mail's content names no file and no address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.address.split('@')[1]!;
  return {
    async deliver(id, mail, stop) {
      const { to, subject, text, html } = mail;
      if (!ONE_ADDRESS.test(to)) return { kind: 'never', why: 'the recipient is not one address' };
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          envelope: { from: from.address, to: [to] },
          subject: oneLine(subject),
          text,
          html,
          messageId: `<${id}@${domain}>`,
          // Nobody's out-of-office needs to answer.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          signal: stop,
        });
        return { kind: 'taken' };
      } catch (error) {
        return toDelivery(error as SmtpError, mail);
      }
    },
  };
};

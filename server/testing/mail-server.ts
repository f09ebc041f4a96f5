// A mail server for tests: real SMTP on a port of this machine, whose mails are parsed as a reader's program would. What it answers is decided by
// the test, mail by mail.
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

export type Received = {
  from: string;
  /** As the envelope has them: everybody that it goes to. */
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: ReadonlyMap<string, unknown>;
  messageId: string;
  raw: string;
};

/** An SMTP code to refuse with, and where; null to take the mail. */
export type Refuses = { at: 'sender' | 'recipient' | 'data'; code: number; message?: string } | null;

export type MailServer = {
  port: number;
  /** For `SMTP_URL`. */
  url: string;
  received: Received[];
  /** How often somebody connected. */
  readonly connections: number;
  /** The next mail that was or will be taken for this address, after those that were handed out before. */
  next(to: string): Promise<Received>;
  /** From now on. */
  refuse(next: Refuses): void;
  /** Takes what is sent and never says so, until it is closed. */
  hang(): void;
  close(): Promise<void>;
};

const refusal = ({ code, message = 'no' }: NonNullable<Refuses>): Error => Object.assign(new Error(message), { responseCode: code });

const readAll = async (stream: SMTPServerDataStream): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const parse = async (raw: string, from: string, to: string[]): Promise<Received> => {
  const { subject = '', text = '', html, headers, messageId = '' } = await simpleParser(raw);
  return { from, to, subject, text, html: html || '', headers, messageId, raw };
};

type Login = { user: string; pass: string };

export const startMailServer = async ({ port = 0, login }: { port?: number; login?: Login } = {}): Promise<MailServer> => {
  const received: Received[] = [];
  const handedOut = new Set<Received>();
  const waiting: { to: string; resolve(mail: Received): void }[] = [];
  let refuses: Refuses = null;
  let isHanging = false;
  let connections = 0;

  const handOut = (): void => {
    for (const mail of received) {
      const index = handedOut.has(mail) ? -1 : waiting.findIndex(({ to }) => mail.to.includes(to));
      if (index < 0) continue;
      handedOut.add(mail);
      waiting.splice(index, 1)[0]!.resolve(mail);
    }
  };

  const server = new SMTPServer({
    disabledCommands: login ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onAuth({ username, password }, _session, done) {
      if (username === login?.user && password === login?.pass) done(null, { user: username });
      else done(new Error('who are you?'));
    },
    onMailFrom: (_address, _session, done) => done(refuses?.at === 'sender' ? refusal(refuses) : null),
    onRcptTo: (_address, _session, done) => done(refuses?.at === 'recipient' ? refusal(refuses) : null),
    onData(stream, { envelope }, done) {
      void (async () => {
        const raw = await readAll(stream);
        if (refuses?.at === 'data') return done(refusal(refuses));
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        received.push(
          await parse(
            raw,
            from,
            envelope.rcptTo.map(({ address }) => address),
          ),
        );
        if (!isHanging) done();
        handOut();
      })();
    },
  });
  // A caller that hangs up in the middle is part of some tests.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.server.address() as { port: number };
  return {
    port: taken,
    url: `smtp://${login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.pass)}@` : ''}127.0.0.1:${taken}`,
    received,
    get connections() {
      return connections;
    },
    next: (to) =>
      new Promise((resolve) => {
        waiting.push({ to, resolve });
        handOut();
      }),
    refuse(next) {
      refuses = next;
    },
    hang() {
      isHanging = true;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

/** The secret in a mail's link: of its text, which must be the same as in its HTML. */
export const linkIn = ({ text, html }: Received): { url: string; page: string; secret: string } => {
  const url = /https?:\/\/\S+#\S+/.exec(text)?.[0] ?? '';
  if (!url || !html.includes(`href="${url}"`)) throw new Error(`no link, or not the same twice:\n${text}\n${html}`);
  const { pathname, hash } = new URL(url);
  return { url, page: pathname, secret: hash.slice(1) };
};

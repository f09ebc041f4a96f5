// The outbox: mails lie in the database, sealed, until the mail server has taken them. One loop sends them one after the other and waits longer
// after each try that failed; requests never wait for it. What is under way when the server is killed goes again: a mail may come twice, but
// none is lost.
import type { Clock } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import { createSealing } from '../sealing.ts';
import type { Database } from '../storage/database.ts';
import type { Delivery, Mail, Mailer, Outbox } from './mailer.ts';
import * as queries from './mails.queries.ts';

const FIRST_RETRY_MS = 15_000;
const LONGEST_RETRY_MS = 15 * 60_000;
/** For as long as one mail may take, and more: after that it is another node's to try. */
const LEASE_MS = 3 * 60_000;
const DELIVER_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 60_000;
const STOP_WITHIN_MS = 2_000;

const retryIn = (tries: number): number => Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1));

type Needs = { database: Database; clock: Clock; log: Log; mailer: Mailer; secret: string };

export const createOutbox = ({ database, clock, log, mailer, secret }: Needs): Outbox => {
  const sealing = createSealing(secret);
  const stop = new AbortController();
  let running: Promise<void> | null = null;
  let hasBegun = false;
  let isAsked = false;
  let isClosed = false;
  let cancelNext = () => {};

  const open = (id: string, sealed: string): Omit<Mail, 'to'> | null => {
    try {
      return JSON.parse(sealing.unseal(sealed, `mail ${id}`)) as Omit<Mail, 'to'>;
    } catch {
      return null; // Sealed with another secret than this house has now.
    }
  };

  const deliver = async ({ id, recipient, sealed, expiresAt, lastError }: queries.StoredMail): Promise<Delivery> => {
    if (expiresAt <= clock.now()) return { kind: 'never', why: `given up${lastError === null ? '' : `: ${lastError}`}` };
    const content = open(id, sealed);
    if (!content) return { kind: 'never', why: "it was sealed with another secret than this house's" };
    const deadline = AbortSignal.any([stop.signal, AbortSignal.timeout(DELIVER_WITHIN_MS)]);
    return mailer.deliver(id, { to: recipient, ...content }, deadline);
  };

  const settle = (mail: queries.StoredMail, delivery: Delivery): Promise<void> =>
    database.transaction(async (trx) => {
      const { id, expiresAt } = mail;
      switch (delivery.kind) {
        case 'taken':
          await queries.deleteMail(trx, id);
          return queries.noteTry(trx, null);
        case 'never':
          await queries.deleteMail(trx, id);
          return queries.noteTry(trx, delivery.why);
        case 'later': {
          const tries = mail.tries + 1;
          const nextTryAt = Math.min(clock.now() + retryIn(tries), expiresAt);
          await queries.postpone(trx, id, { nextTryAt, tries, lastError: delivery.why });
          return queries.noteTry(trx, delivery.why);
        }
        default:
          return delivery satisfies never;
      }
    });

  /** False where nothing is due. */
  const sendNext = async (): Promise<boolean> => {
    const now = clock.now();
    const mail = await database.transaction((trx) => queries.claimDue(trx, now, now + LEASE_MS));
    if (!mail) return false;
    const delivery = await deliver(mail);
    if (delivery.kind === 'taken') log.info({ mail: mail.id }, 'a mail was sent');
    else if (!isClosed) log.warn({ mail: mail.id, why: delivery.why, isLost: delivery.kind === 'never' }, 'a mail was not sent');
    await settle(mail, delivery);
    return true;
  };

  const work = async (): Promise<void> => {
    let nextAt: number | null = null;
    try {
      if (!hasBegun) await database.transaction((trx) => queries.hurry(trx, clock.now() + LEASE_MS, clock.now()));
      hasBegun = true;
      while (isAsked && !isClosed) {
        isAsked = false;
        while (!isClosed && (await sendNext()));
        nextAt = await queries.nextTry(database.db);
        if (nextAt !== null && nextAt <= clock.now()) isAsked = true;
      }
    } catch (error) {
      // The database: whoever asks something of it is told. Mails wait.
      log.warn({ err: error }, 'the outbox could not be read');
    }
    running = null;
    if (isClosed) return;
    cancelNext = clock.after(nextAt === null ? LOOK_AGAIN_MS : Math.min(LOOK_AGAIN_MS, nextAt - clock.now()), wake);
  };

  const wake = (): void => {
    if (isClosed) return;
    cancelNext();
    isAsked = true;
    running ??= work();
  };

  wake();

  return {
    async queue(trx, { to, ...content }, goodForMs) {
      const now = clock.now();
      const id = newId(now);
      await queries.insertMail(trx, {
        id,
        recipient: to,
        sealed: sealing.seal(JSON.stringify(content), `mail ${id}`),
        createdAt: now,
        nextTryAt: now,
        expiresAt: now + goodForMs,
        lastError: null,
      });
    },
    wake,
    state: async () => ({ waiting: await queries.countMails(database.db), lastError: await queries.findFailure(database.db) }),
    async close() {
      isClosed = true;
      cancelNext();
      const timer = setTimeout(() => stop.abort(), STOP_WITHIN_MS);
      await running;
      clearTimeout(timer);
    },
  };
};

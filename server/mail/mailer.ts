// The door to mail. What is to be sent goes into the outbox, in the transaction of what it speaks of; it leaves by a mailer, one mail at a time,
// after the commit. A house without a mail server has neither.
import type { Trx } from '../storage/schema.ts';

/** To one address, and no other. */
export type Mail = { to: string; subject: string; text: string; html: string };

/** `later`: the same mail may go another time; `never`: it will not, whatever we do. `why` is one line for whoever runs the house. */
export type Delivery = { kind: 'taken' } | { kind: 'later'; why: string } | { kind: 'never'; why: string };

export type Mailer = {
  /** Foreseen failures are answers. `id` makes a mail that is sent twice, because a crash hid that it went, one mail for its reader. */
  deliver(id: string, mail: Mail, stop: AbortSignal): Promise<Delivery>;
};

/** `lastError` is of the last try, if that failed. */
export type OutboxState = { waiting: number; lastError: string | null };

export type Outbox = {
  /** Part of the caller's transaction. `wake` once it is committed. Of no use to anybody after `goodForMs`, it is not sent any more. */
  queue(trx: Trx, mail: Mail, goodForMs: number): Promise<void>;
  /** Something may be due. */
  wake(): void;
  state(): Promise<OutboxState>;
  /** What is under way is given a moment, then kept for the next start. */
  close(): Promise<void>;
};

// The outbox in the database, and the fact that tells how the last try went.
import type { Insertable, Selectable } from 'kysely';
import type { Db, Schema, Trx } from '../storage/schema.ts';

export type StoredMail = Selectable<Schema['mails']>;

const FAILURE = 'mailFailure';

export const insertMail = async (trx: Trx, mail: Insertable<Schema['mails']>): Promise<void> => {
  await trx.insertInto('mails').values(mail).execute();
};

/** The one that has been due for longest, for this node alone until `leasedUntil`; null where none is. */
export const claimDue = async (trx: Trx, now: number, leasedUntil: number): Promise<StoredMail | null> => {
  const due = await trx
    .selectFrom('mails')
    .selectAll()
    .where('nextTryAt', '<=', now)
    .orderBy('nextTryAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (!due) return null;
  // Of two nodes that found the same, one changes it.
  const claimed = await trx
    .updateTable('mails')
    .set({ nextTryAt: leasedUntil })
    .where('id', '=', due.id)
    .where('nextTryAt', '=', due.nextTryAt)
    .executeTakeFirst();
  return claimed.numUpdatedRows === 1n ? due : claimDue(trx, now, leasedUntil);
};

export const deleteMail = async (trx: Trx, id: string): Promise<void> => {
  await trx.deleteFrom('mails').where('id', '=', id).execute();
};

export const postpone = async (trx: Trx, id: string, next: { nextTryAt: number; tries: number; lastError: string }): Promise<void> => {
  await trx.updateTable('mails').set(next).where('id', '=', id).execute();
};

/** What waits for longer than `latest` waits for no lease, but for a mail server that may work now. */
export const hurry = async (trx: Trx, latest: number, now: number): Promise<void> => {
  await trx.updateTable('mails').set({ nextTryAt: now }).where('nextTryAt', '>', latest).execute();
};

export const nextTry = async (db: Db): Promise<number | null> => {
  const { at } = await db
    .selectFrom('mails')
    .select(({ fn }) => fn.min('nextTryAt').as('at'))
    .executeTakeFirstOrThrow();
  return at;
};

export const countMails = async (db: Db): Promise<number> => {
  const { count } = await db
    .selectFrom('mails')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** `why` is null after a mail that went. */
export const noteTry = async (trx: Trx, why: string | null): Promise<void> => {
  if (why === null) {
    await trx.deleteFrom('house').where('key', '=', FAILURE).execute();
    return;
  }
  await trx
    .insertInto('house')
    .values({ key: FAILURE, value: why })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: why }))
    .execute();
};

export const findFailure = async (db: Db): Promise<string | null> =>
  (await db.selectFrom('house').select('value').where('key', '=', FAILURE).executeTakeFirst())?.value ?? null;

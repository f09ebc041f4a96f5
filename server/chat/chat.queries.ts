// Messages and read marks in the database. Every message has its room's `seq`, which is what history is cut at.
import type { Message } from '../../protocol/chat.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { AccountId, MessageId, MessageKey, RoomId } from '../../protocol/wire.ts';
import { ACCOUNT_COLUMNS, toAccount, type AccountRow } from '../accounts/people.ts';
import type { Db, Trx } from '../storage/schema.ts';

type Row = AccountRow & { id: string; key: string; seq: number; text: string; at: number };

const toMessage = ({ id, key, seq, text, at, ...author }: Row): Message => ({
  id: id as MessageId,
  key: key as MessageKey,
  seq,
  author: toAccount(author),
  text,
  at,
});

const messages = (db: Db) =>
  db
    .selectFrom('messages')
    .innerJoin('accounts', 'accounts.id', 'messages.authorId')
    .select(['messages.id', 'messages.key', 'messages.seq', 'messages.text', 'messages.at', ...ACCOUNT_COLUMNS]);

export const messagesAfter = async (db: Db, roomId: RoomId, after: number, limit: number): Promise<Message[]> => {
  const rows = await messages(db)
    .where('messages.roomId', '=', roomId)
    .where('messages.seq', '>', after)
    .orderBy('messages.seq')
    .limit(limit)
    .execute();
  return rows.map(toMessage);
};

/** The newest before a `seq` (all, without one) and after `sinceSeq`, oldest first. */
export const messagesBefore = async (
  db: Db,
  roomId: RoomId,
  before: number | undefined,
  sinceSeq: number,
  limit: number,
): Promise<Message[]> => {
  let query = messages(db).where('messages.roomId', '=', roomId).orderBy('messages.seq', 'desc').limit(limit);
  if (before !== undefined) query = query.where('messages.seq', '<', before);
  if (sinceSeq > 0) query = query.where('messages.seq', '>', sinceSeq);
  return (await query.execute()).map(toMessage).toReversed();
};

/** The `seq` of the last message from before a moment; 0 for none. */
export const lastSeqBefore = async (db: Db, roomId: RoomId, moment: number): Promise<number> => {
  const row = await db
    .selectFrom('messages')
    .select('seq')
    .where('roomId', '=', roomId)
    .where('at', '<', moment)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? 0;
};

export const findByKey = async (db: Db, authorId: AccountId, key: MessageKey): Promise<{ message: Message; roomId: RoomId } | null> => {
  const row = await messages(db)
    .select('messages.roomId')
    .where('messages.authorId', '=', authorId)
    .where('messages.key', '=', key)
    .executeTakeFirst();
  return row ? { message: toMessage(row), roomId: row.roomId as RoomId } : null;
};

/** False where the author has used the key, be it in this moment and in another room. */
export const insertMessage = async (trx: Trx, roomId: RoomId, { id, key, seq, author, text, at }: Message): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('messages')
    .values({ roomId, seq, id, authorId: author.id, key, text, at })
    .onConflict((conflict) => conflict.columns(['authorId', 'key']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

/** Others' messages after `readSeq`, counted no further than is shown. */
export const countUnread = async (db: Db, roomId: RoomId, accountId: AccountId, readSeq: number): Promise<number> => {
  const { count } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('messages')
        .select('seq')
        .where('roomId', '=', roomId)
        .where('seq', '>', readSeq)
        .where('authorId', '!=', accountId)
        .limit(LIMITS.unreadShown)
        .as('unread'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
};

/** Moves the mark forward, never back, and not past the room's end. The mark as it is afterwards; null for no member. */
export const moveReadMark = async (trx: Trx, roomId: RoomId, accountId: AccountId, seq: number): Promise<number | null> => {
  const end = await trx.selectFrom('rooms').select('seq').where('id', '=', roomId).executeTakeFirst();
  if (!end) return null;
  await trx
    .updateTable('members')
    .set({ readSeq: Math.min(seq, end.seq) })
    .where('roomId', '=', roomId)
    .where('accountId', '=', accountId)
    .where('readSeq', '<', Math.min(seq, end.seq))
    .execute();
  const row = await trx
    .selectFrom('members')
    .select('readSeq')
    .where('roomId', '=', roomId)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return row?.readSeq ?? null;
};

export const roomsSaidIn = async (db: Db, accountId: AccountId): Promise<RoomId[]> => {
  const rows = await db.selectFrom('messages').select('roomId').distinct().where('authorId', '=', accountId).execute();
  return rows.map(({ roomId }) => roomId as RoomId);
};

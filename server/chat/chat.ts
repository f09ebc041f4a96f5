// Chat, the verbs: posting, history, reading. Who may is the rooms wing's to say, and from where on they may read.
import type { Message } from '../../protocol/chat.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { Placed } from '../../protocol/protocol.ts';
import type { AccountId, MessageId, MessageKey, RoomId } from '../../protocol/wire.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Database } from '../storage/database.ts';
import type { Db } from '../storage/schema.ts';
import * as queries from './chat.queries.ts';

export type Chat = ReturnType<typeof createChat>;

type Needs = { database: Database; bus: Bus; clock: Clock; newId: () => string; rooms: Pick<Rooms, 'require' | 'nextSeq'> };

const keyIsTaken = () => new Refusal('taken', 'this key belongs to another message of yours');

export const createChat = ({ database, bus, clock, newId, rooms }: Needs) => {
  const { db } = database;

  /** The first answer again, for a key that was used; a key with another content was not made by a retry. */
  const answerAgain = async (trx: Db, authorId: AccountId, roomId: RoomId, key: MessageKey, text: string) => {
    const earlier = await queries.findByKey(trx, authorId, key);
    if (!earlier) return null;
    if (earlier.roomId !== roomId || earlier.message.text !== text) {
      throw keyIsTaken();
    }
    return earlier.message;
  };

  return {
    /** Stored, synced and numbered when it answers. */
    async post(authorId: AccountId, roomId: RoomId, key: MessageKey, text: string): Promise<Message> {
      const { message, isNew } = await database.transaction(async (trx) => {
        // The room's row is locked before looking at anything else: of two retries at once, the second finds what the first stored, and who
        // has left by then, or whose room is gone, is refused.
        const seq = await rooms.nextSeq(trx, roomId);
        const { account: author } = await rooms.require('chat.post', roomId, authorId, trx);
        const earlier = await answerAgain(trx, authorId, roomId, key, text);
        if (earlier) {
          // Gives back the number that was taken above: the room's stream has no gap.
          await trx
            .updateTable('rooms')
            .set((eb) => ({ seq: eb('seq', '-', 1) }))
            .where('id', '=', roomId)
            .execute();
          return { message: earlier, isNew: false };
        }
        const made: Message = { id: newId() as MessageId, key, seq: seq!, author, text, at: clock.now() };
        if (!(await queries.insertMessage(trx, roomId, made))) throw keyIsTaken();
        return { message: made, isNew: true };
      });
      if (isNew) bus.publishToRoom(roomId, { kind: 'event', placed: { event: 'chat.posted', body: { message }, seq: message.seq } });
      return message;
    },

    async history(
      accountId: AccountId,
      roomId: RoomId,
      cut: { before?: number | undefined; after?: number | undefined },
      limit: number = LIMITS.page,
    ) {
      const { sinceSeq } = await rooms.require('chat.history', roomId, accountId);
      if (cut.after !== undefined) {
        const after = Math.max(cut.after, sinceSeq);
        const messages = await queries.messagesAfter(db, roomId, after, limit + 1);
        const older = await queries.messagesBefore(db, roomId, after + 1, sinceSeq, 1);
        return { messages: messages.slice(0, limit), hasOlder: older.length > 0, hasNewer: messages.length > limit };
      }
      const messages = await queries.messagesBefore(db, roomId, cut.before, sinceSeq, limit + 1);
      const newer = cut.before === undefined ? [] : await queries.messagesAfter(db, roomId, Math.max(cut.before - 1, sinceSeq), 1);
      return { messages: messages.slice(-limit), hasOlder: messages.length > limit, hasNewer: newer.length > 0 };
    },

    async markRead(accountId: AccountId, roomId: RoomId, seq: number): Promise<void> {
      const { readSeq, unread } = await database.transaction(async (trx) => {
        await rooms.require('chat.mark-read', roomId, accountId, trx);
        const mark = (await queries.moveReadMark(trx, roomId, accountId, seq)) ?? 0;
        return { readSeq: mark, unread: await queries.countUnread(trx, roomId, accountId, mark) };
      });
      bus.publishToAccount(accountId, { kind: 'event', event: { event: 'chat.read', body: { roomId, readSeq, unread } } });
    },

    /** Rooms in which the account said something, also those that it has left. */
    saidIn: (accountId: AccountId, from: Db = db): Promise<RoomId[]> => queries.roomsSaidIn(from, accountId),
    unread: (roomId: RoomId, accountId: AccountId, readSeq: number, from: Db = db) => queries.countUnread(from, roomId, accountId, readSeq),
    newest: (roomId: RoomId, sinceSeq: number, limit: number, from: Db = db) =>
      queries.messagesBefore(from, roomId, undefined, sinceSeq, limit),

    lastBefore: (roomId: RoomId, moment: number, from: Db = db) => queries.lastSeqBefore(from, roomId, moment),

    async eventsAfter(roomId: RoomId, after: number, limit: number, at: Db = db): Promise<Placed[]> {
      const messages = await queries.messagesAfter(at, roomId, after, limit);
      return messages.map((message) => ({ event: 'chat.posted', body: { message }, seq: message.seq }));
    },
  };
};

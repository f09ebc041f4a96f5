// Chat: what was said in a room, and how far each member has read.
import * as z from 'zod';
import { Account } from './accounts.ts';
import { LIMITS } from './constants.ts';
import { MessageId, MessageKey, Nothing, request, RoomId, Seq, Timestamp } from './wire.ts';

/** `seq` is the room's `seq` of the event that posted it: it orders history and is the key that pages are cut at. */
export const Message = z.strictObject({
  id: MessageId,
  key: MessageKey,
  seq: Seq,
  author: Account,
  text: z.string(),
  at: Timestamp,
});
export type Message = z.infer<typeof Message>;

const MessageText = z
  .string()
  .max(LIMITS.messageText)
  // zod counts code points; the limit is in UTF-16 code units, as `String.length` and the page count them.
  .check(({ value, issues }) => {
    if (value.length > LIMITS.messageText) {
      issues.push({ code: 'too_big', origin: 'string', maximum: LIMITS.messageText, inclusive: true, input: value });
    }
  })
  .refine((text) => text.trim() !== '', 'is empty')
  .refine((text) => text.isWellFormed(), 'is not well-formed Unicode')
  .refine((text) => !text.includes('\u0000'), 'has a NUL character');

const HistoryPage = z.strictObject({
  /** Oldest first. */
  messages: z.array(Message).max(LIMITS.page),
  hasOlder: z.boolean(),
  hasNewer: z.boolean(),
});

export const chatRequests = {
  /** Refused as `taken` when the caller used `key` before with another text or room; a plain repeat gets the first answer. */
  'chat.post': request(z.strictObject({ roomId: RoomId, key: MessageKey, text: MessageText }), z.strictObject({ message: Message })),
  /** The page before (or after) a `seq`, exclusive; the newest page without either. */
  'chat.history': request(
    z
      .strictObject({ roomId: RoomId, before: Seq.optional(), after: Seq.optional(), limit: z.int().min(1).max(LIMITS.page).optional() })
      .refine((body) => body.before === undefined || body.after === undefined, 'has both before and after'),
    HistoryPage,
  ),
  /** Everything up to `seq` is read. Never moves backwards. */
  'chat.mark-read': request(z.strictObject({ roomId: RoomId, seq: Seq }), Nothing),
};

/** In the room's stream. */
export const chatEvents = {
  'chat.posted': z.strictObject({ message: Message }),
};

/** To all sessions of the account that read. */
export const chatAccountEvents = {
  'chat.read': z.strictObject({ roomId: RoomId, readSeq: Seq, unread: z.int().min(0) }),
};

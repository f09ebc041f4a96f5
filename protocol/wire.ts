// The envelope of every frame, and the types that tie handlers, events and signals to their schemas.
// One WebSocket text frame carries one JSON value of one of these shapes; see docs/protocol.md.
import * as z from 'zod';

/** Page to server: a request. `id` is chosen by the page and comes back as `re`. */
export const Ask = z.strictObject({
  id: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  ask: z.string().min(1).max(64),
  body: z.unknown(),
});
export type Ask = z.infer<typeof Ask>;

export type RequestSpec<Body extends z.ZodType = z.ZodType, Reply extends z.ZodType = z.ZodType> = {
  body: Body;
  reply: Reply;
};
export const request = <Body extends z.ZodType, Reply extends z.ZodType>(body: Body, reply: Reply): RequestSpec<Body, Reply> => ({
  body,
  reply,
});

export type BodyOf<Spec extends RequestSpec> = z.input<Spec['body']>;
export type ReplyOf<Spec extends RequestSpec> = z.output<Spec['reply']>;

/** A table that handles every request of a family: a missing, extra or ill-typed handler does not compile. */
export type Handlers<Family extends Record<string, RequestSpec>, Caller> = {
  [Name in keyof Family]: (caller: Caller, body: z.output<Family[Name]['body']>) => Promise<z.input<Family[Name]['reply']>>;
};

/** A union of `{ event, body }` over a family of event schemas. */
export type EventOf<Family extends Record<string, z.ZodType>> = {
  [Name in keyof Family & string]: { event: Name; body: z.output<Family[Name]> };
}[keyof Family & string];

export type SignalOf<Family extends Record<string, z.ZodType>> = {
  [Name in keyof Family & string]: { signal: Name; body: z.output<Family[Name]> };
}[keyof Family & string];

/** Ids are UUIDs in lower case; branded, so that one kind cannot stand in for another. */
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'is not an id');
export const AccountId = z.string().min(1).max(64).brand<'AccountId'>();
export const RoomId = uuid.brand<'RoomId'>();
export const MessageId = uuid.brand<'MessageId'>();
export const CallId = uuid.brand<'CallId'>();
export const ParticipantId = uuid.brand<'ParticipantId'>();
export const TrackId = uuid.brand<'TrackId'>();
export const SubscriptionId = uuid.brand<'SubscriptionId'>();
export const InvitationId = uuid.brand<'InvitationId'>();
/** 128 bits of chance, in base64url: names one version of a picture, and is not guessed. */
export const PictureId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, 'is not a picture')
  .brand<'PictureId'>();
/** 256 bits, in base64url: what a link carries behind its `#`. */
export const Secret = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'is not a secret of ours')
  .brand<'Secret'>();
/** Made by the sender of a message, once per message: what makes a retry harmless. */
export const MessageKey = uuid.brand<'MessageKey'>();
export type AccountId = z.infer<typeof AccountId>;
export type RoomId = z.infer<typeof RoomId>;
export type MessageId = z.infer<typeof MessageId>;
export type CallId = z.infer<typeof CallId>;
export type ParticipantId = z.infer<typeof ParticipantId>;
export type TrackId = z.infer<typeof TrackId>;
export type SubscriptionId = z.infer<typeof SubscriptionId>;
export type InvitationId = z.infer<typeof InvitationId>;
export type PictureId = z.infer<typeof PictureId>;
export type Secret = z.infer<typeof Secret>;
export type MessageKey = z.infer<typeof MessageKey>;

/** A room's own count of its events: 1, 2, 3 ... without gaps. 0 is "before the first". */
export const Seq = z.int().min(0);
/** Milliseconds since 1970, by the server's clock. */
export const Timestamp = z.int().min(0);

export const Nothing = z.strictObject({});

/** Control characters, and those that reorder or hide text around them; a name must not carry them. */
const HOSTILE_IN_NAMES = /[\p{Cc}\p{Cs}\p{Co}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** One line of text that names somebody or something: trimmed, NFC, spaces collapsed, nothing invisible. */
export const nameOf = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((text) => text.normalize('NFC').trim().replace(/\s+/gu, ' '))
    .pipe(
      z
        .string()
        .min(1, 'is empty')
        .max(max)
        .refine((text) => !HOSTILE_IN_NAMES.test(text), 'has characters that cannot be seen'),
    );

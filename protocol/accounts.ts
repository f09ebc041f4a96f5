// Accounts: who a person is. Whatever sets a cookie or is asked by somebody who is signed out goes over HTTP; the rest over the socket.
import * as z from 'zod';
import { LIMITS } from './constants.ts';
import { isEmoji } from './emoji.ts';
import { AccountId, nameOf, Nothing, PictureId, request, Secret, Timestamp } from './wire.ts';

/** In the whole house. A guest came by an invitation to a room and has no way to sign in again. */
export const HouseRole = z.enum(['owner', 'admin', 'member', 'guest']);
export type HouseRole = z.infer<typeof HouseRole>;

/** `deleted`: the person is gone, what they said is not; `name` is empty then. */
export const AccountKind = z.enum(['person', 'guest', 'deleted']);
export type AccountKind = z.infer<typeof AccountKind>;

/** What everybody may see of an account. `picture` is at `/api/pictures/<picture>/<size>` (`PICTURE_SIZES`). */
export const Account = z.strictObject({ id: AccountId, name: z.string(), kind: AccountKind, picture: PictureId.nullable() });
export type Account = z.infer<typeof Account>;

/** What somebody is up to; over once `until` has passed, which each side sees for itself. */
export const Status = z.strictObject({ text: z.string(), emoji: z.string(), until: Timestamp.nullable() });
export type Status = z.infer<typeof Status>;

/** What a person says of themselves, for those who share a room with them. `timeZone` is an IANA name. */
export const Profile = z.strictObject({
  about: z.string(),
  pronouns: z.string(),
  timeZone: z.string().nullable(),
  status: Status.nullable(),
});
export type Profile = z.infer<typeof Profile>;

/** What a person sees of their own account. `email` is null for a guest. */
export const OwnAccount = z.strictObject({
  ...Account.shape,
  email: z.string().nullable(),
  isEmailConfirmed: z.boolean(),
  role: HouseRole,
  profile: Profile,
});
export type OwnAccount = z.infer<typeof OwnAccount>;

/** Who may make an account. By invitation of the house works under every policy but `closed`. */
export const SignUpPolicy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open') }),
  z.strictObject({ kind: z.literal('invitation') }),
  z.strictObject({ kind: z.literal('closed') }),
  /** Lower case, without `@`. The address must be confirmed before the account is good for anything, where the house can send mail. */
  z.strictObject({
    kind: z.literal('domain'),
    domains: z
      .array(
        z
          .string()
          .max(253)
          .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'is not a domain'),
      )
      .min(1)
      .max(LIMITS.domains),
  }),
]);
export type SignUpPolicy = z.infer<typeof SignUpPolicy>;

/** What somebody who is signed out may know of the house. `hasOwner` is false in a new one: the next account made becomes its owner. */
export const HouseFacts = z.strictObject({
  hasOwner: z.boolean(),
  signUp: SignUpPolicy,
  hasMail: z.boolean(),
  /** What the button of the OpenID provider says; null without one. */
  openId: z.string().nullable(),
});
export type HouseFacts = z.infer<typeof HouseFacts>;

/** `.invalid` (RFC 2606) is nobody's: guests and deleted accounts have such addresses in the database. */
export const Email = z
  .string()
  .max(LIMITS.email)
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
  .pipe(
    z
      .email('is not an e-mail address')
      .max(LIMITS.email)
      .refine((text) => !text.endsWith('.invalid'), 'is not an e-mail address'),
  );
const Password = z.string().min(1).max(LIMITS.passwordMax);
const NewPassword = z.string().min(LIMITS.passwordMin, `has fewer than ${LIMITS.passwordMin} characters`).max(LIMITS.passwordMax);
/** Null for an account without a password: then the sign-in must be of the last minutes, or the answer is `confirm-first`. */
const Confirmation = Password.nullable();
const Code = z
  .string()
  .max(32)
  .transform((text) => text.replaceAll(/[\s-]/g, ''));

/** One signed-in browser. `network` is where it was last seen: an address, or a /64 of IPv6. */
export const SignIn = z.strictObject({
  id: z.string(),
  browser: z.string(),
  network: z.string(),
  signedInAt: Timestamp,
  seenAt: Timestamp,
  isThis: z.boolean(),
});
export type SignIn = z.infer<typeof SignIn>;

export const Passkey = z.strictObject({ id: z.string(), name: z.string(), createdAt: Timestamp });
export type Passkey = z.infer<typeof Passkey>;

/** How an account is kept safe, for its owner alone. `backupCodes`: how many are left. */
export const Security = z.strictObject({
  hasPassword: z.boolean(),
  hasCodes: z.boolean(),
  backupCodes: z.int().min(0),
  passkeys: z.array(Passkey).max(LIMITS.passkeys),
  openId: z.string().nullable(),
  signIns: z.array(SignIn),
  /** An address that was asked for and is not confirmed yet. */
  nextEmail: z.string().nullable(),
});
export type Security = z.infer<typeof Security>;

const BackupCodes = z.strictObject({ codes: z.array(z.string()) });
const PasskeyId = z.string().min(1).max(64);
const PasskeyName = nameOf(LIMITS.passkeyName);
/** WebAuthn's own JSON forms, which the library that checks them knows. */
const WebAuthnAnswer = z.record(z.string().max(64), z.unknown());

/** POST (JSON) under `/api/accounts/`; `me` and `security` are GETs. */
export const accountRoutes = {
  /** `isGuest`: whoever sits here as a guest becomes this account, and keeps what they are in. */
  create: request(
    z.strictObject({
      name: nameOf(LIMITS.accountName),
      email: Email,
      password: NewPassword,
      invitation: Secret.optional(),
      isGuest: z.boolean().optional(),
    }),
    z.strictObject({ account: OwnAccount }),
  ),
  /** `account` is null where the second factor is still to come: `second-factor`, within ten minutes and from the same browser. */
  'sign-in': request(z.strictObject({ email: Email, password: Password }), z.strictObject({ account: OwnAccount.nullable() })),
  'second-factor': request(z.strictObject({ kind: z.enum(['totp', 'backup']), code: Code }), z.strictObject({ account: OwnAccount })),
  'passkey-options': request(Nothing, z.strictObject({ options: z.unknown() })),
  'passkey-sign-in': request(z.strictObject({ answer: WebAuthnAnswer }), z.strictObject({ account: OwnAccount })),
  /**
   * Where the browser is to go; it comes back by `GET /api/openid/callback`, and ends at `next`, an address of this page; at `/sign-in?problem=<code>`
   * where it is refused, and at `/sign-in?step=second-factor` where `second-factor` is still to come (both with `next`, if there was one).
   */
  'openid-start': request(
    z.strictObject({ next: z.string().max(500).optional(), invitation: Secret.optional() }),
    z.strictObject({ url: z.string() }),
  ),
  'sign-out': request(Nothing, Nothing),
  me: request(Nothing, z.strictObject({ account: OwnAccount.nullable(), house: HouseFacts })),

  /** Always the same answer, whether there is such an account or not. */
  forgot: request(z.strictObject({ email: Email }), Nothing),
  /** Ends every sign-in of the account, and makes none. */
  reset: request(z.strictObject({ secret: Secret, password: NewPassword }), Nothing),
  /** In a browser that is signed in to the link's account, else `signed-out`: nobody makes a stranger's account look like theirs by opening a mail. */
  'confirm-email': request(z.strictObject({ secret: Secret }), Nothing),

  security: request(Nothing, z.strictObject({ security: Security })),
  /** Ends every other sign-in. */
  'change-password': request(z.strictObject({ password: Confirmation, next: NewPassword }), Nothing),
  /** `isDone` in a house that sends no mail; else the new address is told, and takes over once it is confirmed. */
  'change-email': request(z.strictObject({ password: Confirmation, email: Email }), z.strictObject({ isDone: z.boolean() })),
  'send-confirmation': request(Nothing, Nothing),
  /** `uri` is what an authenticator reads as a QR code. Nothing is asked of anybody before `totp-confirm`. */
  'totp-begin': request(z.strictObject({ password: Confirmation }), z.strictObject({ uri: z.string() })),
  'totp-confirm': request(z.strictObject({ code: Code }), BackupCodes),
  'totp-end': request(z.strictObject({ password: Confirmation }), Nothing),
  /** New ones; the old are good no longer. */
  'backup-codes': request(z.strictObject({ password: Confirmation }), BackupCodes),
  'passkey-begin': request(z.strictObject({ password: Confirmation }), z.strictObject({ options: z.unknown() })),
  'passkey-add': request(z.strictObject({ name: PasskeyName, answer: WebAuthnAnswer }), z.strictObject({ passkey: Passkey })),
  'passkey-rename': request(z.strictObject({ id: PasskeyId, name: PasskeyName }), Nothing),
  /** Not the last way to sign in: `not-allowed`. */
  'passkey-remove': request(z.strictObject({ id: PasskeyId, password: Confirmation }), Nothing),
  /** One, or all but this. */
  'end-sign-ins': request(z.strictObject({ id: z.string().min(1).max(64).nullable() }), Nothing),
  /** What was said stays, signed as deleted; everything else goes. The owner of the house hands it over first. */
  delete: request(z.strictObject({ password: Confirmation }), Nothing),
};

const HOSTILE_LINE = /[\p{Cc}\p{Cs}\p{Co}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
/** A line that may be empty: trimmed, NFC, nothing that hides or reorders. A joiner is let through, because emoji need it. */
const lineOf = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((text) => text.normalize('NFC').trim().replace(/\s+/gu, ' '))
    .pipe(
      z
        .string()
        .max(max)
        .refine((text) => !HOSTILE_LINE.test(text), 'has characters that cannot be seen'),
    );

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // A RangeError is how it says that there is no such zone.
  }
};

export const accountRequests = {
  /** People of this house whose name begins with `text`, to add to a room. */
  'accounts.find': request(
    z.strictObject({ text: z.string().trim().min(1).max(LIMITS.accountName) }),
    z.strictObject({ accounts: z.array(Account).max(LIMITS.directoryPage) }),
  ),
  'accounts.change-profile': request(
    z.strictObject({
      name: nameOf(LIMITS.accountName),
      about: lineOf(LIMITS.about),
      pronouns: lineOf(LIMITS.pronouns),
      timeZone: z.string().max(64).refine(isTimeZone, 'is not a time zone').nullable(),
    }),
    z.strictObject({ me: OwnAccount }),
  ),
  'accounts.set-status': request(
    z.strictObject({
      status: z
        .strictObject({
          text: lineOf(LIMITS.statusText),
          emoji: lineOf(LIMITS.statusEmoji).refine((text) => text === '' || isEmoji(text), 'is not one emoji'),
          until: Timestamp.nullable(),
        })
        .refine(({ text, emoji }) => text !== '' || emoji !== '', 'is empty')
        .nullable(),
    }),
    z.strictObject({ me: OwnAccount }),
  ),
  'accounts.remove-picture': request(Nothing, z.strictObject({ me: OwnAccount })),
};

/** To all sessions of the account. */
export const accountAccountEvents = {
  'accounts.own-changed': z.strictObject({ me: OwnAccount }),
};

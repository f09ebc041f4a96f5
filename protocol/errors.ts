// Refusals: the noes that the protocol foresees. A closed list; each code says what to do next. The words for people are chosen in the page.

export type Advice = 'stop' | 'retry' | 'sign-in' | 'reload';

export const REFUSALS = {
  /** The request does not fit its schema. `message` names the field. */
  'bad-request': { advice: 'stop', status: 400 },
  /** A text is longer than its limit. Nothing was stored. */
  'too-long': { advice: 'stop', status: 413 },
  /** There is no such thing, or the caller may not know that there is. */
  'not-found': { advice: 'stop', status: 404 },
  /** The caller sees the thing, but may not do this to it. */
  'not-allowed': { advice: 'stop', status: 403 },
  /** The caller is not signed in, or no longer. */
  'signed-out': { advice: 'sign-in', status: 401 },
  /** This must be confirmed by the account's password, or by a sign-in of the last minutes. */
  'confirm-first': { advice: 'stop', status: 403 },
  /** No account with this e-mail and password. */
  'wrong-credentials': { advice: 'stop', status: 401 },
  /** The six digits, the backup code or the passkey is not the right one. */
  'wrong-code': { advice: 'stop', status: 401 },
  /** The account was suspended by an admin of the house. */
  suspended: { advice: 'stop', status: 403 },
  /** A link with a secret that was used, is too old, was revoked, or never was. */
  expired: { advice: 'stop', status: 410 },
  /** Accounts are not made in this way in this house: by invitation, for other mail domains, or not at all. */
  'sign-up-closed': { advice: 'stop', status: 403 },
  /** The room lets nobody new in until a moderator unlocks it. */
  locked: { advice: 'stop', status: 423 },
  /** A moderator has banned the caller from the room. */
  banned: { advice: 'stop', status: 403 },
  /** Somebody else has it already: an e-mail address, a key. */
  taken: { advice: 'stop', status: 409 },
  /** The password is among the commonest, or made of the account's own name or address. */
  'weak-password': { advice: 'stop', status: 422 },
  /** No picture that can be read, or one that unpacks to too much. */
  'not-a-picture': { advice: 'stop', status: 415 },
  /** More bytes than the house allows: `message` has the limit. */
  'too-large': { advice: 'stop', status: 413 },
  /** The room, the call or the account has no place for one more. */
  full: { advice: 'stop', status: 409 },
  /** The caller has no seat in this call (any more): join again. */
  'not-in-call': { advice: 'stop', status: 409 },
  /** Too many requests: wait `retryAfterMs`. */
  'too-many': { advice: 'retry', status: 429 },
  /** The page speaks another version than the server: reload. */
  outdated: { advice: 'reload', status: 426 },
  /** Something that the server needs is down. Nothing was stored; ask again. */
  unavailable: { advice: 'retry', status: 503 },
  /** A defect in the server. It was logged. */
  internal: { advice: 'stop', status: 500 },
} as const satisfies Record<string, { advice: Advice; status: number }>;

export type RefusalCode = keyof typeof REFUSALS;

export type RefusalBody = { code: RefusalCode; message: string; retryAfterMs?: number | undefined };

/** Thrown by handlers and verbs for a foreseen no; the gateway turns it into a reply. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly retryAfterMs: number | undefined;

  constructor(code: RefusalCode, message: string, retryAfterMs?: number) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  toBody(): RefusalBody {
    const { code, message, retryAfterMs } = this;
    return retryAfterMs === undefined ? { code, message } : { code, message, retryAfterMs };
  }
}

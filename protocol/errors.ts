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
  /** No account with this e-mail and password. */
  'wrong-credentials': { advice: 'stop', status: 401 },
  /** Somebody else has it already: an e-mail address, a key. */
  taken: { advice: 'stop', status: 409 },
  /** The password is among the commonest, or made of the account's own name or address. */
  'weak-password': { advice: 'stop', status: 422 },
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

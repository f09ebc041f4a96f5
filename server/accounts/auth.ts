// better-auth behind our own door: nothing else imports it. Its HTTP handler is not mounted; the few calls made here are its whole surface, and its
// defaults are overridden one by one. What it throws becomes a refusal.
import { AsyncLocalStorage } from 'node:async_hooks';
import { betterAuth } from 'better-auth';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import type { Database } from '../storage/database.ts';
import { hasEmail } from './accounts.queries.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { toMs } from './people.ts';
import { LIMITS } from '../../protocol/constants.ts';

const DAY_S = 24 * 60 * 60;

export type Visitor = { cookie: string | undefined; userAgent: string | undefined; network: string };

/** `setCookie`: to be handed to the browser as they are. */
export type SignedIn = { accountId: AccountId; setCookie: string[] };
/** `signedInAt`: when the password (or what stood for it) was given, in milliseconds. */
export type SignIn = { accountId: AccountId; signInId: string; signedInAt: number; setCookie: string[] };

export type Auth = {
  create(visitor: Visitor, account: { name: string; email: string; password: string }): Promise<SignedIn>;
  signIn(visitor: Visitor, credentials: { email: string; password: string }): Promise<SignedIn>;
  signOut(visitor: Visitor): Promise<{ setCookie: string[] }>;
  /** Who the cookie belongs to; null for none, a forged, an ended or an old one. */
  authenticate(visitor: Visitor): Promise<SignIn | null>;
};

type Settings = { database: Database; secret: string; publicUrl: string | null; isHttps: boolean };

const headersOf = ({ cookie, userAgent, network }: Visitor): Headers => {
  const headers = new Headers({ 'x-parlor-network': network });
  if (cookie) headers.set('cookie', cookie);
  if (userAgent) headers.set('user-agent', userAgent.slice(0, 300));
  return headers;
};

/** better-auth's errors carry an HTTP status and a code; the codes that a person can do something about have a refusal of their own. */
const toRefusal = (error: unknown): unknown => {
  const { body, statusCode } = error as { body?: { code?: string }; statusCode?: number };
  const code = body?.code ?? '';
  if (code.startsWith('USER_ALREADY_EXISTS')) return taken();
  if (code === 'INVALID_EMAIL_OR_PASSWORD') return new Refusal('wrong-credentials', 'no account has this e-mail address and password');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new Refusal('bad-request', code || 'not accepted');
  return error;
};

const taken = () => new Refusal('taken', 'this e-mail address has an account already');

/** One call of better-auth. `hash`: of the password, made before; `failure`: what it met and said to its log alone. */
type Attempt = { hash?: string; failure?: Error };
const attempts = new AsyncLocalStorage<Attempt>();

const attempt = async <Result>(work: () => Promise<Result>, own: Attempt = {}): Promise<Result> => {
  try {
    return await attempts.run(own, work);
  } catch (error) {
    // A database that fails is an accident, whatever better-auth makes of it.
    throw own.failure ?? toRefusal(error);
  }
};

/** better-auth's log: nothing is written, but the errors that it hides are kept. */
const keepFailure = (_level: string, _message: string, ...details: unknown[]): void => {
  const own = attempts.getStore();
  const failure = details.find((detail) => detail instanceof Error && !('statusCode' in detail)) as Error | undefined;
  if (own && failure) own.failure ??= failure;
};

export const createAuth = ({ database, secret, publicUrl, isHttps }: Settings): Auth => {
  const auth = betterAuth({
    // Never used to build a link: no mail is sent by it and no redirect made.
    baseURL: publicUrl ?? 'http://localhost',
    secret,
    // An account and its password are stored together or not at all: without one, the address could neither sign in nor be used again.
    database: { db: database.db, type: database.dialect, transaction: true },
    telemetry: { enabled: false },
    logger: { level: 'error', log: keepFailure },
    user: { modelName: 'accounts' },
    account: { modelName: 'credentials' },
    verification: { modelName: 'verifications' },
    session: {
      modelName: 'signIns',
      expiresIn: 30 * DAY_S,
      updateAge: DAY_S,
      // A cached cookie would outlive the sign-in that was ended.
      cookieCache: { enabled: false },
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: LIMITS.passwordMin,
      maxPasswordLength: LIMITS.passwordMax,
      password: {
        hash: async (password) => attempts.getStore()?.hash ?? hashPassword(password),
        verify: ({ hash, password }) => verifyPassword(hash, password),
      },
    },
    // The gateway has its own limits, which forged headers do not move.
    rateLimit: { enabled: false },
    advanced: {
      useSecureCookies: false,
      cookiePrefix: 'parlor',
      cookies: { session_token: { name: isHttps ? '__Host-parlor' : 'parlor' } },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps },
      database: { generateId: () => newId() },
      // Set by headersOf() from the socket's address, so nothing that was forwarded is believed here.
      ipAddress: { ipAddressHeaders: ['x-parlor-network'] },
    },
  });

  return {
    async create(visitor, account) {
      // Made here, and not where better-auth would: inside its transaction, with the database held for as long as it takes.
      const hash = await hashPassword(account.password);
      try {
        const made = await attempt(() => auth.api.signUpEmail({ body: account, headers: headersOf(visitor), returnHeaders: true }), {
          hash,
        });
        return { accountId: made.response.user.id as AccountId, setCookie: made.headers.getSetCookie() };
      } catch (error) {
        // Of two that take one address at once, the second fails at the database.
        if (!(error instanceof Refusal) && (await hasEmail(database.db, account.email))) throw taken();
        throw error;
      }
    },
    async signIn(visitor, credentials) {
      const { headers, response } = await attempt(() =>
        auth.api.signInEmail({ body: credentials, headers: headersOf(visitor), returnHeaders: true }),
      );
      return { accountId: response.user.id as AccountId, setCookie: headers.getSetCookie() };
    },
    async signOut(visitor) {
      const { headers } = await attempt(() => auth.api.signOut({ headers: headersOf(visitor), returnHeaders: true }));
      return { setCookie: headers.getSetCookie() };
    },
    async authenticate(visitor) {
      if (!visitor.cookie) return null;
      const { headers, response } = await attempt(() => auth.api.getSession({ headers: headersOf(visitor), returnHeaders: true }));
      if (!response) return null;
      const { user, session } = response;
      return {
        accountId: user.id as AccountId,
        signInId: session.id,
        signedInAt: toMs(session.createdAt),
        setCookie: headers.getSetCookie(),
      };
    },
  };
};

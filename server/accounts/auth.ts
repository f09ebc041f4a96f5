// better-auth behind our own door: nothing else imports it. It reads sign-ins, renews them and signs their cookies; its HTTP handler is not mounted, the
// few calls made here are its whole surface, and its defaults are overridden one by one. Who is let in is decided elsewhere (sign-ins.ts).
import { AsyncLocalStorage } from 'node:async_hooks';
import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import * as z from 'zod';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import type { Database } from '../storage/database.ts';
import { toMs } from './people.ts';
import { UNUSED_MS } from './sign-ins.queries.ts';

const DAY_S = 24 * 60 * 60;
const USER_AGENT_LENGTH = 300;

/** `origin`: of the page that asks, checked by the gateway; none where no page asks. */
export type Visitor = { cookie: string | undefined; userAgent: string | undefined; network: string; origin?: string | undefined };

/**
 * `signedInAt`: when the password (or what stood for it) was given, `seenAt`: when it was last used, both in milliseconds. `setCookie`: to be handed to
 * the browser as they are.
 */
export type SignIn = {
  accountId: AccountId;
  signInId: string;
  signedInAt: number;
  seenAt: number;
  network: string;
  setCookie: string[];
};

export type Auth = {
  /** The cookie that makes its bearer the one whose sign-in has this token. */
  cookieFor(token: string): Promise<string[]>;
  signOut(visitor: Visitor): Promise<{ setCookie: string[] }>;
  /** Who the cookie belongs to; null for none, a forged, an ended or an old one. */
  authenticate(visitor: Visitor): Promise<SignIn | null>;
};

type Settings = { database: Database; secret: string; publicUrl: string | null; isHttps: boolean };

/** What a browser calls itself, as it is kept. */
export const userAgentOf = ({ userAgent }: Visitor): string => (userAgent ?? '').slice(0, USER_AGENT_LENGTH);

const headersOf = (visitor: Visitor): Headers => {
  const headers = new Headers({ 'x-parlor-network': visitor.network, 'user-agent': userAgentOf(visitor) });
  if (visitor.cookie) headers.set('cookie', visitor.cookie);
  return headers;
};

const statusOf = (error: unknown): number | undefined => (error as { statusCode?: number }).statusCode;

/** better-auth's errors carry an HTTP status; nothing that is asked of it here is a person's mistake but for a strange cookie. */
const toRefusal = (error: unknown): unknown => {
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500 ? new Refusal('bad-request', 'not accepted') : error;
};

/** One call of better-auth. `failure`: what it met and said to its log alone. */
type Attempt = { failure?: Error };
const attempts = new AsyncLocalStorage<Attempt>();

const attempt = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const own: Attempt = {};
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

/** Not reachable over HTTP, like everything of better-auth's. */
const cookies = {
  id: 'parlor-cookies',
  endpoints: {
    signCookie: createAuthEndpoint.serverOnly({ method: 'POST', body: z.object({ token: z.string() }) }, async (ctx) => {
      const { name, attributes } = ctx.context.authCookies.sessionToken;
      await ctx.setSignedCookie(name, ctx.body.token, ctx.context.secret, { ...attributes, maxAge: UNUSED_MS / 1_000 });
      return {};
    }),
  },
};

export const createAuth = ({ database, secret, publicUrl, isHttps }: Settings): Auth => {
  const auth = betterAuth({
    // Never used to build a link: no mail is sent by it and no redirect made.
    baseURL: publicUrl ?? 'http://localhost',
    secret,
    database: { db: database.db, type: database.dialect, transaction: true },
    telemetry: { enabled: false },
    logger: { level: 'error', log: keepFailure },
    plugins: [cookies],
    user: { modelName: 'accounts' },
    account: { modelName: 'credentials' },
    verification: { modelName: 'verifications' },
    session: {
      modelName: 'signIns',
      expiresIn: UNUSED_MS / 1_000,
      updateAge: DAY_S,
      // A cached cookie would outlive the sign-in that was ended.
      cookieCache: { enabled: false },
    },
    // Passwords, second factors, passkeys and OpenID are checked by the files beside this one.
    emailAndPassword: { enabled: false },
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
    async cookieFor(token) {
      const { headers } = await attempt(() => auth.api.signCookie({ body: { token }, returnHeaders: true }));
      return headers.getSetCookie();
    },
    async signOut(visitor) {
      const { headers } = await attempt(() => auth.api.signOut({ headers: headersOf(visitor), returnHeaders: true }));
      return { setCookie: headers.getSetCookie() };
    },
    async authenticate(visitor) {
      if (!visitor.cookie) return null;
      const found = await attempt(() =>
        auth.api.getSession({ headers: headersOf(visitor), returnHeaders: true }).catch((error: unknown) => {
          // It was ended between being read and being renewed.
          if (statusOf(error) === 401) return null;
          throw error;
        }),
      );
      if (!found?.response) return null;
      const { user, session } = found.response;
      return {
        accountId: user.id as AccountId,
        signInId: session.id,
        signedInAt: toMs(session.createdAt),
        seenAt: toMs(session.updatedAt),
        network: session.ipAddress ?? '',
        setCookie: found.headers.getSetCookie(),
      };
    },
  };
};

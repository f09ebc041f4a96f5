// What is asked over HTTP with JSON: every route of `protocol/protocol.ts`, with how often it may be asked. Known to parlor.ts alone.
import { accountRoutes } from '../protocol/accounts.ts';
import { invitationRoutes } from '../protocol/invitations.ts';
import type { AccountRouteHandlers } from './accounts/accounts.handlers.ts';
import type { PictureHandlers } from './accounts/pictures.handlers.ts';
import type { OpenIdHandlers } from './accounts/openid.handlers.ts';
import type { HttpRoute } from './gateway/http.ts';
import type { RawRoute } from './gateway/raw-routes.ts';
import type { Rate } from './limits.ts';
import type { InvitationRouteHandlers } from './rooms/invitations.handlers.ts';

/** `rate` is by network. `subject`: by what is in the body as well, such as an account's address. `isQuiet`: of no interest to the log. */
type Limits = { method?: 'GET'; isQuiet?: true; rate: Rate; subject?: NonNullable<HttpRoute['subject']> };

const byEmail = (rate: Rate): NonNullable<HttpRoute['subject']> => ({ rate, of: (body) => (body as { email: string }).email });

/** Of things that need a password or a code: a guesser gets nowhere, somebody who mistypes gets on. */
const GUESSED: Limits = { rate: { burst: 60, perSecond: 1 } };
/** Of somebody who is signed in and does it by hand. */
const BY_HAND: Limits = { rate: { burst: 120, perSecond: 2 } };

const ACCOUNTS: Record<keyof typeof accountRoutes, Limits> = {
  create: { rate: { burst: 60, perSecond: 0.5 } },
  'sign-in': { ...GUESSED, subject: byEmail({ burst: 10, perSecond: 1 / 15 }) },
  'second-factor': GUESSED,
  'passkey-options': { ...BY_HAND, isQuiet: true },
  'passkey-sign-in': GUESSED,
  'openid-start': { ...BY_HAND, isQuiet: true },
  'sign-out': { rate: { burst: 60, perSecond: 5 } },
  me: { method: 'GET', rate: { burst: 500, perSecond: 50 } },
  forgot: { rate: { burst: 30, perSecond: 0.2 }, subject: byEmail({ burst: 5, perSecond: 1 / 300 }) },
  reset: GUESSED,
  'confirm-email': GUESSED,
  security: { method: 'GET', ...BY_HAND },
  'change-password': GUESSED,
  'change-email': GUESSED,
  'send-confirmation': { rate: { burst: 5, perSecond: 1 / 60 } },
  'totp-begin': GUESSED,
  'totp-confirm': GUESSED,
  'totp-end': GUESSED,
  'backup-codes': GUESSED,
  'passkey-begin': GUESSED,
  'passkey-add': BY_HAND,
  'passkey-rename': BY_HAND,
  'passkey-remove': GUESSED,
  'end-sign-ins': BY_HAND,
  delete: GUESSED,
};

const INVITATIONS: Record<keyof typeof invitationRoutes, Limits> = {
  look: { isQuiet: true, rate: { burst: 120, perSecond: 2 } },
  enter: { rate: { burst: 60, perSecond: 0.5 } },
};

type Handlers = Record<string, unknown>;

const family = (folder: string, specs: Record<string, Pick<HttpRoute, 'body'>>, limits: Record<string, Limits>, handlers: Handlers) =>
  Object.entries(specs).map(([name, { body }]): HttpRoute => {
    const { method = 'POST', isQuiet = false, ...rest } = limits[name]!;
    const handle = handlers[name] as HttpRoute['handle'];
    return { path: `/api/${folder}/${name}`, method, body, handle, isLogged: method === 'POST' && !isQuiet, ...rest };
  });

export const createRoutes = (handlers: { accounts: AccountRouteHandlers; invitations: InvitationRouteHandlers }): HttpRoute[] => [
  ...family('accounts', accountRoutes, ACCOUNTS, handlers.accounts),
  ...family('invitations', invitationRoutes, INVITATIONS, handlers.invitations),
];

/** What is asked or answered in another shape than JSON. */
export const createRawRoutes = ({ pictures, openId }: { pictures: PictureHandlers; openId: OpenIdHandlers }): RawRoute[] => [
  { path: '/api/pictures', method: 'POST', rate: { burst: 30, perSecond: 0.5 }, handle: pictures.put },
  // A page of history shows fifty of them at once, and a house may sit behind one address.
  { path: '/api/pictures/:picture/:size', method: 'GET', rate: { burst: 5_000, perSecond: 200 }, handle: pictures.get },
  { path: openId.path, method: 'GET', rate: { burst: 60, perSecond: 1 }, isOpen: true, handle: openId.finish },
];

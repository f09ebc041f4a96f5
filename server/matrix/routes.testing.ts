// The matrix of HTTP routes: for each, what is sent and what every kind of actor is answered. Bodies are such that nothing is done: whoever may ask is
// told that the password is wrong, the link is not good, and so on, which is not what somebody who may not is told.
import type { RefusalCode } from '../../protocol/errors.ts';
import type { HouseRole } from '../../protocol/accounts.ts';
import { newId, newSecret } from '../ids.ts';
import { ACTORS, type Actor } from './cast.testing.ts';

/** A status where the answer is no JSON of ours. */
export type Answer = 'ok' | RefusalCode | number;
/** `body`: a text goes out as it is; what must not be sent twice is made each time. */
type Row = { method: 'GET' | 'POST'; body?: object | string | (() => object); answers: Record<Actor, Answer> };

/** Who an actor is to the house: what they are in a room is of no matter over HTTP. `null`: signed out, one way or another. */
const STANDING: Record<Actor, HouseRole | null> = {
  guest: 'guest',
  waiting: 'guest',
  muted: 'member',
  member: 'member',
  moderator: 'member',
  owner: 'member',
  removed: 'member',
  banned: 'member',
  outsider: 'member',
  admin: 'admin',
  stranger: null,
  suspended: null,
  'signed-out': null,
};

const answers = (of: Record<'signedOut' | 'guests' | 'accounts', Answer>): Record<Actor, Answer> =>
  Object.fromEntries(
    ACTORS.map((who) => {
      const role = STANDING[who];
      return [who, role === null ? of.signedOut : role === 'guest' ? of.guests : of.accounts];
    }),
  ) as Record<Actor, Answer>;
/** The same for all, signed in or not. */
const all = (answer: Answer) => answers({ signedOut: answer, guests: answer, accounts: answer });
/** Of those who are signed in, guests (who have no password) and people. */
const signedIn = (guests: Answer, accounts: Answer) => answers({ signedOut: 'signed-out', guests, accounts });

const WRONG = 'three brown kettles on a hill';
const STRONG = 'seven loud herons in the reeds';

export const ROUTES: Record<string, Row> = {
  '/health': { method: 'GET', answers: all(200) },
  '/api/accounts/me': { method: 'GET', answers: all('ok') },
  '/api/accounts/create': {
    method: 'POST',
    body: { name: 'Somebody', email: 'somebody@example.org', password: 'aaaaaaaaaaaaaaaaaaaa' },
    answers: all('weak-password'),
  },
  '/api/accounts/sign-in': { method: 'POST', body: { email: 'nobody@example.org', password: WRONG }, answers: all('wrong-credentials') },
  '/api/accounts/second-factor': { method: 'POST', body: { kind: 'totp', code: '000000' }, answers: all('signed-out') },
  '/api/accounts/passkey-options': { method: 'POST', body: {}, answers: all('ok') },
  '/api/accounts/passkey-sign-in': { method: 'POST', body: { answer: {} }, answers: all('wrong-code') },
  '/api/accounts/openid-start': { method: 'POST', body: {}, answers: all('not-found') },
  '/api/openid/callback': { method: 'GET', answers: all(303) },
  '/api/accounts/forgot': { method: 'POST', body: () => ({ email: `${newId()}@example.org` }), answers: all('ok') },
  '/api/accounts/reset': { method: 'POST', body: { secret: newSecret(), password: STRONG }, answers: all('expired') },
  '/api/accounts/confirm-email': { method: 'POST', body: { secret: newSecret() }, answers: all('expired') },
  '/api/accounts/security': { method: 'GET', answers: signedIn('ok', 'ok') },
  '/api/accounts/change-password': {
    method: 'POST',
    body: { password: WRONG, next: STRONG },
    answers: signedIn('not-allowed', 'wrong-credentials'),
  },
  '/api/accounts/change-email': {
    method: 'POST',
    body: { password: WRONG, email: 'other@example.org' },
    answers: signedIn('not-allowed', 'wrong-credentials'),
  },
  // This house sends no mail.
  '/api/accounts/send-confirmation': { method: 'POST', body: {}, answers: signedIn('not-allowed', 'not-allowed') },
  '/api/accounts/totp-begin': { method: 'POST', body: { password: WRONG }, answers: signedIn('not-allowed', 'wrong-credentials') },
  // Nobody has begun.
  '/api/accounts/totp-confirm': { method: 'POST', body: { code: '000000' }, answers: signedIn('not-allowed', 'expired') },
  '/api/accounts/totp-end': { method: 'POST', body: { password: WRONG }, answers: signedIn('not-allowed', 'wrong-credentials') },
  '/api/accounts/backup-codes': { method: 'POST', body: { password: WRONG }, answers: signedIn('not-allowed', 'wrong-credentials') },
  '/api/accounts/passkey-begin': { method: 'POST', body: { password: WRONG }, answers: signedIn('not-allowed', 'wrong-credentials') },
  '/api/accounts/passkey-add': { method: 'POST', body: { name: 'Key', answer: {} }, answers: signedIn('not-allowed', 'wrong-code') },
  '/api/accounts/passkey-rename': { method: 'POST', body: { id: newId(), name: 'Key' }, answers: signedIn('not-allowed', 'not-found') },
  '/api/accounts/passkey-remove': {
    method: 'POST',
    body: { id: newId(), password: WRONG },
    answers: signedIn('not-allowed', 'wrong-credentials'),
  },
  '/api/accounts/end-sign-ins': { method: 'POST', body: { id: newId() }, answers: signedIn('ok', 'ok') },
  '/api/accounts/delete': { method: 'POST', body: { password: WRONG }, answers: signedIn('not-allowed', 'wrong-credentials') },
  '/api/invitations/look': { method: 'POST', body: { secret: newSecret() }, answers: all('expired') },
  '/api/invitations/enter': { method: 'POST', body: { secret: newSecret(), name: 'Somebody' }, answers: all('expired') },
  '/api/pictures': { method: 'POST', body: 'no picture', answers: signedIn('not-a-picture', 'not-a-picture') },
  '/api/pictures/:picture/:size': { method: 'GET', answers: signedIn('not-found', 'not-found') },
  // Last of its actor: asked with a sign-in of its own.
  '/api/accounts/sign-out': { method: 'POST', body: {}, answers: all('ok') },
};

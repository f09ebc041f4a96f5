// "Is it still you?": asked before anything that changes how an account is reached or kept. By the account's password; an account that has none
// confirms by having signed in a moment ago.
import { Refusal } from '../../protocol/errors.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { SignIn } from './auth.ts';
import { findPasswordHash } from './credentials.queries.ts';
import { createGuesses } from './guesses.ts';
import { verifyPassword } from './passwords.ts';

const FRESH_MS = 10 * 60_000;
const WRONG = { wrong: 10, withinMs: 15 * 60_000 };

/** Refuses with `wrong-credentials`, `confirm-first` or `too-many`; answers nothing. */
export type Confirm = (signedIn: Pick<SignIn, 'accountId' | 'signedInAt'>, password: string | null) => Promise<void>;

export const createConfirm = ({ database, clock }: { database: Database; clock: Clock }): Confirm => {
  const guesses = createGuesses({ clock, ...WRONG });
  return async ({ accountId, signedInAt }, password) => {
    const hash = await findPasswordHash(database.db, accountId);
    if (hash === null) {
      if (clock.now() - signedInAt >= FRESH_MS) throw new Refusal('confirm-first', 'sign in once more, and try again');
      return;
    }
    if (password === null) throw new Refusal('confirm-first', 'this account has a password');
    if (!(await guesses.guess(accountId, () => verifyPassword(hash, password)))) {
      throw new Refusal('wrong-credentials', 'this is not the password of the account');
    }
  };
};

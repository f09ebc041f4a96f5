// The front door of the accounts: who sits at this page, and creating an account, signing in and signing out, which go over HTTP because
// they set a cookie. Headless; the views are beside it.
import type { OwnAccount } from '../../protocol/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { browserClock } from '../connection/clock.ts';
import { recall, remember } from '../ui/stored.ts';
import { createAccounts } from './create-accounts.ts';

export type { Me } from './create-accounts.ts';

const accounts = createAccounts({
  connection,
  fetch: (path, init) => fetch(path, init),
  clock: browserClock,
  memory: {
    wasSignedIn: () => recall('wasSignedIn') !== null,
    remember: (isSignedIn) => remember('wasSignedIn', isSignedIn ? 'yes' : null),
  },
});

export const $me = accounts.$me;
export const createAccount = accounts.create;
export const signIn = accounts.signIn;
/** Rejects with `Lost` when the server could not be told: then the person is still signed in. */
export const signOut = async (): Promise<void> => {
  await accounts.signOut();
  // The next person's rooms are others.
  remember('lastRoom', null);
};
/** Called once by the page. */
export const startAccounts = accounts.start;

/** The account that is signed in, for code that runs only then. */
export const ownAccount = (): OwnAccount | null => {
  const me = $me.get();
  return me.kind === 'signed-in' ? me.account : null;
};

// The front door of the accounts: who sits at this page, and creating an account, signing in and signing out, which go over HTTP because
// they set a cookie. Headless; the views are beside it.
import type { OwnAccount } from '../../protocol/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { browserClock } from '../connection/clock.ts';
import { askHttp } from '../connection/http.ts';
import { onRemembered, recall, remember } from '../ui/stored.ts';
import { createAccounts } from './create-accounts.ts';

export type { Me } from './create-accounts.ts';
export { cameByLink, mustConfirm } from './guests.ts';

const accounts = createAccounts({
  connection,
  http: askHttp,
  clock: browserClock,
  memory: {
    wasSignedIn: () => recall('wasSignedIn') !== null,
    remember: (isSignedIn) => remember('wasSignedIn', isSignedIn ? 'yes' : null),
  },
});

export const $me = accounts.$me;
/** What may be known of the house by everybody, those who are signed in too: whether it sends mail, who may make an account. */
export const $house = accounts.$house;
export const createAccount = accounts.create;
export const signIn = accounts.signIn;
export const secondFactor = accounts.secondFactor;
export const expectCode = accounts.expectCode;
export const stepBack = accounts.stepBack;
export const passkeySignIn = accounts.passkeySignIn;
export const enterAsGuest = accounts.enterAsGuest;
/** Everything else about accounts, by the name of its route. */
export const askAccounts = accounts.ask;
/** Asks anew who is here. */
export const lookWhoIsHere = accounts.look;
/** Rejects with `Lost` when the server could not be told: then the person is still signed in. */
export const signOut = async (): Promise<void> => {
  await accounts.signOut();
  // The next person's rooms are others.
  remember('lastRoom', null);
};
/** Called once by the page. */
export const startAccounts = (): void => {
  accounts.start();
  // Signed in in another window of this browser: this one need not be told twice.
  onRemembered('wasSignedIn', (value) => {
    if (value !== null && $me.get().kind !== 'signed-in') accounts.look();
  });
};

/** The account that is signed in, for code that runs only then. */
export const ownAccount = (): OwnAccount | null => {
  const me = $me.get();
  return me.kind === 'signed-in' ? me.account : null;
};

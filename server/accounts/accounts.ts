// Accounts, the verbs: creating one, signing in and out, who somebody is. Passwords and cookies are auth.ts's; rooms are not known here.
import type { Account, OwnAccount } from '../../protocol/accounts.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Database } from '../storage/database.ts';
import { claimOwner, findAccount, findByNamePrefix, findOwner } from './accounts.queries.ts';
import type { Auth, Visitor } from './auth.ts';
import { isWeakPassword } from './passwords.ts';

export type Accounts = ReturnType<typeof createAccounts>;

type Needs = {
  database: Database;
  bus: Bus;
  auth: Auth;
  /** Runs before the new person is answered, so that their first page is not empty. */
  welcome(account: { id: AccountId; name: string; isOwner: boolean }): Promise<void>;
};

export const createAccounts = ({ database, bus, auth, welcome }: Needs) => {
  const isOwner = async (accountId: AccountId) => (await findOwner(database.db)) === accountId;

  const own = async (accountId: AccountId): Promise<OwnAccount> => {
    const found = await findAccount(database.db, accountId);
    if (!found) throw new Refusal('signed-out', 'this account is gone');
    return { id: accountId, ...found, isOwner: await isOwner(accountId) };
  };

  return {
    async create(visitor: Visitor, wish: { name: string; email: string; password: string }) {
      if (isWeakPassword(wish.password, [wish.name, wish.email])) {
        throw new Refusal('weak-password', 'this password is easy to guess: use several words that belong to no name');
      }
      const { accountId, setCookie } = await auth.create(visitor, wish);
      await database.transaction(claimOwner);
      const account: OwnAccount = { id: accountId, name: wish.name, email: wish.email, isOwner: await isOwner(accountId) };
      await welcome(account);
      return { account, setCookie };
    },

    async signIn(visitor: Visitor, credentials: { email: string; password: string }) {
      const { accountId, setCookie } = await auth.signIn(visitor, credentials);
      return { account: await own(accountId), setCookie };
    },

    /** Ends this browser's sign-in, and with it every socket that was opened with it. */
    async signOut(visitor: Visitor) {
      const signedIn = await auth.authenticate(visitor);
      const { setCookie } = await auth.signOut(visitor);
      if (signedIn) bus.publishToAccount(signedIn.accountId, { kind: 'revoked', signInId: signedIn.signInId });
      return { setCookie };
    },

    async me(visitor: Visitor) {
      const [signedIn, owner] = await Promise.all([auth.authenticate(visitor), findOwner(database.db)]);
      const account: OwnAccount | null = signedIn && {
        id: signedIn.accountId,
        name: signedIn.name,
        email: signedIn.email,
        isOwner: owner === signedIn.accountId,
      };
      return { account, hasOwner: owner !== null, setCookie: signedIn?.setCookie ?? [] };
    },

    authenticate: (visitor: Visitor) => auth.authenticate(visitor),

    own,

    find: (text: string): Promise<Account[]> => findByNamePrefix(database.db, text, LIMITS.directoryPage),
    findOwner: () => findOwner(database.db),
  };
};

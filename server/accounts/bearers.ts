// Whose browser asks: what a route needs to know of it before it does anything.
import type { OwnAccount } from '../../protocol/accounts.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { SignIn, Visitor } from './auth.ts';
import type { Confirm } from './confirming.ts';

export type Bearers = ReturnType<typeof createBearers>;

type Needs = {
  confirm: Confirm;
  own(accountId: AccountId): Promise<OwnAccount>;
  authenticate(visitor: Visitor): Promise<SignIn | null>;
};

export const createBearers = ({ confirm, own, authenticate }: Needs) => {
  const signedIn = async (visitor: Visitor): Promise<SignIn> => {
    const found = await authenticate(visitor);
    if (!found) throw new Refusal('signed-out', 'sign in first');
    return found;
  };

  /** A guest has no way to sign in again, and is given none: they make an account. */
  const person = async (visitor: Visitor): Promise<{ signedIn: SignIn; account: OwnAccount; email: string }> => {
    const found = await signedIn(visitor);
    const account = await own(found.accountId);
    if (account.role === 'guest' || account.email === null) throw new Refusal('not-allowed', 'a guest makes an account first');
    return { signedIn: found, account, email: account.email };
  };

  /** And it is still the same person who sits there. */
  const confirmed = async (visitor: Visitor, password: string | null) => {
    const found = await person(visitor);
    await confirm(found.signedIn, password);
    return found;
  };

  return { signedIn, person, confirmed };
};

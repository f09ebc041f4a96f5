// How an account is kept safe, for its owner alone: what there is, and how it is changed. Everything that makes it easier or harder to get in is
// confirmed first (confirming.ts).
import type { OwnAccount, Passkey, Security } from '../../protocol/accounts.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Database } from '../storage/database.ts';
import type { SignIn, Visitor } from './auth.ts';
import type { Confirm } from './confirming.ts';
import { findPasswordHash } from './credentials.queries.ts';
import { countBackupCodes, hasSecondFactor } from './second-factor.queries.ts';
import type { Passkeys } from './passkeys.ts';
import { passkeysOf } from './passkeys.queries.ts';
import type { SecondFactor } from './second-factor.ts';
import type { SignIns } from './sign-ins.ts';

type Needs = {
  database: Database;
  signIns: SignIns;
  secondFactor: SecondFactor;
  passkeys: Passkeys;
  confirm: Confirm;
  own(accountId: AccountId): Promise<OwnAccount>;
  authenticate(visitor: Visitor): Promise<SignIn | null>;
};

export const createSecurity = ({ database, signIns, secondFactor, passkeys, confirm, own, authenticate }: Needs) => {
  const requireSignedIn = async (visitor: Visitor): Promise<SignIn> => {
    const signedIn = await authenticate(visitor);
    if (!signedIn) throw new Refusal('signed-out', 'sign in first');
    return signedIn;
  };

  /** A guest has no way to sign in again, and is given none: they make an account. */
  const requirePerson = async (visitor: Visitor): Promise<{ signedIn: SignIn; account: OwnAccount; email: string }> => {
    const signedIn = await requireSignedIn(visitor);
    const account = await own(signedIn.accountId);
    if (account.role === 'guest' || account.email === null) throw new Refusal('not-allowed', 'a guest makes an account first');
    return { signedIn, account, email: account.email };
  };

  const requireConfirmed = async (visitor: Visitor, password: string | null) => {
    const person = await requirePerson(visitor);
    await confirm(person.signedIn, password);
    return person;
  };

  return {
    async security(visitor: Visitor): Promise<Security> {
      const { accountId, signInId } = await requireSignedIn(visitor);
      return {
        hasPassword: (await findPasswordHash(database.db, accountId)) !== null,
        hasCodes: await hasSecondFactor(database.db, accountId),
        backupCodes: await countBackupCodes(database.db, accountId),
        passkeys: await passkeysOf(database.db, accountId),
        openId: null,
        signIns: await signIns.signInsOf(accountId, signInId),
        nextEmail: null,
      };
    },

    async beginTotp(visitor: Visitor, password: string | null) {
      const { signedIn, email } = await requireConfirmed(visitor, password);
      return secondFactor.begin(signedIn.accountId, email);
    },

    async confirmTotp(visitor: Visitor, code: string) {
      const { signedIn } = await requirePerson(visitor);
      return secondFactor.confirm(signedIn.accountId, visitor, code);
    },

    async endTotp(visitor: Visitor, password: string | null): Promise<void> {
      const { signedIn } = await requireConfirmed(visitor, password);
      await secondFactor.end(signedIn.accountId);
    },

    async renewBackupCodes(visitor: Visitor, password: string | null): Promise<string[]> {
      const { signedIn } = await requireConfirmed(visitor, password);
      return secondFactor.renewBackupCodes(signedIn.accountId);
    },

    async beginPasskey(visitor: Visitor, password: string | null) {
      const { account } = await requireConfirmed(visitor, password);
      return passkeys.begin(visitor, account);
    },

    async addPasskey(visitor: Visitor, name: string, answer: Record<string, unknown>): Promise<Passkey> {
      const { account } = await requirePerson(visitor);
      return passkeys.add(visitor, account.id, name, answer);
    },

    async renamePasskey(visitor: Visitor, id: string, name: string): Promise<void> {
      const { account } = await requirePerson(visitor);
      await passkeys.rename(account.id, id, name);
    },

    async removePasskey(visitor: Visitor, id: string, password: string | null): Promise<void> {
      const { account } = await requireConfirmed(visitor, password);
      await passkeys.remove(account.id, id);
    },

    /** One, or all but this. One that is not theirs is over already, as far as they may know. */
    async endOwnSignIns(visitor: Visitor, id: string | null): Promise<void> {
      const { accountId, signInId } = await requireSignedIn(visitor);
      await signIns.endSignIns(accountId, id === null ? { except: signInId } : { id });
    },
  };
};

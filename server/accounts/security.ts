// How an account is kept safe, for its owner alone: what there is, and how it is changed. Everything that makes it easier or harder to get in is
// confirmed first (confirming.ts).
import type { Passkey, Security } from '../../protocol/accounts.ts';
import type { Database } from '../storage/database.ts';
import type { Visitor } from './auth.ts';
import type { Bearers } from './bearers.ts';
import { findPasswordHash } from './credentials.queries.ts';
import type { Links } from './links.ts';
import { countBackupCodes, hasSecondFactor } from './second-factor.queries.ts';
import type { OpenId } from './openid.ts';
import type { Passkeys } from './passkeys.ts';
import { passkeysOf } from './passkeys.queries.ts';
import type { SecondFactor } from './second-factor.ts';
import type { SignIns } from './sign-ins.ts';

type Needs = {
  database: Database;
  signIns: SignIns;
  secondFactor: SecondFactor;
  passkeys: Passkeys;
  openId: Pick<OpenId, 'name' | 'isLinked'> | null;
  bearers: Bearers;
  links: Pick<Links, 'nextEmail'>;
};

export const createSecurity = ({ database, signIns, secondFactor, passkeys, openId, bearers, links }: Needs) => {
  return {
    async security(visitor: Visitor): Promise<Security> {
      const { accountId, signInId } = await bearers.signedIn(visitor);
      return {
        hasPassword: (await findPasswordHash(database.db, accountId)) !== null,
        hasCodes: await hasSecondFactor(database.db, accountId),
        backupCodes: await countBackupCodes(database.db, accountId),
        passkeys: await passkeysOf(database.db, accountId),
        openId: openId && (await openId.isLinked(accountId)) ? openId.name : null,
        signIns: await signIns.signInsOf(accountId, signInId),
        nextEmail: await links.nextEmail(database.db, accountId),
      };
    },

    async beginTotp(visitor: Visitor, password: string | null) {
      const { signedIn, email } = await bearers.confirmed(visitor, password);
      return secondFactor.begin(signedIn.accountId, email);
    },

    async confirmTotp(visitor: Visitor, code: string) {
      const { signedIn } = await bearers.person(visitor);
      return secondFactor.confirm(signedIn.accountId, visitor, code);
    },

    async endTotp(visitor: Visitor, password: string | null): Promise<void> {
      const { signedIn } = await bearers.confirmed(visitor, password);
      await secondFactor.end(signedIn.accountId);
    },

    async renewBackupCodes(visitor: Visitor, password: string | null): Promise<string[]> {
      const { signedIn } = await bearers.confirmed(visitor, password);
      return secondFactor.renewBackupCodes(signedIn.accountId);
    },

    async beginPasskey(visitor: Visitor, password: string | null) {
      const { account } = await bearers.confirmed(visitor, password);
      return passkeys.begin(visitor, account);
    },

    async addPasskey(visitor: Visitor, name: string, answer: Record<string, unknown>): Promise<Passkey> {
      const { account } = await bearers.person(visitor);
      return passkeys.add(visitor, account.id, name, answer);
    },

    async renamePasskey(visitor: Visitor, id: string, name: string): Promise<void> {
      const { account } = await bearers.person(visitor);
      await passkeys.rename(account.id, id, name);
    },

    async removePasskey(visitor: Visitor, id: string, password: string | null): Promise<void> {
      const { account } = await bearers.confirmed(visitor, password);
      await passkeys.remove(account.id, id);
    },

    /** One, or all but this. One that is not theirs is over already, as far as they may know. */
    async endOwnSignIns(visitor: Visitor, id: string | null): Promise<void> {
      const { accountId, signInId } = await bearers.signedIn(visitor);
      await signIns.endSignIns(accountId, id === null ? { except: signInId } : { id });
    },
  };
};

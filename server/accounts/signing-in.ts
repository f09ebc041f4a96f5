// Signing in: who proves to be whose account, and is given a sign-in for it. The same words and the same work whether there is such an account or not.
import type { OwnAccount } from '../../protocol/accounts.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Database } from '../storage/database.ts';
import type { Visitor } from './auth.ts';
import { findByEmail, findPasswordHash } from './credentials.queries.ts';
import { holdAccount } from './sign-ins.queries.ts';
import { verifyPassword } from './passwords.ts';
import type { SignIns } from './sign-ins.ts';

type Needs = {
  database: Database;
  signIns: Pick<SignIns, 'begin'>;
  own(accountId: AccountId): Promise<OwnAccount>;
};

const wrong = () => new Refusal('wrong-credentials', 'no account has this e-mail address and password');

export const createSigningIn = ({ database, signIns, own }: Needs) => ({
  async signIn(visitor: Visitor, { email, password }: { email: string; password: string }) {
    const found = await findByEmail(database.db, email);
    const isRight = await verifyPassword(found?.hash ?? null, password);
    if (!found || !isRight) throw wrong();
    const { accountId, hash } = found;
    const { setCookie } = await signIns.begin(visitor, async (trx) => {
      await holdAccount(trx, accountId);
      if ((await findPasswordHash(trx, accountId)) !== hash) throw wrong();
      return accountId;
    });
    return { account: await own(accountId), setCookie };
  },
});

// Signing in: who proves to be whose account, and is given a sign-in for it. The same words and the same work whether there is such an account or not.
import type { OwnAccount } from '../../protocol/accounts.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Database } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';
import { findStanding } from './accounts.queries.ts';
import type { Visitor } from './auth.ts';
import { findByEmail, findPasswordHash } from './credentials.queries.ts';
import { holdAccount } from './people.ts';
import { verifyPassword } from './passwords.ts';
import { hasSecondFactor } from './second-factor.queries.ts';
import type { CodeKind, SecondFactor } from './second-factor.ts';
import type { SignIns } from './sign-ins.ts';
import type { Steps } from './steps.ts';

export type SigningIn = ReturnType<typeof createSigningIn>;

type Needs = {
  database: Database;
  signIns: Pick<SignIns, 'begin'>;
  steps: Steps;
  secondFactor: Pick<SecondFactor, 'use'>;
  own(accountId: AccountId): Promise<OwnAccount>;
};

/** `account` is null where the second factor is still to come. */
export type LetIn = { account: OwnAccount | null; setCookie: string[] };

const wrong = () => new Refusal('wrong-credentials', 'no account has this e-mail address and password');

export const createSigningIn = ({ database, signIns, steps, secondFactor, own }: Needs) => {
  /**
   * For somebody who has proved one factor: they are in, or the second factor is still to come. `isStillSo` looks at the proof again in the transaction
   * that stores the sign-in.
   */
  const withOneFactor = async (visitor: Visitor, accountId: AccountId, isStillSo: (trx: Trx) => Promise<boolean>): Promise<LetIn> => {
    if (await hasSecondFactor(database.db, accountId)) {
      const standing = await findStanding(database.db, accountId);
      if (standing?.isSuspended) throw new Refusal('suspended', 'this account is suspended');
      return { account: null, setCookie: [await steps.begin('second-factor', accountId, {})] };
    }
    const { setCookie } = await signIns.begin(visitor, async (trx) => {
      await holdAccount(trx, accountId);
      if (!(await isStillSo(trx)) || (await hasSecondFactor(trx, accountId))) throw wrong();
      return accountId;
    });
    return { account: await own(accountId), setCookie };
  };

  return {
    withOneFactor,

    async signIn(visitor: Visitor, { email, password }: { email: string; password: string }): Promise<LetIn> {
      const found = await findByEmail(database.db, email);
      const isRight = await verifyPassword(found?.hash ?? null, password);
      if (!found || !isRight) throw wrong();
      const { accountId, hash } = found;
      return withOneFactor(visitor, accountId, async (trx) => (await findPasswordHash(trx, accountId)) === hash);
    },

    /** The second step of a sign-in that this browser began. */
    async giveSecondFactor(visitor: Visitor, kind: CodeKind, code: string): Promise<{ account: OwnAccount; setCookie: string[] }> {
      const gone = () => new Refusal('signed-out', 'begin again: the first step was too long ago, or in another browser');
      const accountId = (await steps.find('second-factor', visitor))?.accountId;
      if (!accountId) throw gone();
      await secondFactor.use(accountId, kind, code);
      const { setCookie } = await signIns.begin(visitor, async (trx) => {
        // Over with a new password and with the end of all sign-ins, too.
        if ((await steps.take('second-factor', visitor, trx))?.accountId !== accountId) throw gone();
        return accountId;
      });
      return { account: await own(accountId), setCookie: [...setCookie, steps.forget('second-factor')] };
    },
  };
};

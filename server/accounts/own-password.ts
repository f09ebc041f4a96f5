// Another password, for somebody who is signed in: every other browser of theirs is signed out, and they are told by mail.
import { Refusal } from '../../protocol/errors.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import { findAddressee } from './addresses.queries.ts';
import type { Visitor } from './auth.ts';
import type { Bearers } from './bearers.ts';
import { putPassword } from './credentials.queries.ts';
import type { Links } from './links.ts';
import type { Post } from './mails.ts';
import { hashPassword, requireStrong } from './passwords.ts';
import { deleteRequest } from './recovery.queries.ts';
import { hasSignIn } from './sign-ins.queries.ts';
import type { SignIns } from './sign-ins.ts';

type Needs = {
  database: Database;
  clock: Clock;
  bearers: Bearers;
  links: Links;
  signIns: Pick<SignIns, 'endSignIns'>;
  post: Post | null;
};

export const createOwnPassword = ({ database, clock, bearers, links, signIns, post }: Needs) => ({
  /** `password` is null for an account that has none yet. */
  async changePassword(visitor: Visitor, password: string | null, next: string): Promise<void> {
    const { signedIn, account, email } = await bearers.confirmed(visitor, password);
    const { accountId, signInId } = signedIn;
    requireStrong(next, [account.name, email]);
    const hash = await hashPassword(next);
    await signIns.endSignIns(accountId, { except: signInId }, async (trx) => {
      // Somebody may have recovered the account while the password was hashed: theirs is the one that counts.
      if (!(await hasSignIn(trx, signInId))) throw new Refusal('signed-out', 'sign in first');
      await putPassword(trx, database.dialect, accountId, hash, clock.now());
      await links.voidAll(trx, accountId, ['reset']);
      await deleteRequest(trx, accountId);
      const addressee = await findAddressee(trx, accountId);
      if (addressee) await post?.passwordChanged(trx, addressee);
    });
    post?.wake();
  },
});

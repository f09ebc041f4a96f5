// The way back into an account for those who cannot sign in: by a link in a mail, or from an admin's hand (hand-outs.ts) where the house sends none.
// Whoever asks is answered the same, and as fast, whether there is such an account or not.
import { Refusal } from '../../protocol/errors.ts';
import type { Clock } from '../clock.ts';
import { createBuckets } from '../limits.ts';
import type { Database } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';
import type { Addresses } from './addresses.ts';
import { markConfirmed } from './addresses.queries.ts';
import { forgetOtherWays, putPassword } from './credentials.queries.ts';
import type { Later } from './later.ts';
import type { Links } from './links.ts';
import type { Post } from './mails.ts';
import { hashPassword, requireStrong } from './passwords.ts';
import * as queries from './recovery.queries.ts';
import { holdAccount } from './people.ts';
import type { SignIns } from './sign-ins.ts';

type Needs = {
  database: Database;
  clock: Clock;
  links: Links;
  signIns: Pick<SignIns, 'endSignIns'>;
  addresses: Pick<Addresses, 'settle'>;
  later: Later;
  /** null: this house sends no mail. */
  post: Post | null;
};

/** Mails of one kind to one address, whoever asks for them and from wherever. */
const MAILS = { burst: 4, perSecond: 1 / 900 };

const expired = () => new Refusal('expired', 'this link was used, is too old, or never was');

export const createRecovery = ({ database, clock, links, signIns, addresses, later, post }: Needs) => {
  const mails = createBuckets(MAILS);

  const ask = async (trx: Trx, email: string): Promise<void> => {
    const person = await queries.findRecoverable(trx, { email });
    if (!person) return;
    const { accountId } = person;
    if (!post) return queries.putRequest(trx, accountId, clock.now());
    if (mails.take(accountId, clock.now()) > 0) return;
    await holdAccount(trx, accountId);
    const { secret } = await links.make(trx, 'reset', { accountId, email });
    await post.newPassword(trx, person, secret);
  };

  return {
    forgot(email: string): void {
      later.run(async () => {
        await database.transaction((trx) => ask(trx, email));
        post?.wake();
      });
    },

    /** Ends all sign-ins of the account and makes none. A second factor is asked for as before. */
    async reset(secret: string, password: string): Promise<void> {
      const link = await links.look(database.db, 'reset', secret);
      const person = link && (await queries.findRecoverable(database.db, { accountId: link.accountId }));
      if (!person) throw expired();
      const { accountId } = person;
      requireStrong(password, [person.name, person.email]);
      const hash = await hashPassword(password);
      let isProved = false;
      await signIns.endSignIns(accountId, 'all', async (trx) => {
        const redeemed = await links.redeem(trx, 'reset', secret);
        const now = redeemed && (await queries.findRecoverable(trx, { accountId }));
        if (!now) throw expired();
        await putPassword(trx, database.dialect, accountId, hash, clock.now());
        await links.voidAll(trx, accountId, ['reset', 'confirm-email']);
        await queries.deleteRequest(trx, accountId);
        isProved = redeemed.email === now.email && !now.isConfirmed;
        if (isProved) {
          // Whoever made the account had never shown that the address is theirs: the ways in that they left behind go with them.
          await forgetOtherWays(trx, accountId);
          await markConfirmed(trx, accountId);
        }
        await post?.passwordChanged(trx, now);
      });
      post?.wake();
      if (isProved) await addresses.settle(accountId);
    },
  };
};

// Deleting an account. What was said stays, signed by nobody; the row stays as what those words point to; everything else of the person goes, in one
// transaction with the rooms they leave. Every browser of theirs is signed out by it, and they are told by mail.
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId, PictureId } from '../../protocol/wire.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Trx } from '../storage/schema.ts';
import { findStanding } from './accounts.queries.ts';
import { findAddressee } from './addresses.queries.ts';
import type { Auth, Visitor } from './auth.ts';
import type { Bearers } from './bearers.ts';
import { bury } from './deletion.queries.ts';
import type { Post } from './mails.ts';
import { deletePictures } from './pictures.queries.ts';
import { hasSignIn } from './sign-ins.queries.ts';

/** Takes the account out of every room; `work` is part of the same transaction, and may refuse. */
export type ForgetInRooms = (accountId: AccountId, work: (trx: Trx) => Promise<void>) => Promise<void>;

type Needs = {
  bus: Bus;
  auth: Pick<Auth, 'signOut'>;
  bearers: Bearers;
  post: Post | null;
  forgetInRooms: ForgetInRooms;
  /** The bytes of pictures that nothing leads to any more. */
  forgetPictures(ids: readonly PictureId[]): Promise<void>;
};

const signedOut = () => new Refusal('signed-out', 'sign in first');

export const createDeletion = ({ bus, auth, bearers, post, forgetInRooms, forgetPictures }: Needs) => ({
  async deleteAccount(visitor: Visitor, password: string | null): Promise<{ setCookie: string[] }> {
    const { signedIn } = await bearers.confirmed(visitor, password);
    const { accountId, signInId } = signedIn;
    let pictures: PictureId[] = [];
    await forgetInRooms(accountId, async (trx) => {
      const standing = await findStanding(trx, accountId);
      // Another browser may have been quicker, or have signed this one out.
      if (!standing || standing.isSuspended || !(await hasSignIn(trx, signInId))) throw signedOut();
      if (standing.role === 'owner') throw new Refusal('not-allowed', 'hand the house over before you leave it');
      const addressee = await findAddressee(trx, accountId);
      pictures = await deletePictures(trx, accountId);
      await bury(trx, accountId);
      if (addressee) await post?.accountDeleted(trx, addressee);
    });
    bus.publishToAccount(accountId, { kind: 'revoked', signInId: null });
    post?.wake();
    await forgetPictures(pictures);
    return auth.signOut(visitor);
  },
});

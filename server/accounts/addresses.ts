// The address of an account: whose it is until it is shown to be theirs, and how it becomes another. An address that was never confirmed proves
// nothing; one that is to come counts for nothing before it is.
import type { HouseRole, OwnAccount } from '../../protocol/accounts.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Clock } from '../clock.ts';
import type { Bus } from '../cluster/bus.ts';
import { createBuckets } from '../limits.ts';
import type { Database } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';
import { findOwn, hasEmail } from './accounts.queries.ts';
import { findAddressee, markConfirmed, raiseConfirmed, setEmail } from './addresses.queries.ts';
import type { SignIn, Visitor } from './auth.ts';
import type { Bearers } from './bearers.ts';
import type { Links } from './links.ts';
import type { Post } from './mails.ts';
import { holdAccount } from './people.ts';
import type { TellRooms } from './profiles.ts';
import { hasSignIn } from './sign-ins.queries.ts';

export type Addresses = ReturnType<typeof createAddresses>;

type Needs = {
  database: Database;
  bus: Bus;
  clock: Clock;
  links: Links;
  bearers: Bearers;
  /** null: this house sends no mail. */
  post: Post | null;
  authenticate(visitor: Visitor): Promise<SignIn | null>;
  tellRooms: TellRooms;
  welcome(accountId: AccountId, role: HouseRole): Promise<void>;
};

/** Mails to one address. */
const TO_ONE = { burst: 4, perSecond: 1 / 900 };
/** By one account, for whatever addresses: neither to send mail with, nor to find out who is here. */
const BY_ONE = { burst: 10, perSecond: 1 / 900 };

const taken = () => new Refusal('taken', 'this e-mail address has an account already');
const expired = () => new Refusal('expired', 'this link was used, is too old, or never was');

export const createAddresses = ({ database, bus, clock, links, bearers, post, authenticate, tellRooms, welcome }: Needs) => {
  const toOne = createBuckets(TO_ONE);
  const byOne = createBuckets(BY_ONE);

  const mayAsk = (accountId: AccountId): void => {
    const waitMs = byOne.take(accountId, clock.now());
    if (waitMs > 0) throw new Refusal('too-many', 'too many addresses for now', waitMs);
  };
  const mayMail = (email: string): void => {
    const waitMs = toOne.take(email, clock.now());
    if (waitMs > 0) throw new Refusal('too-many', 'too many mails to this address for now', waitMs);
  };

  const askToConfirm = async (trx: Trx, to: Post, accountId: AccountId, email: string): Promise<void> => {
    const { secret } = await links.make(trx, 'confirm-email', { accountId, email });
    await to.confirmEmail(trx, email, secret);
  };

  const tellOwn = async (accountId: AccountId): Promise<void> => {
    const me: OwnAccount | null = await findOwn(database.db, accountId);
    if (me) bus.publishToAccount(accountId, { kind: 'event', event: { event: 'accounts.own-changed', body: { me } } });
  };

  /** The account is held: a sign-in that was ended meanwhile changes nothing any more. */
  const requireStill = async (trx: Trx, { accountId, signInId }: SignIn): Promise<void> => {
    await holdAccount(trx, accountId);
    if (!(await hasSignIn(trx, signInId))) throw new Refusal('signed-out', 'sign in first');
  };

  /**
   * After the commit that confirmed an address: who was a guest for want of it is a member from now on, in every room that shows them. Changes nothing
   * for anybody else.
   */
  const settle = async (accountId: AccountId): Promise<void> => {
    let isRaised = false;
    await tellRooms(accountId, async (trx) => {
      await holdAccount(trx, accountId);
      isRaised = await raiseConfirmed(trx, accountId);
      return isRaised ? 'member' : 'nothing';
    });
    if (isRaised) {
      bus.publishToAccount(accountId, { kind: 'role', role: 'member' });
      await welcome(accountId, 'member');
    }
    await tellOwn(accountId);
  };

  const replace = async (trx: Trx, accountId: AccountId, email: string): Promise<void> => {
    if (await hasEmail(trx, email)) throw taken();
    const before = await findAddressee(trx, accountId);
    await setEmail(trx, accountId, email, false);
    // A link that lies in the old mailbox opens nothing any more.
    await links.voidAll(trx, accountId, ['reset', 'confirm-email']);
    if (before) await post?.emailChanged(trx, before, email);
  };

  /** Of two that take one address at once, the second fails at the database. */
  const orTaken = async (accountId: AccountId, email: string, work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const own = await findAddressee(database.db, accountId);
      if (own?.email !== email && (await hasEmail(database.db, email))) throw taken();
      throw error;
    }
  };

  return {
    settle,

    /** Of a new account, in the transaction that makes it; `post.wake` after it. */
    async greet(trx: Trx, accountId: AccountId, email: string): Promise<void> {
      if (post && toOne.take(email, clock.now()) === 0) await askToConfirm(trx, post, accountId, email);
    },

    /** Done at once in a house that sends no mail. */
    async changeEmail(visitor: Visitor, password: string | null, email: string): Promise<{ isDone: boolean }> {
      const { signedIn, email: own } = await bearers.confirmed(visitor, password);
      const { accountId } = signedIn;
      if (email === own) {
        await database.transaction((trx) => links.voidAll(trx, accountId, ['confirm-email']));
        return { isDone: true };
      }
      mayAsk(accountId);
      if (await hasEmail(database.db, email)) throw taken();
      if (post) {
        mayMail(email);
        await database.transaction(async (trx) => {
          await requireStill(trx, signedIn);
          await askToConfirm(trx, post, accountId, email);
        });
        post.wake();
        return { isDone: false };
      }
      const change = database.transaction(async (trx) => {
        await requireStill(trx, signedIn);
        await replace(trx, accountId, email);
      });
      await orTaken(accountId, email, change);
      await tellOwn(accountId);
      return { isDone: true };
    },

    /** Once more: to the address that is to come, else to their own where it is not confirmed. */
    async sendConfirmation(visitor: Visitor): Promise<void> {
      const signedIn = await bearers.signedIn(visitor);
      const { accountId } = signedIn;
      const addressee = await findAddressee(database.db, accountId);
      if (!post || !addressee) throw new Refusal('not-allowed', 'there is nothing to confirm, or no mail to do it by');
      const email = (await links.nextEmail(database.db, accountId)) ?? (addressee.isConfirmed ? null : addressee.email);
      if (email === null) return settle(accountId);
      mayAsk(accountId);
      mayMail(email);
      await database.transaction(async (trx) => {
        await requireStill(trx, signedIn);
        await askToConfirm(trx, post, accountId, email);
      });
      post.wake();
    },

    /**
     * In a browser that is signed in to the account alone: the link was mailed to whoever reads that address, and it must not be their click that makes a
     * stranger's account look like theirs.
     */
    async confirmEmail(visitor: Visitor, secret: string): Promise<void> {
      const link = await links.look(database.db, 'confirm-email', secret);
      if (!link) throw expired();
      const signedIn = await authenticate(visitor);
      if (signedIn?.accountId !== link.accountId) {
        throw new Refusal('signed-out', 'sign in to the account that this link is for, and open it once more');
      }
      const { accountId } = link;
      const change = database.transaction(async (trx) => {
        await requireStill(trx, signedIn);
        const redeemed = await links.redeem(trx, 'confirm-email', secret);
        const own = redeemed && (await findAddressee(trx, accountId));
        if (!own || redeemed.email === null) throw expired();
        if (own.email !== redeemed.email) await replace(trx, accountId, redeemed.email);
        await markConfirmed(trx, accountId);
      });
      await orTaken(accountId, link.email ?? '', change);
      post?.wake();
      await settle(accountId);
    },

    nextEmail: (accountId: AccountId): Promise<string | null> => links.nextEmail(database.db, accountId),
  };
};

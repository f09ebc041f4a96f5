// Links that are good once: to choose a new password, to confirm an address. What a link carries is stored as its hash alone, so that who reads the
// database opens nothing with it; a new one makes the older ones of its kind void.
import { createHash } from 'node:crypto';
import type { AccountId } from '../../protocol/wire.ts';
import type { Clock } from '../clock.ts';
import { newSecret } from '../ids.ts';
import type { Db, Trx } from '../storage/schema.ts';
import * as queries from './links.queries.ts';
import { CONFIRM_MS, RESET_MS } from './mails.ts';

export type Links = ReturnType<typeof createLinks>;
export type { Purpose } from './links.queries.ts';

/** `email`: the address that it was sent to, which whoever opens it can read; null for one that was handed out by hand. */
export type Link = { accountId: AccountId; email: string | null };

const GOOD_FOR_MS = { reset: RESET_MS, 'confirm-email': CONFIRM_MS } as const;

/** A secret of 256 bits needs no salt and no slow hash: there is nothing to guess. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export const createLinks = ({ clock }: { clock: Clock }) => {
  const inTime = (link: queries.StoredLink | null): Link | null => (link && link.expiresAt > clock.now() ? link : null);
  return {
    async make(trx: Trx, purpose: queries.Purpose, { accountId, email }: Link): Promise<{ secret: string; expiresAt: number }> {
      const now = clock.now();
      const secret = newSecret();
      const expiresAt = now + GOOD_FOR_MS[purpose];
      await queries.deleteOldLinks(trx, now);
      await queries.deleteLinks(trx, accountId, [purpose]);
      await queries.insertLink(trx, { secretHash: hashOf(secret), purpose, accountId, email, expiresAt });
      return { secret, expiresAt };
    },

    /** Without using it up. */
    look: async (db: Db, purpose: queries.Purpose, secret: string): Promise<Link | null> =>
      inTime(await queries.findLink(db, purpose, hashOf(secret))),

    /** Once: hold the account first, so that two that want the same wait for each other in one order. */
    redeem: async (trx: Trx, purpose: queries.Purpose, secret: string): Promise<Link | null> =>
      inTime(await queries.takeLink(trx, purpose, hashOf(secret))),

    voidAll: (trx: Trx, accountId: AccountId, purposes: readonly queries.Purpose[]): Promise<void> =>
      queries.deleteLinks(trx, accountId, purposes),

    nextEmail: (db: Db, accountId: AccountId): Promise<string | null> => queries.findNextEmail(db, accountId, clock.now()),
  };
};

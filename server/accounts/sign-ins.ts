// The browsers that an account is signed in with: how they begin, which they are, and how they end. Ending one reaches its open sockets at once.
import type { HouseRole, SignIn } from '../../protocol/accounts.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import { newId, newSecret } from '../ids.ts';
import type { Database } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';
import { findStanding } from './accounts.queries.ts';
import { userAgentOf, type Auth, type SignIn as Seen, type Visitor } from './auth.ts';
import { browserOf } from './browsers.ts';
import { holdAccount } from './people.ts';
import * as queries from './sign-ins.queries.ts';

export type SignIns = ReturnType<typeof createSignIns>;

/** One, all but one, or all. */
export type Which = { id: string } | { except: string } | 'all';

const SEEN_EVERY_MS = 5 * 60_000;
/** Databases have a limit to what may be named in one query. */
const ASKED_AT_ONCE = 5_000;

type Needs = { database: Database; bus: Bus; clock: Clock; auth: Auth };

export const createSignIns = ({ database, bus, clock, auth }: Needs) => ({
  /**
   * Signs this browser in to the account that `prove` answers: whose it is must still be true when the sign-in is stored, so it looks again in this very
   * transaction, and refuses by throwing. A browser has one sign-in: another account's is over, one of the same account goes on under a new token.
   */
  async begin(
    visitor: Visitor,
    prove: (trx: Trx) => Promise<AccountId>,
  ): Promise<{ accountId: AccountId; signInId: string; setCookie: string[] }> {
    const former = await auth.authenticate(visitor);
    const beginning = { token: newSecret(), userAgent: userAgentOf(visitor), network: visitor.network, at: clock.now() };
    const begun = await database.transaction(async (trx) => {
      const accountId = await prove(trx);
      await holdAccount(trx, accountId);
      const standing = await findStanding(trx, accountId);
      if (!standing) throw new Refusal('signed-out', 'this account is gone');
      if (standing.isSuspended) throw new Refusal('suspended', 'this account is suspended');
      if (former?.accountId === accountId) {
        const isRenewed = await queries.renewSignIn(trx, database.dialect, accountId, { id: former.signInId, ...beginning });
        if (isRenewed) return { accountId, signInId: former.signInId };
      } else if (former) {
        await queries.deleteSignIns(trx, former.accountId, { id: former.signInId });
      }
      const signInId = newId(beginning.at);
      await queries.insertSignIn(trx, database.dialect, accountId, { id: signInId, ...beginning });
      return { accountId, signInId };
    });
    if (former && former.accountId !== begun.accountId) {
      bus.publishToAccount(former.accountId, { kind: 'revoked', signInId: former.signInId });
    }
    return { ...begun, setCookie: await auth.cookieFor(beginning.token) };
  },

  /** Somebody was here, from there: kept, but not written at each step. */
  async see({ signInId, seenAt, network }: Pick<Seen, 'signInId' | 'seenAt' | 'network'>, from: string): Promise<void> {
    const now = clock.now();
    if (from === network && now - seenAt < SEEN_EVERY_MS) return;
    await queries.touchSignIn(database.db, database.dialect, signInId, from, now);
  },

  /** Those of these that are good, with the role that their accounts have in the house. Whose socket is open is here: that is kept, too. */
  async standingsOf(ids: readonly string[]): Promise<ReadonlyMap<string, HouseRole>> {
    const now = clock.now();
    const standings = new Map<string, HouseRole>();
    for (let start = 0; start < ids.length; start += ASKED_AT_ONCE) {
      const asked = ids.slice(start, start + ASKED_AT_ONCE);
      const found = await queries.standingsOf(database.db, database.dialect, asked, now);
      const unseen = found.filter(({ seenAt }) => now - seenAt >= SEEN_EVERY_MS).map(({ id }) => id);
      if (unseen.length > 0) await queries.touchSignIns(database.db, database.dialect, unseen, now);
      for (const { id, role } of found) standings.set(id, role);
    }
    return standings;
  },

  /** `ownId`: the sign-in of whoever asks, where it is one of these. */
  async signInsOf(accountId: AccountId, ownId: string | null): Promise<SignIn[]> {
    const stored = await queries.signInsOf(database.db, accountId);
    return stored
      .filter(({ expiresAt }) => expiresAt > clock.now())
      .map(({ id, userAgent, network, signedInAt, seenAt }) => ({
        id,
        browser: browserOf(userAgent),
        network,
        signedInAt,
        seenAt,
        isThis: id === ownId,
      }));
  },

  /** `also` is part of the same transaction, and is told how many there were. */
  async endSignIns(accountId: AccountId, which: Which, also: (trx: Trx, count: number) => Promise<void> = async () => {}): Promise<void> {
    const ended = await database.transaction(async (trx) => {
      const ids = await queries.deleteSignIns(trx, accountId, which);
      await also(trx, ids.length);
      return ids;
    });
    // Of all at once: also those whose row went before their socket did.
    if (which === 'all') bus.publishToAccount(accountId, { kind: 'revoked', signInId: null });
    else for (const signInId of ended) bus.publishToAccount(accountId, { kind: 'revoked', signInId });
  },
});

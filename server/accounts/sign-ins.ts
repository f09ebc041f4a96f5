// The browsers that an account is signed in with: which they are, and how they end. Ending one reaches its open sockets at once.
import type { SignIn } from '../../protocol/accounts.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';
import { browserOf } from './browsers.ts';
import * as queries from './sign-ins.queries.ts';

export type SignIns = ReturnType<typeof createSignIns>;

/** One, all but one, or all. */
export type Which = { id: string } | { except: string } | 'all';

export const createSignIns = ({ database, bus, clock }: { database: Database; bus: Bus; clock: Clock }) => ({
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

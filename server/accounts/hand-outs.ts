// Links for new passwords that are handed out by hand: by those who run the house, or from the server's shell. And who asked for one, in a house that
// sends no mail.
import type { RecoveryRequest } from '../../protocol/admin.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import { record } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';
import type { Links } from './links.ts';
import { holdAccount } from './people.ts';
import * as queries from './recovery.queries.ts';

type Needs = { database: Database; clock: Clock; links: Links };

export const createHandOuts = ({ database, clock, links }: Needs) => ({
  /** The last who asked first. */
  recoveryRequests: (): Promise<RecoveryRequest[]> => queries.findRequests(database.db),

  dismissRequest: (accountId: AccountId): Promise<void> => database.transaction((trx) => queries.deleteRequest(trx, accountId)),

  /** `by` is null for the server's shell. Who may make one for whom is `demand`'s to say, in the same transaction. Settles their request, if any. */
  makeResetLink: (
    by: AccountId | null,
    accountId: AccountId,
    demand: (trx: Trx) => Promise<unknown> = async () => {},
  ): Promise<{ secret: string; expiresAt: number }> =>
    database.transaction(async (trx) => {
      await demand(trx);
      await holdAccount(trx, accountId);
      if (!(await queries.findRecoverable(trx, { accountId }))) throw new Refusal('not-found', 'there is no such account to get back into');
      await record(trx, { at: clock.now(), action: 'accounts.link-made', actorId: by, subjectId: accountId });
      await queries.deleteRequest(trx, accountId);
      return links.make(trx, 'reset', { accountId, email: null });
    }),
});

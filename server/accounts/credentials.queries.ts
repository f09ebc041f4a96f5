// Ways to sign in, in the database.
import type { AccountId } from '../../protocol/wire.ts';
import type { Db } from '../storage/schema.ts';

/** What better-auth calls the password among the providers. */
const PASSWORD = 'credential';

/** null for an account without a password. */
export const findPasswordHash = async (db: Db, accountId: AccountId): Promise<string | null> =>
  (
    await db
      .selectFrom('credentials')
      .select('password')
      .where('userId', '=', accountId)
      .where('providerId', '=', PASSWORD)
      .executeTakeFirst()
  )?.password ?? null;

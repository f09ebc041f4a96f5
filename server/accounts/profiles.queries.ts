// What others see of an account, in the database.
import type { OwnAccount } from '../../protocol/accounts.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Trx } from '../storage/schema.ts';

/** In front of a room, and in none. */
export const isOnlyWaiting = async (trx: Trx, accountId: AccountId): Promise<boolean> => {
  const waits = await trx.selectFrom('lobby').select('roomId').where('accountId', '=', accountId).executeTakeFirst();
  if (!waits) return false;
  return (await trx.selectFrom('members').select('roomId').where('accountId', '=', accountId).executeTakeFirst()) === undefined;
};

export type Looks = Pick<OwnAccount, 'name' | 'picture' | 'profile'>;

export const storeLooks = async (trx: Trx, accountId: AccountId, { name, picture, profile }: Looks): Promise<void> => {
  const { about, pronouns, timeZone, status } = profile;
  await trx
    .updateTable('accounts')
    .set({ name, picture, about, pronouns, timeZone, status: status === null ? null : JSON.stringify(status) })
    .where('id', '=', accountId)
    .execute();
};

// Rights that a moderator took from somebody, in the database: they hold too when whoever it is goes and comes again, by whatever way.
import type { Rights } from '../../protocol/rooms.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Trx } from '../storage/schema.ts';

/** What the moderator left them; all of it given back is forgotten. */
export const keepRights = async (trx: Trx, roomId: RoomId, accountId: AccountId, { maySpeak, mayShare }: Rights): Promise<void> => {
  if (maySpeak && mayShare) {
    await trx.deleteFrom('withheld').where('roomId', '=', roomId).where('accountId', '=', accountId).execute();
    return;
  }
  await trx
    .insertInto('withheld')
    .values({ roomId, accountId, maySpeak, mayShare })
    .onConflict((conflict) => conflict.columns(['roomId', 'accountId']).doUpdateSet({ maySpeak, mayShare }))
    .execute();
};

/** Of what somebody is to have as they come in, what they may have. */
export const withoutWithheld = async (trx: Trx, roomId: RoomId, accountId: AccountId, rights: Rights): Promise<Rights> => {
  const kept = await trx
    .selectFrom('withheld')
    .select(['maySpeak', 'mayShare'])
    .where('roomId', '=', roomId)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  if (!kept) return rights;
  return { maySpeak: rights.maySpeak && Boolean(kept.maySpeak), mayShare: rights.mayShare && Boolean(kept.mayShare) };
};

export const forgetWithheld = async (trx: Trx, accountId: AccountId): Promise<void> => {
  await trx.deleteFrom('withheld').where('accountId', '=', accountId).execute();
};

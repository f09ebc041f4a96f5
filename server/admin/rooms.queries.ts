// Rooms as Admin sees them, in the database: how many are in them and how much was said, and nothing of what.
import { sql } from 'kysely';
import type { ListedRoom } from '../../protocol/admin.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { ACCOUNT_COLUMNS, toAccount } from '../accounts/people.ts';
import { contains } from '../accounts/searching.ts';
import type { Db } from '../storage/schema.ts';

/** Newest first: ids sort by age. */
export const findRooms = async (
  db: Db,
  { text, after }: { text: string; after: string | undefined },
  limit: number,
): Promise<Omit<ListedRoom, 'inCall'>[]> => {
  let query = db
    .selectFrom('rooms')
    .leftJoin('members', (join) => join.onRef('members.roomId', '=', 'rooms.id').on('members.role', '=', 'owner'))
    .leftJoin('accounts', 'accounts.id', 'members.accountId')
    .select([...ACCOUNT_COLUMNS, 'rooms.id', 'rooms.name', 'rooms.visibility', 'rooms.isLocked', 'rooms.seq', 'rooms.createdAt'])
    .select((eb) => [
      eb
        .selectFrom('members as all')
        .whereRef('all.roomId', '=', 'rooms.id')
        .select(sql<unknown>`count(*)`.as('count'))
        .as('memberCount'),
      // Messages and events share the count, without a gap, and of events there are few: nothing has to be counted a million times.
      eb
        .selectFrom('events')
        .whereRef('events.roomId', '=', 'rooms.id')
        .select(sql<unknown>`count(*)`.as('count'))
        .as('eventCount'),
    ])
    .orderBy('rooms.id', 'desc')
    .limit(limit);
  if (after !== undefined) query = query.where('rooms.id', '<', after);
  if (text !== '') query = query.where(contains('rooms.name', text));
  return (await query.execute()).map((row) => {
    const { accountId, accountName, accountRole, accountPicture } = row;
    return {
      id: row.id as RoomId,
      name: row.name,
      visibility: row.visibility,
      isLocked: Boolean(row.isLocked),
      memberCount: Number(row.memberCount),
      messageCount: row.seq - Number(row.eventCount),
      owner:
        accountId === null || accountName === null || accountRole === null
          ? null
          : toAccount({ accountId, accountName, accountRole, accountPicture }),
      createdAt: row.createdAt,
    };
  });
};

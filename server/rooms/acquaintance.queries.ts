// Who knows of whom: those who meet in a room see each other, and so do those who read what somebody once said there.
import type { AccountId } from '../../protocol/wire.ts';
import type { Viewer } from '../caller.ts';
import type { Db } from '../storage/schema.ts';

const sharesRoom = (db: Db, viewerId: AccountId, otherId: AccountId) =>
  db
    .selectFrom('members as own')
    .innerJoin('members as other', 'other.roomId', 'own.roomId')
    .select('own.roomId')
    .where('own.accountId', '=', viewerId)
    .where('other.accountId', '=', otherId)
    .limit(1)
    .executeTakeFirst();

/** Not what was said before the viewer's history begins. */
const readsOf = (db: Db, viewerId: AccountId, otherId: AccountId) =>
  db
    .selectFrom('members as own')
    .innerJoin('messages', 'messages.roomId', 'own.roomId')
    .select('own.roomId')
    .where('own.accountId', '=', viewerId)
    .where('messages.authorId', '=', otherId)
    .whereRef('messages.seq', '>', 'own.sinceSeq')
    .limit(1)
    .executeTakeFirst();

/** Who decides over a lobby sees who waits in it. */
const waitsBefore = (db: Db, viewerId: AccountId, otherId: AccountId) =>
  db
    .selectFrom('members as own')
    .innerJoin('lobby', 'lobby.roomId', 'own.roomId')
    .select('own.roomId')
    .where('own.accountId', '=', viewerId)
    .where('own.role', 'in', ['owner', 'moderator'])
    .where('lobby.accountId', '=', otherId)
    .limit(1)
    .executeTakeFirst();

/** People of the house know each other; a guest knows those whom they meet, and is known by them. */
export const isAcquainted = async (db: Db, viewer: Viewer, otherId: AccountId): Promise<boolean> => {
  if (viewer.accountId === otherId) return true;
  const other = await db.selectFrom('accounts').select('role').where('id', '=', otherId).executeTakeFirst();
  if (!other || other.role === 'deleted') return false;
  if (viewer.role !== 'guest' && other.role !== 'guest') return true;
  const found =
    (await sharesRoom(db, viewer.accountId, otherId)) ??
    (await readsOf(db, viewer.accountId, otherId)) ??
    (await waitsBefore(db, viewer.accountId, otherId));
  return found !== undefined;
};

// Whose pictures there are, and how much each keeps, in the database. Where the bytes lie is behind the door of files.
import type { AccountId, PictureId } from '../../protocol/wire.ts';
import type { Db, Trx } from '../storage/schema.ts';

export const findOwner = async (db: Db, pictureId: PictureId): Promise<AccountId | null> =>
  ((await db.selectFrom('files').select('ownerId').where('id', '=', pictureId).executeTakeFirst())?.ownerId ?? null) as AccountId | null;

/** Of everything that the account keeps, in bytes. */
export const bytesOf = async (db: Db, accountId: AccountId): Promise<number> => {
  const { bytes } = await db
    .selectFrom('files')
    .select((eb) => eb.fn.sum<number | string | null>('bytes').as('bytes'))
    .where('ownerId', '=', accountId)
    .executeTakeFirstOrThrow();
  return Number(bytes ?? 0);
};

export const insertPicture = async (trx: Trx, id: PictureId, ownerId: AccountId, bytes: number, createdAt: number): Promise<void> => {
  await trx.insertInto('files').values({ id, ownerId, kind: 'picture', bytes, createdAt }).execute();
};

/** Which are gone from the database now; the bytes are to follow. */
export const deletePictures = async (trx: Trx, ownerId: AccountId): Promise<PictureId[]> => {
  const rows = await trx.deleteFrom('files').where('ownerId', '=', ownerId).where('kind', '=', 'picture').returning('id').execute();
  return rows.map(({ id }) => id as PictureId);
};

export const allFiles = async (db: Db): Promise<Set<string>> => {
  const rows = await db.selectFrom('files').select('id').execute();
  return new Set(rows.map(({ id }) => id));
};

// Passkeys in the database: public keys, and how often each was used.
import type { Passkey } from '../../protocol/accounts.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Dialect } from '../storage/database.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { fromMs, toMs } from './people.ts';

export type StoredPasskey = {
  id: string;
  accountId: AccountId;
  credentialId: string;
  publicKey: string;
  counter: number;
  transports: string[];
};

const COLUMNS = ['id', 'userId', 'credentialID', 'publicKey', 'counter', 'transports'] as const;

type Row = { id: string; userId: string; credentialID: string; publicKey: string; counter: number; transports: string | null };

const toStored = ({ id, userId, credentialID, publicKey, counter, transports }: Row): StoredPasskey => ({
  id,
  accountId: userId as AccountId,
  credentialId: credentialID,
  publicKey,
  counter,
  transports: transports ? transports.split(',') : [],
});

export const findPasskey = async (db: Db, credentialId: string): Promise<StoredPasskey | null> => {
  const row = await db.selectFrom('passkeys').select(COLUMNS).where('credentialID', '=', credentialId).executeTakeFirst();
  return row ? toStored(row) : null;
};

export const credentialsOf = async (db: Db, accountId: AccountId): Promise<StoredPasskey[]> =>
  (await db.selectFrom('passkeys').select(COLUMNS).where('userId', '=', accountId).orderBy('id').execute()).map(toStored);

/** As their owner sees them, the oldest first. */
export const passkeysOf = async (db: Db, accountId: AccountId): Promise<Passkey[]> => {
  const rows = await db.selectFrom('passkeys').select(['id', 'name', 'createdAt']).where('userId', '=', accountId).orderBy('id').execute();
  return rows.map(({ id, name, createdAt }) => ({ id, name: name ?? '', createdAt: toMs(createdAt) }));
};

type NewPasskey = {
  id: string;
  accountId: AccountId;
  name: string;
  credentialId: string;
  publicKey: string;
  counter: number;
  transports: readonly string[];
  deviceType: string;
  isBackedUp: boolean;
  aaguid: string;
  at: number;
};

/** False where that key is somebody's already. */
export const insertPasskey = async (trx: Trx, dialect: Dialect, passkey: NewPasskey): Promise<boolean> => {
  const { id, accountId, name, credentialId, publicKey, counter, transports, deviceType, isBackedUp, aaguid, at } = passkey;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('passkeys')
    .values({
      id,
      userId: accountId,
      name,
      credentialID: credentialId,
      publicKey,
      counter,
      transports: transports.join(','),
      deviceType,
      backedUp: isBackedUp,
      aaguid,
      createdAt: fromMs(dialect, at),
    })
    .onConflict((conflict) => conflict.column('credentialID').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

/** False where it was used meanwhile, or is gone: a copy that counts for itself falls behind. */
export const moveCounter = async (trx: Trx, { id, counter }: { id: string; counter: number }, next: number): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('passkeys')
    .set({ counter: next })
    .where('id', '=', id)
    .where('counter', '=', counter)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

export const renamePasskey = async (trx: Trx, accountId: AccountId, id: string, name: string): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('passkeys')
    .set({ name })
    .where('id', '=', id)
    .where('userId', '=', accountId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

export const deletePasskey = async (trx: Trx, accountId: AccountId, id: string): Promise<boolean> => {
  const { numDeletedRows } = await trx.deleteFrom('passkeys').where('id', '=', id).where('userId', '=', accountId).executeTakeFirst();
  return numDeletedRows === 1n;
};

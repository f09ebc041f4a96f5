// The trail in the database. Ids sort by age.
import type { Insertable } from 'kysely';
import type { Account } from '../../protocol/accounts.ts';
import type { AuditEntry } from '../../protocol/admin.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { ACCOUNT_COLUMNS, toAccount } from '../accounts/people.ts';
import type { Db, Schema, Trx } from '../storage/schema.ts';

export const insertEntry = async (trx: Trx, entry: Insertable<Schema['audit']>): Promise<void> => {
  await trx.insertInto('audit').values(entry).execute();
};

const accountsNamed = async (db: Db, ids: readonly string[]): Promise<Map<string, Account>> => {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('accounts').select(ACCOUNT_COLUMNS).where('accounts.id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.accountId, toAccount(row)]));
};

/** Newest first. Names are those of today; who is gone without a trace of their own is shown as deleted. */
export const findEntries = async (db: Db, before: string | undefined, limit: number): Promise<AuditEntry[]> => {
  let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
  if (before !== undefined) query = query.where('id', '<', before);
  const rows = await query.execute();
  const ids = new Set(rows.flatMap(({ actorId, subjectId }) => [actorId, subjectId]).filter((id) => id !== null));
  const accounts = await accountsNamed(db, [...ids]);
  const named = (id: string | null): Account | null =>
    id === null ? null : (accounts.get(id) ?? { id: id as AccountId, name: '', kind: 'deleted', picture: null });
  return rows.map(({ id, at, action, actorId, roomId, roomName, subjectId, details }) => ({
    id,
    at,
    action: action as AuditEntry['action'],
    actor: named(actorId),
    room: roomId === null ? null : { id: roomId as RoomId, name: roomName ?? '' },
    subject: named(subjectId),
    details: JSON.parse(details) as Record<string, string>,
  }));
};

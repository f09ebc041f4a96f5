// The trail of what was done by those who may do it to others. Written in the transaction of the deed itself: what is not in the trail was not done.
import type { AuditEntry } from '../../protocol/admin.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { insertEntry } from './audit.queries.ts';
import { newId } from '../ids.ts';
import type { Trx } from '../storage/schema.ts';

export type Deed = {
  at: number;
  action: AuditEntry['action'];
  /** null: the server's shell. */
  actorId: AccountId | null;
  room?: { id: RoomId; name: string };
  subjectId?: AccountId;
  details?: Record<string, string>;
};

export const record = (trx: Trx, { at, action, actorId, room, subjectId, details = {} }: Deed): Promise<void> =>
  insertEntry(trx, {
    id: newId(at),
    at,
    action,
    actorId,
    roomId: room?.id ?? null,
    roomName: room?.name ?? null,
    subjectId: subjectId ?? null,
    details: JSON.stringify(details),
  });

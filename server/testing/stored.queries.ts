// What lies in a database file, read past the server that wrote it: for comparing with what was acknowledged and seen.
import { sql } from 'kysely';
import type { Database } from '../storage/database.ts';

export type StoredMessage = { roomId: string; seq: number; id: string; authorId: string; key: string; text: string };
export type StoredRoom = { id: string; seq: number };

export const readStored = async ({ db }: Database) => {
  const messages: StoredMessage[] = await db
    .selectFrom('messages')
    .select(['roomId', 'seq', 'id', 'authorId', 'key', 'text'])
    .orderBy('roomId')
    .orderBy('seq')
    .execute();
  const events = await db.selectFrom('events').select(['roomId', 'seq']).execute();
  const rooms: StoredRoom[] = await db.selectFrom('rooms').select(['id', 'seq']).execute();
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  return { messages, events, rooms, integrity: rows.map((row) => row.integrity_check) };
};

export type Stored = Awaited<ReturnType<typeof readStored>>;

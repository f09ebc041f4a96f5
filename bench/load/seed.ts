// A room with a million messages, made by the database itself in a few big statements: `seq` goes on from the room's last one, ids and keys are in the
// order of time as Parlor's are, texts are of different lengths.
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../server/storage/database.ts';

type Room = { id: string; seq: number; authorIds: string[] };

const AT_ONCE = 100_000;
const FIRST_AT = Date.UTC(2025, 0, 1);
const WORDS = 'The lanterns in the orchard are lit at seven, and whoever comes by brings a chair, a song or something to eat. '.repeat(4);

/** Written out: a bound number would be a double. */
const whole = (value: number): RawBuilder<unknown> => sql.raw(String(value));

const numbers = (from: number, to: number, isSqlite: boolean): RawBuilder<unknown> =>
  isSqlite
    ? sql`with recursive n(i) as (select ${whole(from)} union all select i + 1 from n where i < ${whole(to)})`
    : sql`with n(i) as (select * from generate_series(${whole(from)}::bigint, ${whole(to)}::bigint))`;

const sqliteRow = (room: Room) => {
  const id = (mark: string) =>
    sql`printf('%08x-%04x-7%03x-${sql.raw(mark)}%03x-%012x', (${whole(FIRST_AT)} + i) >> 16, (${whole(FIRST_AT)} + i) & 65535, i & 4095, (i >> 12) & 4095, i)`;
  const author = sql`json_extract(${JSON.stringify(room.authorIds)}, '$[' || (i % ${whole(room.authorIds.length)}) || ']')`;
  return sql`${room.id}, i, ${id('8')}, ${author}, ${id('9')}, substr(${WORDS}, 1 + i % 97, 10 + i * 7919 % 190), ${whole(FIRST_AT)} + i`;
};

const postgresRow = (room: Room) => {
  const hex = (value: RawBuilder<unknown>, digits: number) => sql`lpad(to_hex(${value}), ${whole(digits)}, '0')`;
  const at = sql`(${whole(FIRST_AT)}::bigint + i)`;
  const id = (mark: string) =>
    sql`${hex(sql`${at} >> 16`, 8)} || '-' || ${hex(sql`${at} & 65535`, 4)} || '-7' || ${hex(sql`i & 4095`, 3)} || ${sql.raw(`'-${mark}'`)} || ${hex(sql`(i >> 12) & 4095`, 3)} || '-' || ${hex(sql`i`, 12)}`;
  const author = sql`(${room.authorIds}::text[])[1 + i % ${whole(room.authorIds.length)}]`;
  return sql`${room.id}::text, i, ${id('8')}, ${author}, ${id('9')}, substr(${WORDS}::text, (1 + i % 97)::int, (10 + i * 7919 % 190)::int), ${at}`;
};

/** The room's `seq` afterwards. */
export const seedMessages = async (database: Database, room: Room, messages: number): Promise<number> => {
  const isSqlite = database.dialect === 'sqlite';
  const { db } = database;
  if (isSqlite) await sql`pragma synchronous = off`.execute(db);
  const end = room.seq + messages;
  for (let from = room.seq + 1; from <= end; from += AT_ONCE) {
    const to = Math.min(end, from + AT_ONCE - 1);
    const series = numbers(from, to, isSqlite);
    const row = isSqlite ? sqliteRow(room) : postgresRow(room);
    await sql`insert into messages ("roomId", seq, id, "authorId", key, text, at) ${series} select ${row} from n`.execute(db);
  }
  await db.updateTable('rooms').set({ seq: end }).where('id', '=', room.id).execute();
  await (isSqlite ? sql`pragma wal_checkpoint(truncate)` : sql`vacuum analyze messages`).execute(db);
  return end;
};

// How much there is in the house, counted in the database.
import { sql } from 'kysely';
import type { HouseState } from '../../protocol/admin.ts';
import type { Db } from '../storage/schema.ts';

export type Counts = Pick<HouseState, 'people' | 'guests' | 'rooms' | 'messages' | 'storedBytes'>;

export const countAll = async (db: Db): Promise<Counts> => {
  const row = await db
    .selectNoFrom((eb) => [
      eb
        .selectFrom('accounts')
        .where('role', 'in', ['owner', 'admin', 'member'])
        .select(sql<unknown>`count(*)`.as('count'))
        .as('people'),
      eb
        .selectFrom('accounts')
        .where('role', '=', 'guest')
        .select(sql<unknown>`count(*)`.as('count'))
        .as('guests'),
      eb
        .selectFrom('rooms')
        .select(sql<unknown>`count(*)`.as('count'))
        .as('rooms'),
      // As in rooms.queries.ts: what was counted and is no event is a message.
      eb
        .selectFrom('rooms')
        .select(sql<unknown>`sum(seq)`.as('sum'))
        .as('counted'),
      eb
        .selectFrom('events')
        .select(sql<unknown>`count(*)`.as('count'))
        .as('events'),
      eb
        .selectFrom('files')
        .select(sql<unknown>`sum(bytes)`.as('sum'))
        .as('storedBytes'),
    ])
    .executeTakeFirstOrThrow();
  return {
    people: Number(row.people),
    guests: Number(row.guests),
    rooms: Number(row.rooms),
    messages: Number(row.counted ?? 0) - Number(row.events),
    storedBytes: Number(row.storedBytes ?? 0),
  };
};

// Admin, the verbs: what those who run the house see and do. The wing furthest to the right: it asks the others, and none asks it. Of rooms it
// shows that they are there, and never what is said in them.
import type { ListedRoom } from '../../protocol/admin.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { Call } from '../../protocol/calls.ts';
import type { Invitation } from '../../protocol/invitations.ts';
import type { RoomId } from '../../protocol/wire.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { House } from '../accounts/house.ts';
import { readTrail } from '../audit/trail.ts';
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Database } from '../storage/database.ts';
import { createPeople } from './people.ts';
import { findRooms } from './rooms.queries.ts';
import { createSettings } from './settings.ts';
import { createState, type Facts } from './state.ts';

export type Admin = ReturnType<typeof createAdmin>;

type Needs = {
  database: Database;
  bus: Bus;
  clock: Clock;
  accounts: Accounts;
  house: House;
  rooms: Pick<Rooms, 'removeForHouse' | 'invitations'>;
  callOf(roomId: RoomId): Call | null;
  facts: Facts;
};

/** One person may sit from several devices. */
const peopleIn = (call: Call | null): number => new Set(call?.participants.map(({ account }) => account.id)).size;

export const createAdmin = ({ database, bus, clock, accounts, house, rooms, callOf, facts }: Needs) => {
  const people = createPeople({ database, bus, clock, accounts });
  return {
    people,
    settings: createSettings({ database, house, people }),
    state: createState(database, facts),
    trail: (before: string | undefined) => readTrail(database, before),

    async rooms(text: string, after: string | undefined): Promise<{ rooms: ListedRoom[]; hasMore: boolean }> {
      const found = await findRooms(database.db, { text, after }, LIMITS.adminPage + 1);
      return {
        rooms: found.slice(0, LIMITS.adminPage).map((room) => ({ ...room, inCall: peopleIn(callOf(room.id)) })),
        hasMore: found.length > LIMITS.adminPage,
      };
    },

    /** All that are good, wherever they lead. */
    invitations: (caller: Caller): Promise<Invitation[]> => rooms.invitations.everywhere(caller),

    /** As its owner would: everybody in it is told, and the call in it is over. */
    deleteRoom: (caller: Caller, roomId: RoomId): Promise<void> =>
      rooms.removeForHouse(roomId, async (trx, { id, name }) => {
        await people.demand(trx, 'admin.delete-room', caller);
        await people.note(trx, caller, { action: 'rooms.deleted', room: { id, name } });
      }),
  };
};

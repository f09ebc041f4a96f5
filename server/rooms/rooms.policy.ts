// How somebody stands to a room, and what follows from that besides the table of protocol/permissions.ts. A room that a person may not know of is
// answered like one that is not there.
import type { HouseRole } from '../../protocol/accounts.ts';
import type { Role, Visibility } from '../../protocol/rooms.ts';

/** `role` is null for those who are no member. A guest of the house knows of the rooms that they are in, and of no others. */
export type Standing = { house: HouseRole; visibility: Visibility; role: Role | null };

export const mayKnow = ({ house, visibility, role }: Standing): boolean => role !== null || (visibility === 'public' && house !== 'guest');
export const mayJoin = ({ house, visibility, role }: Standing): boolean => visibility === 'public' && role === null && house !== 'guest';
export const mayLeave = ({ role }: Standing): boolean => role !== null && role !== 'owner';

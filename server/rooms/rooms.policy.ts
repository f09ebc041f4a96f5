// Who may do what with a room: pure yes or no. A room that a person may not know of is answered like one that is not there.
import type { Role, Visibility } from '../../protocol/rooms.ts';

/** How somebody stands to a room; `role` is null for those who are no member. */
export type Standing = { visibility: Visibility; role: Role | null };

export const mayKnow = ({ visibility, role }: Standing): boolean => visibility === 'public' || role !== null;
export const mayEnter = ({ role }: Standing): boolean => role !== null;
export const mayJoin = ({ visibility, role }: Standing): boolean => visibility === 'public' && role === null;
export const mayLeave = ({ role }: Standing): boolean => role === 'member';
export const mayAddMembers = ({ role }: Standing): boolean => role === 'owner';
export const mayRename = ({ role }: Standing): boolean => role === 'owner';
export const mayDelete = ({ role }: Standing): boolean => role === 'owner';

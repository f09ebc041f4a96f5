// What the person who sits here may do, by the one table: the house's part and the room's. What they may not is not shown.
import { mayInHouse, mayInRoom, type Action } from '../../protocol/permissions.ts';
import type { Role } from '../../protocol/rooms.ts';
import { ownAccount } from '../accounts/accounts.ts';

/** `role` in the room that it is about; null where it is about none. */
export const may = (action: Action, role: Role | null = null): boolean => {
  const own = ownAccount();
  return own !== null && mayInHouse(action, own.role) && mayInRoom(action, role);
};

// What may be done to somebody, by the table that the server asks as well. Pure.
import type { HouseRole } from '../../protocol/accounts.ts';
import type { Person } from '../../protocol/admin.ts';
import { mayDoToInHouse, mayInHouse, type Action } from '../../protocol/permissions.ts';

export type PersonAction = 'make-admin' | 'make-member' | 'hand-over' | 'sign-ins' | 'end-sign-ins' | 'link' | 'suspend' | 'restore';

/** In the order of the menu. */
export const actionsFor = (own: HouseRole, { role, isSuspended, email }: Person): PersonAction[] => {
  const may = (action: Action): boolean => mayInHouse(action, own) && mayDoToInHouse(action, own, role);
  const actions: PersonAction[] = [];
  // A guest has no account to run a house with, and to somebody who cannot sign in it is not handed over.
  if (may('admin.set-role') && role !== 'guest') {
    actions.push(role === 'admin' ? 'make-member' : 'make-admin');
    if (!isSuspended) actions.push('hand-over');
  }
  if (may('admin.sign-ins')) actions.push('sign-ins');
  if (may('admin.end-sign-ins') && !isSuspended) actions.push('end-sign-ins');
  // Who is suspended has no use for one.
  if (may('admin.make-link') && email !== null && !isSuspended) actions.push('link');
  if (may('admin.suspend')) actions.push(isSuspended ? 'restore' : 'suspend');
  return actions;
};

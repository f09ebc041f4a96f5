// Whether an invitation is good, and who may make which. An invitation is worth what its maker may do now: who was removed, demoted or suspended invites
// nobody any more, by what they left behind neither.
import type { HouseRole } from '../../protocol/accounts.ts';
import type { Terms } from '../../protocol/invitations.ts';
import { mayGive, mayInHouse, mayInRoom } from '../../protocol/permissions.ts';
import type { Role } from '../../protocol/rooms.ts';

/** As somebody stands to what they invite into; `role` is null outside the room, and for the house. */
export type Inviter = { house: HouseRole; role: Role | null };

/** Nobody hands out more than they have: a moderator makes no owner, and only the owner of the house makes admins. */
export const mayInvite = ({ house, role }: Inviter, terms: Pick<Terms, 'kind' | 'role'>): boolean => {
  if (!mayInHouse('invitations.create', house)) return false;
  if (terms.kind === 'house') return mayInHouse('invitations.for-house', house) && (terms.role !== 'admin' || house === 'owner');
  return role !== null && mayInRoom('invitations.create', role) && terms.role !== 'admin' && mayGive(role, terms.role);
};

/** Whether it opens the house to somebody who has no account: a room's does where an account is needed and its maker may invite to the house. */
export const opensHouse = ({ house }: Pick<Inviter, 'house'>, { kind, role }: Pick<Terms, 'kind' | 'role'>): boolean =>
  kind === 'house' || (role !== 'guest' && mayInHouse('invitations.for-house', house));

export const needsAccount = ({ kind, role }: Pick<Terms, 'kind' | 'role'>): boolean => kind === 'house' || role !== 'guest';

type Life = { expiresAt: number | null; maxUses: number | null; uses: number; revokedAt: number | null };

/** Apart from its maker. `isUsedAlready`: by whoever asks, for whom it is good as long as it is not too old or revoked. */
export const isOpen = ({ expiresAt, maxUses, uses, revokedAt }: Life, now: number, isUsedAlready = false): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > now) && (maxUses === null || uses < maxUses || isUsedAlready);

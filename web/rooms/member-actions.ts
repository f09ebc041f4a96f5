// What one member of a room may do to another, by the one table. Pure; what is not in the answer is not shown.
import { mayDoTo, mayInRoom } from '../../protocol/permissions.ts';
import type { Member, Role } from '../../protocol/rooms.ts';
import type { AccountId } from '../../protocol/wire.ts';

export type MemberAction = 'make-moderator' | 'make-member' | 'hand-over' | 'set-rights' | 'remove' | 'ban';

export type Own = { id: AccountId; role: Role };

const mayDo = (action: 'rooms.set-role' | 'rooms.set-rights' | 'rooms.remove-member' | 'rooms.ban', own: Own, member: Member): boolean =>
  member.account.id !== own.id && mayInRoom(action, own.role) && mayDoTo(action, own.role, member.role);

export const actionsFor = (own: Own, member: Member): MemberAction[] => {
  // A guest has no account to come back with: what they are is the invitation's to say.
  const isPerson = member.account.kind === 'person';
  const maySetRole = isPerson && mayDo('rooms.set-role', own, member);
  return [
    ...(maySetRole && member.role !== 'moderator' ? (['make-moderator'] as const) : []),
    ...(maySetRole && member.role !== 'member' ? (['make-member'] as const) : []),
    ...(maySetRole ? (['hand-over'] as const) : []),
    ...(mayDo('rooms.set-rights', own, member) ? (['set-rights'] as const) : []),
    ...(mayDo('rooms.remove-member', own, member) ? (['remove'] as const) : []),
    ...(mayDo('rooms.ban', own, member) ? (['ban'] as const) : []),
  ];
};

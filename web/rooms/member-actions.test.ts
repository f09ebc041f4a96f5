import { describe, expect, test } from 'vitest';
import type { Member, Role } from '../../protocol/rooms.ts';
import { memberOf } from '../../protocol/samples.testing.ts';
import type { AccountId } from '../../protocol/wire.ts';
import { actionsFor, type MemberAction } from './member-actions.ts';

const own = (role: Role) => ({ id: 'own' as AccountId, role });
const guest: Member = { ...memberOf('gus', 'guest'), account: { ...memberOf('gus').account, kind: 'guest' } };

describe('what one may do to another', () => {
  test.each<[Role, Role, MemberAction[]]>([
    ['owner', 'moderator', ['make-member', 'hand-over', 'set-rights', 'remove', 'ban']],
    ['owner', 'member', ['make-moderator', 'hand-over', 'set-rights', 'remove', 'ban']],
    ['moderator', 'member', ['set-rights', 'remove', 'ban']],
    ['moderator', 'moderator', []],
    ['moderator', 'owner', []],
    ['member', 'guest', []],
    ['member', 'member', []],
    ['guest', 'guest', []],
  ])('%s to %s', (ownRole, role, actions) => expect(actionsFor(own(ownRole), memberOf('bob', role))).toEqual(actions));

  test('a guest becomes neither moderator nor owner', () => {
    expect(actionsFor(own('owner'), guest)).toEqual(['set-rights', 'remove', 'ban']);
  });
  test('nothing to oneself', () => expect(actionsFor(own('owner'), memberOf('own', 'owner'))).toEqual([]));
});

import { expect, it } from 'vitest';
import * as policy from './rooms.policy.ts';

/** Every way to stand to a room, and all that one may then. */
it.each<[policy.Standing, (keyof typeof policy)[]]>([
  [{ visibility: 'public', role: null }, ['mayKnow', 'mayJoin']],
  [{ visibility: 'public', role: 'member' }, ['mayKnow', 'mayEnter', 'mayLeave']],
  [{ visibility: 'public', role: 'owner' }, ['mayKnow', 'mayEnter', 'mayAddMembers', 'mayRename', 'mayDelete']],
  [{ visibility: 'private', role: null }, []],
  [{ visibility: 'private', role: 'member' }, ['mayKnow', 'mayEnter', 'mayLeave']],
  [{ visibility: 'private', role: 'owner' }, ['mayKnow', 'mayEnter', 'mayAddMembers', 'mayRename', 'mayDelete']],
])('O1, O2, O3: %j', (standing, allowed) => {
  const names = Object.keys(policy) as (keyof typeof policy)[];
  expect(names.filter((name) => policy[name](standing)).toSorted()).toEqual(allowed.toSorted());
});

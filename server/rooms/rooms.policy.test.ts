import { expect, it } from 'vitest';
import * as policy from './rooms.policy.ts';

/** Ways to stand to a room, and what follows from them besides the table of permissions. */
it.each<[policy.Standing, (keyof typeof policy)[]]>([
  [{ house: 'member', visibility: 'public', role: null }, ['mayKnow', 'mayJoin']],
  [{ house: 'guest', visibility: 'public', role: null }, []],
  [{ house: 'guest', visibility: 'public', role: 'guest' }, ['mayKnow', 'mayLeave']],
  [{ house: 'member', visibility: 'public', role: 'member' }, ['mayKnow', 'mayLeave']],
  [{ house: 'member', visibility: 'public', role: 'moderator' }, ['mayKnow', 'mayLeave']],
  [{ house: 'member', visibility: 'public', role: 'owner' }, ['mayKnow']],
  [{ house: 'owner', visibility: 'private', role: null }, []],
  [{ house: 'guest', visibility: 'private', role: 'guest' }, ['mayKnow', 'mayLeave']],
  [{ house: 'member', visibility: 'private', role: 'member' }, ['mayKnow', 'mayLeave']],
  [{ house: 'member', visibility: 'private', role: 'owner' }, ['mayKnow']],
])('O1, O2, O3: %j', (standing, allowed) => {
  const names = Object.keys(policy) as (keyof typeof policy)[];
  expect(names.filter((name) => policy[name](standing)).toSorted()).toEqual(allowed.toSorted());
});

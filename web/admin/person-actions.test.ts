import { describe, expect, test } from 'vitest';
import type { HouseRole } from '../../protocol/accounts.ts';
import type { Person } from '../../protocol/admin.ts';
import { accountOf } from '../../protocol/samples.testing.ts';
import { actionsFor } from './person-actions.ts';

const person = (role: HouseRole, more: Partial<Person> = {}): Person => ({
  account: accountOf('bob'),
  email: role === 'guest' ? null : 'bob@example.org',
  isEmailConfirmed: false,
  role,
  isSuspended: false,
  hasSecondFactor: false,
  createdAt: 1,
  seenAt: null,
  storedBytes: 0,
  ...more,
});

describe('what may be done to somebody', () => {
  test.each<[own: HouseRole, theirs: Person, actions: string]>([
    ['owner', person('member'), 'make-admin hand-over sign-ins end-sign-ins link suspend'],
    ['owner', person('admin'), 'make-member hand-over sign-ins end-sign-ins link suspend'],
    ['owner', person('guest'), 'sign-ins end-sign-ins suspend'],
    ['owner', person('owner'), ''],
    ['owner', person('member', { isSuspended: true }), 'make-admin sign-ins restore'],
    ['admin', person('member'), 'sign-ins end-sign-ins link suspend'],
    ['admin', person('admin'), ''],
    ['admin', person('owner'), ''],
    ['member', person('guest'), ''],
  ])('by the %s: %j', (own, theirs, actions) => expect(actionsFor(own, theirs).join(' ')).toBe(actions));
});

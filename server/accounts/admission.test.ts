// Who may make an account under which policy, case by case.
import { expect, it } from 'vitest';
import type { SignUpPolicy } from '../../protocol/accounts.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { admit, type Invited } from './admission.ts';

const open: SignUpPolicy = { kind: 'open' };
const invitation: SignUpPolicy = { kind: 'invitation' };
const closed: SignUpPolicy = { kind: 'closed' };
const domain: SignUpPolicy = { kind: 'domain', domains: ['parlor.example', 'garden.example'] };

const toHouse: Invited = { opensHouse: true, role: 'member' };
const asAdmin: Invited = { opensHouse: true, role: 'admin' };
const toRoom: Invited = { opensHouse: false, role: 'member' };

const ask = (policy: SignUpPolicy, invited: Invited | null, email = 'ann@parlor.example', hasMail = false, isEmailConfirmed = false) => {
  try {
    return admit({ policy, email, isEmailConfirmed, hasMail, invited });
  } catch (error) {
    return (error as Refusal).code;
  }
};

it.each<[string, SignUpPolicy, Invited | null, string]>([
  ['nobody invited', open, null, 'member'],
  ['a link to a room', open, toRoom, 'member'],
  ['a link to the house', open, toHouse, 'member'],
  ['a link as admin', open, asAdmin, 'admin'],
  ['nobody invited', invitation, null, 'sign-up-closed'],
  ['a link to a room', invitation, toRoom, 'sign-up-closed'],
  ['a link to the house', invitation, toHouse, 'member'],
  ['a link as admin', invitation, asAdmin, 'admin'],
  ['nobody invited', closed, null, 'sign-up-closed'],
  ['a link to the house', closed, toHouse, 'sign-up-closed'],
  ['a link as admin', closed, asAdmin, 'sign-up-closed'],
])('I14, A17: with %s, in a house that is %j', (_who, policy, invited, expected) => {
  expect(ask(policy, invited)).toBe(expected);
});

it.each([
  ['ann@parlor.example', 'member'],
  ['ann@garden.example', 'member'],
  ['ann@sub.parlor.example', 'sign-up-closed'],
  ['ann@notparlor.example', 'sign-up-closed'],
  ['ann@parlor.example.evil.example', 'sign-up-closed'],
  ['parlor.example@evil.example', 'sign-up-closed'],
  ['"ann@parlor.example"@evil.example', 'sign-up-closed'],
])('I14, A17: a house for certain domains takes %s as %s', (email, expected) => {
  expect(ask(domain, null, email)).toBe(expected);
  expect(ask(domain, toRoom, email)).toBe(expected);
  expect(ask(domain, toHouse, email)).toBe('member');
});

it('I14: where there is mail, an address of the domain counts once it is confirmed', () => {
  expect(ask(domain, null, 'ann@parlor.example', true)).toBe('guest');
  expect(ask(domain, null, 'ann@parlor.example', true, true)).toBe('member');
  expect(ask(domain, toHouse, 'ann@parlor.example', true)).toBe('member');
  expect(ask(open, null, 'ann@parlor.example', true)).toBe('member');
});

import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import { Lost, Refused } from '../connection/connection.ts';
import { checkAccountName, checkDomain, checkEmail, checkNewPassword, checkPassword, errorsAt, explainSignUp } from './checks.ts';

describe('what is wrong before anybody is asked', () => {
  test.each<[string, string | undefined, boolean]>([
    ['a name', checkAccountName('Ana'), true],
    ['spaces', checkAccountName('   '), false],
    ['a long name', checkAccountName('a'.repeat(LIMITS.accountName + 1)), false],
    ['an address', checkEmail('ana@example.org'), true],
    ['spaces around one', checkEmail('  ana@example.org '), true],
    ['no address', checkEmail('ana'), false],
    ['half an address', checkEmail('ana@'), false],
    ['fourteen characters', checkNewPassword('a'.repeat(14)), false],
    ['fifteen', checkNewPassword('a'.repeat(15)), true],
    ['more than anybody types', checkNewPassword('a'.repeat(257)), false],
    ['an old password, however short', checkPassword('short'), true],
    ['none at all', checkPassword(''), false],
    ['any domain', checkDomain('ana@example.net', { kind: 'open' }), true],
    ['one of the domains', checkDomain(' Ana@Example.ORG ', { kind: 'domain', domains: ['example.org', 'example.com'] }), true],
    ['another', checkDomain('ana@example.net', { kind: 'domain', domains: ['example.org'] }), false],
    ['a domain below one of them', checkDomain('ana@mail.example.org', { kind: 'domain', domains: ['example.org'] }), false],
  ])('%s', (_, wrong, isRight) => expect(wrong === undefined).toBe(isRight));
});

describe('what the server says stands where it belongs', () => {
  const all = errorsAt(['name', 'email', 'password', 'code']);
  test.each([
    [new Refused('taken', ''), 'email'],
    [new Refused('weak-password', ''), 'password'],
    [new Refused('wrong-code', ''), 'code'],
    [new Refused('wrong-credentials', ''), 'form'],
    [new Refused('bad-request', 'email: is not an e-mail address'), 'email'],
    [new Refused('bad-request', 'name: has characters that cannot be seen'), 'name'],
    [new Refused('bad-request', 'somewhere: else'), 'form'],
    [new Lost(), 'form'],
    [new Error('a bug'), 'form'],
  ])('%s', (error, field) => expect(Object.keys(all(error))).toEqual([field]));

  test('of two passwords, the new one is the weak one', () =>
    expect(Object.keys(errorsAt(['password', 'next'])(new Refused('weak-password', '')))).toEqual(['next']));

  test('not an address of this house, whatever the invitation', () => {
    const refused = new Refused('sign-up-closed', '');
    expect(explainSignUp({ kind: 'domain', domains: ['example.org'] }, refused)).toEqual({ email: expect.stringContaining('example.org') });
    expect(Object.keys(explainSignUp({ kind: 'closed' }, refused))).toEqual(['form']);
  });

  test('a field that the form does not have', () =>
    expect(Object.keys(errorsAt(['password'])(new Refused('taken', '')))).toEqual(['form']));

  test('a code that means something else here', () =>
    expect(errorsAt(['password'], { 'wrong-credentials': { password: 'no' } })(new Refused('wrong-credentials', ''))).toEqual({
      password: 'no',
    }));
});

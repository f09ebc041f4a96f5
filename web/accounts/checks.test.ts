import { describe, expect, test } from 'vitest';
import { Lost, Refused } from '../connection/connection.ts';
import { checkKnown, checkNew, errorsFrom, type Fields } from './checks.ts';

const good: Fields = { name: 'Ana', email: 'ana@example.org', password: 'a lamp in the window' };
const wrongIn = (errors: object) => Object.keys(errors);

describe('a new account', () => {
  test.each<[string, Partial<Fields>, string[]]>([
    ['all is well', {}, []],
    ['spaces around an address', { email: '  ana@example.org ' }, []],
    ['no name', { name: '   ' }, ['name']],
    ['a long name', { name: 'a'.repeat(61) }, ['name']],
    ['no address', { email: 'ana' }, ['email']],
    ['half an address', { email: 'ana@' }, ['email']],
    ['fourteen characters', { password: 'a'.repeat(14) }, ['password']],
    ['fifteen', { password: 'a'.repeat(15) }, []],
    ['more than anybody types', { password: 'a'.repeat(257) }, ['password']],
    ['nothing at all', { name: '', email: '', password: '' }, ['name', 'email', 'password']],
  ])('%s', (_, fields, wrong) => expect(wrongIn(checkNew({ ...good, ...fields }))).toEqual(wrong));
});

test('signing in does not judge an old password', () => {
  expect(checkKnown({ ...good, name: '', password: 'short' })).toEqual({});
  expect(wrongIn(checkKnown({ name: '', email: '', password: '' }))).toEqual(['email', 'password']);
});

describe('what the server says stands where it belongs', () => {
  test.each([
    [new Refused('taken', ''), 'email'],
    [new Refused('weak-password', ''), 'password'],
    [new Refused('wrong-credentials', ''), 'form'],
    [new Refused('bad-request', 'email: is not an e-mail address'), 'email'],
    [new Refused('bad-request', 'name: has characters that cannot be seen'), 'name'],
    [new Refused('bad-request', 'somewhere: else'), 'form'],
    [new Lost(), 'form'],
    [new Error('a bug'), 'form'],
  ])('%s', (error, field) => expect(wrongIn(errorsFrom(error))).toEqual([field]));
});

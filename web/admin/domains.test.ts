import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import { SignUpPolicy } from '../../protocol/accounts.ts';
import { addDomain } from './domains.ts';

describe('a domain', () => {
  test.each([
    ['example.org', 'example.org'],
    [' Example.ORG ', 'example.org'],
    ['@example.org', 'example.org'],
    ['ana@mail.example.org', 'mail.example.org'],
    ['example.org.', 'example.org'],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])('%j is %s', (text, domain) => {
    const domains = addDomain(['first.example'], text);
    expect(domains).toEqual(['first.example', domain]);
    expect(SignUpPolicy.safeParse({ kind: 'domain', domains }).success).toBe(true);
  });

  test.each([
    '',
    'example',
    'exa mple.org',
    'https://example.org',
    'example.org/x',
    '-a.org',
    'a..org',
    '127.0.0.1',
    '*.org',
    `${'a.'.repeat(130)}org`,
  ])('%j is none', (text) => expect(addDomain([], text)).toBe('wrong'));
  test('is there once', () => expect(addDomain(['example.org'], 'EXAMPLE.org')).toBe('twice'));
  test('has a place while there is one', () => {
    const full = Array.from({ length: LIMITS.domains }, (_, index) => `d${index}.example`);
    expect(addDomain(full, 'one.more.example')).toBe('many');
  });
});

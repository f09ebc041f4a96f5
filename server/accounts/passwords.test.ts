import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../protocol/errors.ts';
import { hashPassword, isWeakPassword, verifyPassword } from './passwords.ts';

describe('a hash', () => {
  it('is a PHC string of argon2id at no less than OWASP asks for, with a salt of its own', async () => {
    const [one, other] = await Promise.all([hashPassword('nine green teapots'), hashPassword('nine green teapots')]);
    const [, memory, passes, salt, key] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([\w+/]+)\$([\w+/]+)$/.exec(one) ?? [];
    expect(Number(memory)).toBeGreaterThanOrEqual(19_456);
    expect(Number(passes)).toBeGreaterThanOrEqual(2);
    expect(Buffer.from(salt!, 'base64')).toHaveLength(16);
    expect(Buffer.from(key!, 'base64')).toHaveLength(32);
    expect(other).not.toBe(one);
    expect(await verifyPassword(one, 'nine green teapots')).toBe(true);
  });

  it.each<[what: string, made: string, tried: string, fits: boolean]>([
    ['the same', 'p'.repeat(256), 'p'.repeat(256), true],
    ['another at its very end', `${'p'.repeat(255)}a`, `${'p'.repeat(255)}b`, false],
    ['one character more after 200', 'p'.repeat(200), 'p'.repeat(201), false],
    ['another after a NUL', 'nine green\u0000teapots', 'nine green\u0000kettles', false],
    ['another case', 'Nine green teapots', 'nine green teapots', false],
    ['spaces more', 'nine green teapots', 'nine green teapots ', false],
    ['the same accents, composed and not', 'naïve café teapots', 'nai\u0308ve cafe\u0301 teapots', true],
    ['the same in full width', 'teapots 123456789', 'ｔｅａｐｏｔｓ １２３４５６７８９', true],
    ['the same ligature', 'ﬁfteen ﬂying teapots', 'fifteen flying teapots', true],
  ])('tells %s', async (_what, made, tried, fits) => {
    expect(await verifyPassword(await hashPassword(made), tried)).toBe(fits);
  });

  it('of another cost or length is verified by its own', async () => {
    // Argon2's reference implementation: echo -n "nine green teapots" | argon2 somesalt -id -k 64 -t 1 -p 2 -l 24 -e
    const foreign = await import('node:crypto').then(({ argon2Sync }) =>
      argon2Sync('argon2id', {
        message: 'nine green teapots',
        nonce: Buffer.from('somesalt'),
        memory: 64,
        passes: 1,
        parallelism: 2,
        tagLength: 24,
      }),
    );
    const phc = `$argon2id$v=19$m=64,t=1,p=2$${Buffer.from('somesalt').toString('base64').replaceAll('=', '')}$${foreign.toString('base64')}`;
    expect(await verifyPassword(phc, 'nine green teapots')).toBe(true);
    expect(await verifyPassword(phc, 'nine green kettles')).toBe(false);
  });

  it.each(['', 'x', 'nine green teapots', '$2b$12$abcdefghijklmnopqrstuv', '$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$a2V5a2V5'])(
    'that is none of ours fits nothing: %j',
    async (hash) => {
      expect(await verifyPassword(hash, 'nine green teapots')).toBe(false);
    },
  );
});

describe('a flood', () => {
  it('is refused beyond the queue, is no danger to memory, and is over when it is over', async () => {
    const before = process.memoryUsage().rss;
    let most = 0;
    const attempts = Array.from({ length: 1_000 }, () =>
      hashPassword('nine green teapots').finally(() => {
        most = Math.max(most, process.memoryUsage().rss);
      }),
    );
    const outcomes = await Promise.allSettled(attempts);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Refusal] : []));
    expect(refused).toHaveLength(1_000 - 66);
    expect(refused.every((reason) => reason instanceof Refusal && reason.code === 'too-many' && reason.retryAfterMs! > 0)).toBe(true);
    // 66 at once would be 1.3 GB.
    expect(most - before).toBeLessThan(300 * 1024 * 1024);
    expect(await hashPassword('nine green teapots')).toMatch(/^\$argon2id/);
  });
});

describe('a weak password', () => {
  const own = ['Alexandra Nightingale', 'alexandra@nightingale.example'];

  it.each([
    'aaaaaaaaaaaaaaa',
    'abababababababab',
    '111111111111111',
    '000000000012345',
    '123456789012345',
    'abcdefghijklmno',
    'zyxwvutsrqponmlkj',
    '987654321098765',
    'qwertyuiopasdfg',
    'QwertyUiopAsdfg',
    '1q2w3e4r5t6y7u8i',
    '1qaz2wsx3edc4rfv',
    'passwordpassword',
    'Password12345678',
    'password1234567890',
    'PASSWORD!!!!!!!!!!',
    'ｐａｓｓｗｏｒｄ１２３４５６７',
    'football12345678',
    'iloveyou1iloveyou1',
    'letmein!letmein!letmein!',
    'welcome2024welcome2024',
    'alexandraalexandra',
    'NightingaleAlexandra',
    'nightingale1234567',
    'alexandra@nightingale.example',
  ])('is seen: %s', (password) => {
    expect(isWeakPassword(password, own)).toBe(true);
  });

  it.each([
    'correct horse battery staple',
    'nine green teapots',
    'alexandra likes green teapots',
    'my password is a long story',
    'Tr0ub4dor&3-and-more',
    'q8#Lw0!vZx4$nP2m',
    'zwölf grüne Teekannen',
    '五つの緑の急須が棚の上に並んでいる',
    'ehvlqkzmwpdtarns',
    '7391 8264 0582 6173 9405',
  ])('is not seen in: %s', (password) => {
    expect(isWeakPassword(password, own)).toBe(false);
  });
});

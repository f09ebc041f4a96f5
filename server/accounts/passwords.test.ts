import { Buffer } from 'node:buffer';
import fc from 'fast-check';
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
    // As they stand in lists of breached passwords.
    '123456789qwerty',
    'qwerty123456789',
    '1234567890987654321',
    'q1w2e3r4t5y6u7i8o9p0',
    'zxcvbnm123456789',
    '111222333444555',
    '1234qwerasdfzxcv',
    'passwordstandard',
    'hd764nw5d7e1vb1',
    // Phrases.
    'correct horse battery staple',
    'CorrectHorseBatteryStaple!',
    'To be, or not to be',
    'may-the-force-be-with-you',
    'All your base are belong to us',
    'thequickbrownfoxjumpsoverthelazydog',
    'M4y th3 f0rc3 b3 w1th y0u',
    'Ich liebe dich, Alexandra',
    // Put together.
    'iloveyouforever1',
    'I love you baby 1990',
    'dragonmonkey1999',
    'superman-batman-1985',
    'Summer2024Winter',
    'manchesterunited1',
    'P@ssw0rd12345678',
    'P455w0rdP455w0rd',
    'drowssapdrowssap',
    '!@#$%^&*()_+!@#',
    'sunshinebutterflyprincess',
    'trustno1-trustno1',
    'abc123abc123abc123',
    'alexandra.nightingale.1987',
  ])('is seen: %s', (password) => {
    expect(isWeakPassword(password, own)).toBe(true);
  });

  it.each([
    'nine green teapots',
    'alexandra likes green teapots',
    'my password is a long story',
    'Tr0ub4dor&3-and-more',
    'q8#Lw0!vZx4$nP2m',
    'zwölf grüne Teekannen',
    '五つの緑の急須が棚の上に並んでいる',
    'ehvlqkzmwpdtarns',
    '7391 8264 0582 6173 9405',
    'purple elephant dancing',
    'river window house coffee',
    'the cat sat on the mat',
    'blue house red car',
    '!?#%&/()=*+,.;:<',
    'Donaudampfschifffahrtsgesellschaft',
    'хорошо сижу в зелёной кухне',
  ])('is not seen in: %s', (password) => {
    expect(isWeakPassword(password, own)).toBe(false);
  });
});

describe('P70: a weak password, however it is put together', () => {
  const COMMONEST = [
    'password',
    '123456',
    'qwerty',
    'monkey',
    'dragon',
    'iloveyou',
    'princess',
    'sunshine',
    'football',
    'michael',
    'charlie',
    'superman',
  ];
  const common = fc.constantFrom(...COMMONEST);
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const LEET: Record<string, string> = { o: '0', e: '3', a: '@', s: '$', i: '1', t: '7' };
  const disguise = (word: string) => [...word].map((letter) => LEET[letter] ?? letter).join('');
  const filled = (text: string) => text.padEnd(15, text);

  it.each<[how: string, made: fc.Arbitrary<string>]>([
    ['one, repeated', common.map((word) => filled(word))],
    ['one, backwards and repeated', common.map((word) => filled([...word].toReversed().join('')))],
    ['one in capitals with signs between', common.map((word) => filled(`${word.toUpperCase()}!-`))],
    ['one, with digits for letters', common.map((word) => filled(disguise(word)))],
    ['one, and digits in a row', common.map((word) => `${capital(word)}1234567890`.padEnd(15, '1'))],
    [
      'one, and the same sign again and again',
      fc.tuple(common, fc.constantFrom('!', '1', '.', 'x')).map(([word, sign]) => word.padEnd(18, sign)),
    ],
    [
      'two, and a year',
      fc.tuple(common, common, fc.integer({ min: 1950, max: 2029 })).map(([one, other, year]) => `${capital(one)}${capital(other)}${year}`),
    ],
    ['three', fc.tuple(common, common, common).map((words) => words.join(' '))],
  ])('is seen: %s', (_how, made) => {
    fc.assert(fc.property(made, (password) => isWeakPassword(password, [])));
  });

  it('is not seen in what chance has made', () => {
    const chance = fc.string({ unit: fc.constantFrom(...Array.from('abcdefghijkmnpqrstuvwxyz23456789')), minLength: 15, maxLength: 15 });
    fc.assert(fc.property(fc.noBias(chance.filter((text) => new Set(text).size >= 9)), (password) => !isWeakPassword(password, [])));
  });

  it('is found out soon, however long it is', () => {
    const startedAt = performance.now();
    for (const part of ['a', 'ab', 'password', 'qwertyui', 'aaaab', '1a'])
      isWeakPassword(part.repeat(256).slice(0, 256), ['Anna', 'anna@example.org']);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('P70: any password at all', () => {
  const anything = fc.string({ unit: 'grapheme', minLength: 15, maxLength: 60 }).filter((text) => text.length <= 256);
  const long = fc.string({ unit: 'binary', minLength: 250, maxLength: 256 }).filter((text) => text.isWellFormed());

  it('is told from every other, to its last character, and from none that looks the same', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (password) => {
        const hash = await hashPassword(password);
        expect(await verifyPassword(hash, password)).toBe(true);
        for (const form of ['NFD', 'NFKC']) expect(await verifyPassword(hash, password.normalize(form))).toBe(true);
        const cut = [...password].slice(0, -1).join('');
        if (cut.normalize('NFKC') !== password.normalize('NFKC')) expect(await verifyPassword(hash, cut)).toBe(false);
        expect(await verifyPassword(hash, `${password}x`)).toBe(false);
      }),
      { numRuns: 4 },
    );
  });

  it('of the greatest length counts to its end', async () => {
    await fc.assert(
      fc.asyncProperty(long, async (password) => {
        const hash = await hashPassword(`${password.slice(0, 254)}ab`);
        expect(await verifyPassword(hash, `${password.slice(0, 254)}ab`)).toBe(true);
        expect(await verifyPassword(hash, `${password.slice(0, 254)}ac`)).toBe(false);
      }),
      { numRuns: 4 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { slugOf, withSuffix } from './slugs.ts';

describe('the address of a room', () => {
  it.each([
    ['Garden', 'garden'],
    ['The Old  Kitchen!', 'the-old-kitchen'],
    ['Café Größe Ñandú', 'cafe-große-nandu'],
    ['e\u0301te\u0301', 'ete'],
    ['Ｆｕｌｌ ｗｉｄｔｈ', 'full-width'],
    ['--dashes--', 'dashes'],
    ['a/b?c#d%2e..', 'a-b-c-d-2e'],
    ['한국어 방', '한국어-방'],
    ['がくせい', 'がくせい'],
    ['हिन्दी', 'हिन्दी'],
    ['Жёлтый', 'желтыи'],
    ['日本', '日本'],
    ['🌷🌷', 'room'],
    ['...', 'room'],
    ['\u0301', 'room'],
    ['☂ umbrella ☂', 'umbrella'],
    ['CON', 'con'],
  ])('of %j is %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it.each(['x'.repeat(60), '𠮷'.repeat(60), `a${'𠮷'.repeat(59)}`, `${'x'.repeat(47)} y`, '\u1100'.repeat(60)])(
    'is short, whole text, typed as it is read, and does not end in a hyphen',
    (name) => {
      const slug = slugOf(name);
      expect(slug.length).toBeLessThanOrEqual(48);
      expect(slug.length).toBeGreaterThan(40);
      expect(slug.isWellFormed()).toBe(true);
      expect(slug.normalize('NFC')).toBe(slug);
      expect(slug).toMatch(/[^-]$/);
      expect(slugOf(slug)).toBe(slug);
    },
  );

  it('gets a suffix that is hard to guess and easy to read', () => {
    const made = new Set(Array.from({ length: 500 }, () => withSuffix('garden', 8)));
    expect(made.size).toBe(500);
    for (const slug of made) expect(slug).toMatch(/^garden-[a-kmnp-z2-9]{8}$/);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from './links.ts';

const links = (text: string): string[] => partsOf(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []));
const hrefs = (text: string): string[] => partsOf(text).flatMap((part) => (part.kind === 'link' ? [part.href] : []));

describe('links in a message', () => {
  it.each<[string, string[]]>([
    ['no link here', []],
    ['see https://parlor.example now', ['https://parlor.example']],
    ['https://a.example, https://b.example.', ['https://a.example', 'https://b.example']],
    ['(https://a.example)', ['https://a.example']],
    ['https://en.example/wiki/Parlor_(room)', ['https://en.example/wiki/Parlor_(room)']],
    ['(see https://en.example/wiki/Parlor_(room))', ['https://en.example/wiki/Parlor_(room)']],
    ['**https://a.example/x**', ['https://a.example/x']],
    ['"https://a.example/x"', ['https://a.example/x']],
    ['<https://a.example/x>', ['https://a.example/x']],
    ['really https://a.example/x?!', ['https://a.example/x']],
    ['https://a.example/?q=1&r=2#s', ['https://a.example/?q=1&r=2#s']],
    ['https://a.example/\nhttps://b.example/', ['https://a.example/', 'https://b.example/']],
    ['来てhttps://a.example/。', ['https://a.example/']],
    ['write to mailto:ana@garden.example.', ['mailto:ana@garden.example']],
    ['HTTPS://A.EXAMPLE/X', ['HTTPS://A.EXAMPLE/X']],
  ])('finds those in %j', (text, expected) => expect(links(text)).toEqual(expected));

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'xhttps://a.example',
    'http://',
    'https://#',
    'https:// a.example',
    'mailto:',
    'mailto:ana',
    'https://bank.example@evil.example/',
    'https://user:word@evil.example/',
    'http://[',
    'ftp://a.example',
  ])('finds none in %j', (text) => expect(links(text)).toEqual([]));

  it.each([
    'https://a.example/javascript:alert(1)',
    'https://a.example/\u202egpj.exe',
    'https://a.example/\u2066x',
    'javascript:https://a.example',
    'blob:https://a.example/x',
    'https://a.example/\u0000javascript:',
    "javascript:alert('https://a.example')",
  ])('whatever is in %j, an address is http, https or mailto and carries nothing invisible', (text) => {
    for (const part of partsOf(text)) {
      if (part.kind !== 'link') continue;
      expect(['http:', 'https:', 'mailto:']).toContain(new URL(part.href).protocol);
      expect(part.text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it('an address is what the browser makes of it', () => {
    expect(hrefs('HTTPS://A.example/ä')).toEqual(['https://a.example/%C3%A4']);
    expect(hrefs('https://bücher.example')).toEqual(['https://xn--bcher-kva.example/']);
  });

  it('loses and adds no character, and finds the same again in each part', () => {
    const piece = fc.constantFrom(
      'http://',
      'https://',
      'mailto:',
      'a.example',
      '/',
      '(',
      ')',
      ' ',
      '\n',
      '.',
      '@',
      'x',
      '\u202e',
      '😀',
      '\ud800',
      '"',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        expect(
          partsOf(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
      { seed: 7 },
    );
  });

  const long = (unit: string, characters = 8_000): string => unit.repeat(Math.ceil(characters / unit.length)).slice(0, characters);
  const hostile = [
    '(',
    ')',
    'http://',
    'http://http://',
    'http://a.example/(',
    'http://a.example/)',
    'http://(((',
    'mailto:',
    'mailto:a@',
    'a.',
    '\u202e',
    'http://a ',
    'https://a.example/))))) ',
    '.',
  ];
  it.each(hostile)('takes time in proportion to 8,000 characters of %j', (unit) => {
    const text = long(unit);
    partsOf(text);
    const best = Math.min(...[1, 2, 3, 4, 5].map(() => timed(() => partsOf(text))));
    expect(best).toBeLessThan(20);
  });
  const timed = (run: () => void): number => {
    const start = performance.now();
    run();
    return performance.now() - start;
  };
});

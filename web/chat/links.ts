// Finds the links in a message. Everything here was written by somebody who may mean harm: only http, https and mailto become links, only
// through the browser's own parsing of addresses, never with a name and password in front of the host (`https://bank.example@evil.example`).
// One pass: every character is looked at a bounded number of times, whatever the text is made of.
export type Part = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

const SCHEME = /https?:\/\/|mailto:/gi;
/** What ends an address: space, control characters, what hides or reorders text, quotes and brackets that no address carries bare. */
const END = /[\s\p{Cc}\p{Cf}<>"`{}|\\^\u3001\u3002\u300c-\u300f\uff0c]/gu;
const WORD = /[A-Za-z0-9_]/;
const TRAILING = new Set(".,;:!?'*_~)]…");
const PAIRS: Record<string, string> = { ')': '(', ']': '[' };
/** Longer than this is no address that a person would follow. */
const LONGEST = 2_000;

export const partsOf = (text: string): Part[] => {
  const parts: Part[] = [];
  let done = 0;
  SCHEME.lastIndex = 0;
  for (let match = SCHEME.exec(text); match; match = SCHEME.exec(text)) {
    const start = match.index;
    END.lastIndex = start;
    const end = END.exec(text)?.index ?? text.length;
    // What was looked at is not looked at again, link or not: this is what keeps `http://http://...` linear.
    SCHEME.lastIndex = Math.max(end, SCHEME.lastIndex);
    if (start > 0 && WORD.test(text[start - 1]!)) continue;
    const shown = text.slice(start, endOfAddress(text, start, end));
    const href = hrefOf(shown);
    if (href === null) continue;
    if (start > done) parts.push({ kind: 'text', text: text.slice(done, start) });
    parts.push({ kind: 'link', text: shown, href });
    done = start + shown.length;
  }
  if (done < text.length) parts.push({ kind: 'text', text: text.slice(done) });
  return parts;
};

/** A full stop or a bracket after an address belongs to the sentence, unless the bracket was opened within. */
const endOfAddress = (text: string, start: number, end: number): number => {
  const open: Record<string, number> = { '(': 0, '[': 0 };
  const close: Record<string, number> = { ')': 0, ']': 0 };
  for (let index = start; index < end; index += 1) {
    const char = text[index]!;
    if (char in open) open[char]! += 1;
    if (char in close) close[char]! += 1;
  }
  let last = end;
  while (last > start && TRAILING.has(text[last - 1]!)) {
    const char = text[last - 1]!;
    const pair = PAIRS[char];
    if (pair !== undefined) {
      if (open[pair]! >= close[char]!) break;
      close[char]! -= 1;
    }
    last -= 1;
  }
  return last;
};

const hrefOf = (address: string): string | null => {
  if (address.length > LONGEST) return null;
  const url = URL.parse(address);
  if (!url) return null;
  switch (url.protocol) {
    case 'http:':
    case 'https:':
      return url.hostname !== '' && url.username === '' && url.password === '' ? url.href : null;
    case 'mailto:':
      return /^[^@\s]+@[^@\s]+$/.test(url.pathname) ? url.href : null;
    default:
      return null;
  }
};

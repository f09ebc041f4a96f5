// How soon a guesser comes to a password: the bits of the cheapest way to put it together from what guessers know. Words of the ten thousand commonest
// passwords, phrases, runs on the keyboard, years, repetitions, the account's own words; with digits for letters, backwards, between signs or without.
// Not a measure of strength: whatever is not known here counts as chance, and rightly so, because no rule of composition is made of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GUESSED_PHRASES } from './guessed-phrases.ts';

/** The commonest first; where they are from stands in the file. */
const COMMON = gunzipSync(readFileSync(join(import.meta.dirname, 'guessed-passwords.txt.gz')))
  .toString('utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const withoutSigns = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

const PHRASE_BITS = 8;
const backwards = (text: string): string => [...text].toReversed().join('');

/** What guessers know, forwards and backwards, with what it costs them. */
const KNOWN = new Map<string, number>();
const know = (word: string, bits: number) => {
  for (const [form, cost] of [[word, bits] as const, [backwards(word), bits + 1] as const])
    KNOWN.set(form, Math.min(KNOWN.get(form) ?? cost, cost));
};
for (const [index, word] of COMMON.entries()) know(word, Math.log2(index + 1) + 1);
for (const phrase of GUESSED_PHRASES) know(withoutSigns(phrase), PHRASE_BITS);
const LONGEST = Math.max(...[...KNOWN.keys()].map((word) => word.length));
/** Most places of a text begin nothing that is known: looked up first. */
const BEGINNING = 4;
const BEGINNINGS = new Set([...KNOWN.keys()].map((word) => word.slice(0, BEGINNING)));

const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiop',
  'azertyuiopqsdfghjklmwxcvbn',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  'qazwsxedcrfvtgbyhnujmikolp',
  '!@#$%^&*()',
];
const STEPS = new Set(RUNS.flatMap((run) => [...run].slice(1).flatMap((next, index) => [run[index]! + next, next + run[index]!])));
/** Whether the second follows from the first: the same, or the next of a run, either way. */
const isStep = (one: string | undefined, next: string): boolean => one === next || STEPS.has(`${one}${next}`);

/** What people write for a letter. The same sign may stand for two. */
const LEET: Record<string, string> = { 0: 'o', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', '@': 'a', $: 's', '€': 'e', '!': 'i' };
const unleet = (text: string, one: string): string => [...text].map((sign) => (sign === '1' ? one : (LEET[sign] ?? sign))).join('');

const BITS = { digit: 3.3, letter: 4.7, sign: 3, other: 6, run: 5, year: 6, own: 1, again: 1, echo: 3, leet: 1 };
const SHORTEST_RUN = 3;
const SHORTEST_ECHO = 4;
const LONGEST_BLOCK = 32;

const bitsOfOne = (sign: string): number => {
  if (/\d/.test(sign)) return BITS.digit;
  if (/[a-z]/.test(sign)) return BITS.letter;
  return /[\p{L}\p{N}\p{Cs}]/u.test(sign) ? BITS.other : BITS.sign;
};

/** Every part that begins here and is one thing to a guesser: where it ends, and what it costs. */
const partsAt = function* (text: string, start: number, own: readonly string[]): Generator<[end: number, bits: number]> {
  yield [start + 1, bitsOfOne(text[start]!)];
  for (const word of own) if (text.startsWith(word, start)) yield [start + word.length, BITS.own];
  if (/^(19|20)\d\d/.test(text.slice(start, start + 4))) yield [start + 4, BITS.year];
  for (let end = start + 2; end <= text.length && isStep(text[end - 2], text[end - 1]!); end++) {
    if (end - start >= SHORTEST_RUN) yield [end, BITS.run + Math.log2(end - start)];
  }
  if (BEGINNINGS.has(text.slice(start, start + BEGINNING))) {
    for (let end = start + BEGINNING; end <= Math.min(text.length, start + LONGEST); end++) {
      const bits = KNOWN.get(text.slice(start, end));
      if (bits !== undefined) yield [end, bits];
    }
  }
  for (let length = 2; length <= Math.min(LONGEST_BLOCK, start); length++) {
    if (text.startsWith(text.slice(start - length, start), start)) yield [start + length, BITS.again];
  }
  const before = text.slice(0, start);
  for (let end = start + SHORTEST_ECHO; end <= Math.min(text.length, start + LONGEST_BLOCK); end++) {
    if (!before.includes(text.slice(start, end))) break;
    yield [end, BITS.echo];
  }
};

/** The cheapest way through, or `enough` as soon as there is none that costs less. */
const bitsOf = (text: string, own: readonly string[], enough: number): number => {
  const best: number[] = [0];
  for (let start = 0; start < text.length; start++) {
    const before = best[start] ?? Number.POSITIVE_INFINITY;
    if (before < enough) {
      for (const [end, bits] of partsAt(text, start, own)) best[end] = Math.min(best[end] ?? Number.POSITIVE_INFINITY, before + bits);
    }
  }
  return Math.min(enough, best[text.length] ?? enough);
};

/** Signs between words are worth little, and many of them are not worth much more. */
const SIGNS_BITS = 8;
/** What is mostly signs is no phrase. */
const SHORTEST_PHRASE = 8;

const formsOf = (text: string): { form: string; extra: number }[] => {
  const phrase = withoutSigns(text);
  if (phrase.length < SHORTEST_PHRASE) return [{ form: text, extra: 0 }];
  return [
    { form: text, extra: 0 },
    { form: phrase, extra: Math.min(SIGNS_BITS, text.length - phrase.length) },
  ];
};

/** `own`: words that belong to the account, in lower case. Never more than `enough`. */
export const guessBits = (password: string, own: readonly string[], enough: number): number => {
  const text = password.normalize('NFKC').toLowerCase();
  const cheapest = (forms: { form: string; extra: number }[]) =>
    Math.min(...forms.map(({ form, extra }) => bitsOf(form, own, enough) + extra));
  const disguised = ['i', 'l'].map((one) => cheapest(formsOf(unleet(text, one))) + BITS.leet);
  return Math.min(enough, cheapest(formsOf(text)), ...disguised);
};

// A room's address, made of its name once and kept.
import { randomInt } from 'node:crypto';

const SLUG_MAX = 48;
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** What stands on top of Latin, Greek and Cyrillic letters; the marks of other scripts are part of their spelling. */
const ACCENTS = /[\u0300-\u036f]/g;

/** Lower-case letters and digits of the name, with hyphens; accents are dropped where a letter has a plain form. */
export const slugOf = (name: string): string => {
  // Composed again, as it is when somebody types it into the address bar.
  const plain = name.normalize('NFKD').replace(ACCENTS, '').normalize('NFC').toLowerCase();
  const words = plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-+/, '');
  // By characters: half of one is no text.
  let slug = '';
  for (const character of words) {
    if (slug.length + character.length > SLUG_MAX) break;
    slug += character;
  }
  return /[\p{L}\p{N}]/u.test(slug) ? slug.replace(/-+$/, '') : 'room';
};

export const withSuffix = (slug: string, length: number): string => {
  const suffix = Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${slug}-${suffix}`;
};

// A room's address, made of its name once and kept.
import { randomInt } from 'node:crypto';

const SLUG_MAX = 48;
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Lower-case letters and digits of the name, with hyphens; accents are dropped where a letter has a plain form. */
export const slugOf = (name: string): string => {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, SLUG_MAX).replace(/^-+|-+$/g, '');
  return slug.isWellFormed() && slug !== '' ? slug : 'room';
};

export const withSuffix = (slug: string, length: number): string => {
  const suffix = Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${slug}-${suffix}`;
};

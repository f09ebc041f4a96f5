// Passwords: argon2id, a few at a time, and the ones that nobody should have. Length counts, composition does not.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../../protocol/errors.ts';

const deriveKey = promisify(argon2);

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
type Cost = { memory: number; passes: number; parallelism: number; tagLength: number };
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const SALT_BYTES = 16;

/** 19 MiB and a core each: a flood of sign-ins must take neither all memory nor all threads. */
const AT_ONCE = 2;
const WAITING_LIMIT = 64;

let running = 0;
const waiting: (() => void)[] = [];

const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING_LIMIT) throw new Refusal('too-many', 'too many people are signing in at once', 2_000);
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
};

/** NIST 800-63B-4 asks for NFKC, so that the same keys on another keyboard give the same bytes. */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFKC'), 'utf8');

const keyOf = (password: string, salt: Buffer, cost: Cost) =>
  inTurn(() => deriveKey('argon2id', { ...cost, message: bytesOf(password), nonce: salt }));

/** PHC string format: `$argon2id$v=19$m=…,t=…,p=…$salt$key`. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(SALT_BYTES);
  const key = await keyOf(password, salt, COST);
  const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(salt)}$${base64(key)}`;
};

type Parts = { cost: Cost; salt: Buffer; key: Buffer };

/** What a password is compared with where there is none: the same work, and no. */
const NOBODYS: Parts = { cost: COST, salt: randomBytes(SALT_BYTES), key: randomBytes(COST.tagLength) };

const parse = (hash: string | null): Parts => {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash ?? '');
  if (!match) return NOBODYS;
  const [, memory, passes, parallelism, salt, text] = match;
  const key = Buffer.from(text!, 'base64');
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism), tagLength: key.length };
  return { cost, salt: Buffer.from(salt!, 'base64'), key };
};

/** `hash` is null for nobody and for an account without a password: it takes as long, and is not the right one. */
export const verifyPassword = async (hash: string | null, password: string): Promise<boolean> => {
  const { cost, salt, key } = parse(hash);
  return timingSafeEqual(key, await keyOf(password, salt, cost));
};

const FEWEST_CHARACTERS = 5;
const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
];
const STEPS = new Set(RUNS.flatMap((run) => [...run].slice(1).flatMap((next, index) => [run[index]! + next, next + run[index]!])));
const COMMON_WORDS = /password|passwort|welcome|letmein|admin|iloveyou|monkey|dragon|football|parlor|qwerty|changeme/g;

/** The different characters of a text but for those that follow from the one before: repeated, or the next of a run, either way. */
const surprises = (text: string): Set<string> => {
  const characters = [...text];
  return new Set(
    characters.filter((character, index) => {
      const before = characters[index - 1];
      return character !== before && !STEPS.has(`${before}${character}`);
    }),
  );
};

/** True for what a guesser tries first: few different characters, runs of the keyboard, common words or the account's own, repeated or padded. */
export const isWeakPassword = (password: string, own: readonly string[]): boolean => {
  const plain = (text: string) => text.normalize('NFKC').toLowerCase();
  let rest = plain(password).replace(COMMON_WORDS, '');
  for (const word of own.flatMap((part) => plain(part).split(/[^\p{L}\p{N}]+/u))) {
    if (word.length >= 3) rest = rest.replaceAll(word, '');
  }
  return surprises(rest).size < FEWEST_CHARACTERS;
};

export const requireStrong = (password: string, own: readonly string[]): void => {
  if (isWeakPassword(password, own)) {
    throw new Refusal('weak-password', 'this password is easy to guess: use several words that belong to no name');
  }
};

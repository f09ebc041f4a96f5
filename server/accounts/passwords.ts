// Passwords: argon2id, a few at a time, and the ones that nobody should have. Length counts, composition does not.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../../protocol/errors.ts';
import { guessBits } from './guessing.ts';

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
/** Some thirty million guesses: what is tried against every account that there is. */
const FEWEST_BITS = 25;
/** Of this house, and what people write when they are asked for a password. docs/security.md has the list, too. */
const HOUSE_WORDS = ['password', 'passwort', 'welcome', 'letmein', 'admin', 'parlor', 'changeme'];

/** True for what a guesser tries first: few different characters, runs of the keyboard, common words or the account's own, repeated or padded. */
export const isWeakPassword = (password: string, own: readonly string[]): boolean => {
  const plain = (text: string) => text.normalize('NFKC').toLowerCase();
  const ownWords = own.flatMap((part) => plain(part).split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 3);
  const words = [...HOUSE_WORDS, ...ownWords];
  return new Set(plain(password)).size < FEWEST_CHARACTERS || guessBits(password, words, FEWEST_BITS) < FEWEST_BITS;
};

export const requireStrong = (password: string, own: readonly string[]): void => {
  if (isWeakPassword(password, own)) {
    throw new Refusal('weak-password', 'this password is easy to guess: use several words that belong to no name');
  }
};

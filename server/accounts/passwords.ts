// Passwords: argon2id, a few at a time, and the ones that nobody should have. Length counts, composition does not.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../../protocol/errors.ts';

const deriveKey = promisify(argon2);

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
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

const keyOf = (password: string, salt: Buffer, cost: { memory: number; passes: number; parallelism: number; tagLength: number }) =>
  inTurn(() => deriveKey('argon2id', { ...cost, message: bytesOf(password), nonce: salt }));

/** PHC string format: `$argon2id$v=19$m=…,t=…,p=…$salt$key`. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(SALT_BYTES);
  const key = await keyOf(password, salt, COST);
  const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(salt)}$${base64(key)}`;
};

export const verifyPassword = async (hash: string, password: string): Promise<boolean> => {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash);
  if (!match) return false;
  const [, memory, passes, parallelism, salt, key] = match;
  const expected = Buffer.from(key!, 'base64');
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism), tagLength: expected.length };
  return timingSafeEqual(expected, await keyOf(password, Buffer.from(salt!, 'base64'), cost));
};

const FEWEST_CHARACTERS = 5;
const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm'];
const COMMON_WORDS = /password|passwort|welcome|letmein|admin|iloveyou|monkey|dragon|football|parlor|qwerty|changeme/g;

/** True for what a guesser tries first: few different characters, runs of the keyboard, common words or the account's own, repeated or padded. */
export const isWeakPassword = (password: string, own: readonly string[]): boolean => {
  const text = password.normalize('NFKC').toLowerCase();
  if (new Set(text).size < FEWEST_CHARACTERS) return true;
  if (RUNS.some((run) => run.includes(text.slice(0, 10)))) return true;
  let rest = text.replace(COMMON_WORDS, '');
  for (const word of own.flatMap((part) => part.toLowerCase().split(/[^\p{L}\p{N}]+/u))) {
    if (word.length >= 3) rest = rest.replaceAll(word, '');
  }
  return new Set(rest.replace(/[\d\s\p{P}\p{S}]/gu, '')).size < 3 && rest.length < 8;
};

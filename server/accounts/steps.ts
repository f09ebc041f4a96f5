// What a browser has begun and not finished on its way to being signed in: the second factor that is still to come, a challenge for a passkey, the way over
// to the OpenID provider and back. Bound to the browser by a cookie whose secret is stored as a hash, good once, and not for long.
import { createHash } from 'node:crypto';
import type { ExpressionBuilder } from 'kysely';
import type { AccountId } from '../../protocol/wire.ts';
import type { Clock } from '../clock.ts';
import { newSecret } from '../ids.ts';
import type { Database } from '../storage/database.ts';
import type { Schema, Trx } from '../storage/schema.ts';
import type { Visitor } from './auth.ts';

const MINUTE_MS = 60_000;

/**
 * `lax`: the cookie comes along when another site leads back here; the others are for requests of our own page. Each kind has a cookie of its own, so that
 * what one is for, another cannot be used for.
 */
const KINDS = {
  'second-factor': { ms: 10 * MINUTE_MS, sameSite: 'Strict' },
  totp: { ms: 15 * MINUTE_MS, sameSite: 'Strict' },
  passkey: { ms: 5 * MINUTE_MS, sameSite: 'Strict' },
  'passkey-add': { ms: 5 * MINUTE_MS, sameSite: 'Strict' },
  openid: { ms: 10 * MINUTE_MS, sameSite: 'Lax' },
} as const;

export type StepKind = keyof typeof KINDS;

export type Step = { accountId: AccountId | null; value: unknown };

export type Steps = ReturnType<typeof createSteps>;

const SECRET = /^[\w-]{43}$/;
/** `mark` tells what one browser has begun several times, in several tabs. */
const hashOf = (secret: string, mark: string): string => createHash('sha256').update(`${mark}\0${secret}`).digest('hex');

const cookieIn = (header: string | undefined, name: string): string | null => {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || null;
};

const whichIs =
  ({ kind, secretHash }: { kind: StepKind; secretHash: string }) =>
  (eb: ExpressionBuilder<Schema, 'steps'>) =>
    eb.and({ secretHash, kind });

type Needs = { database: Database; clock: Clock; isHttps: boolean };

export const createSteps = ({ database, clock, isHttps }: Needs) => {
  const nameOf = (kind: StepKind) => `${isHttps ? '__Host-' : ''}parlor-${kind}`;
  const cookie = (kind: StepKind, secret: string, maxAgeMs: number): string =>
    `${nameOf(kind)}=${secret}; Max-Age=${maxAgeMs / 1_000}; Path=/; HttpOnly; SameSite=${KINDS[kind].sameSite}${isHttps ? '; Secure' : ''}`;

  const secretOf = (kind: StepKind, visitor: Visitor): string | null => {
    const secret = cookieIn(visitor.cookie, nameOf(kind));
    return secret !== null && SECRET.test(secret) ? secret : null;
  };
  const rowOf = (kind: StepKind, visitor: Visitor, mark: string) => {
    const secret = secretOf(kind, visitor);
    return secret === null ? null : { kind, secretHash: hashOf(secret, mark) };
  };

  const toStep = (row: { accountId: string | null; value: string; expiresAt: number } | undefined): Step | null =>
    row && row.expiresAt > clock.now() ? { accountId: row.accountId as AccountId | null, value: JSON.parse(row.value) } : null;

  return {
    /** Answers the cookie. With a `mark`, it stands beside what the same browser has begun with others; without one, a browser has one of each kind. */
    async begin(kind: StepKind, accountId: AccountId | null, value: unknown, marked?: { visitor: Visitor; mark: string }): Promise<string> {
      const secret = (marked && secretOf(kind, marked.visitor)) ?? newSecret();
      const now = clock.now();
      const row = {
        secretHash: hashOf(secret, marked?.mark ?? ''),
        kind,
        accountId,
        value: JSON.stringify(value),
        expiresAt: now + KINDS[kind].ms,
      };
      await database.transaction(async (trx) => {
        await trx.deleteFrom('steps').where('expiresAt', '<=', now).execute();
        await trx.insertInto('steps').values(row).execute();
      });
      return cookie(kind, secret, KINDS[kind].ms);
    },

    /** What this browser has begun; null for nothing, and for what is too old. */
    async find(kind: StepKind, visitor: Visitor): Promise<Step | null> {
      const row = rowOf(kind, visitor, '');
      if (!row) return null;
      return toStep(await database.db.selectFrom('steps').selectAll().where(whichIs(row)).executeTakeFirst());
    },

    /** The same, and it is over: of several at once, one gets it. */
    async take(kind: StepKind, visitor: Visitor, trx: Trx, mark = ''): Promise<Step | null> {
      const row = rowOf(kind, visitor, mark);
      if (!row) return null;
      return toStep(await trx.deleteFrom('steps').where(whichIs(row)).returning(['accountId', 'value', 'expiresAt']).executeTakeFirst());
    },

    /** Takes the cookie back. */
    forget: (kind: StepKind): string => cookie(kind, '', 0),
  };
};

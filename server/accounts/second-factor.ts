// The second factor: codes of an authenticator, and backup codes for the day that it is lost. Each code is good once, also when it is sent twice at the same
// moment, and wrong ones are held back. Who may turn it on and off has been confirmed before.
import { randomInt } from 'node:crypto';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { Visitor } from './auth.ts';
import type { Sealing } from '../sealing.ts';
import * as queries from './second-factor.queries.ts';
import { holdAccount } from './people.ts';
import type { Steps } from './steps.ts';
import type { Trx } from '../storage/schema.ts';
import { newTotpSecret, stepOf, totpUri } from './totp.ts';

export type SecondFactor = ReturnType<typeof createSecondFactor>;

export type CodeKind = 'totp' | 'backup';

type Needs = { database: Database; clock: Clock; sealing: Sealing; steps: Steps; issuer: string };

/** Of each ten wrong codes in a row, the tenth holds back all further ones: for a quarter of an hour, then for twice as long, up to four hours. */
const WRONG_AT_ONCE = 10;
const LOCK_MS = 15 * 60_000;
const LONGEST_LOCK_MS = 4 * 60 * 60_000;

const BACKUP_CODES = 10;
/** No letter that looks like another. 10 of 31: 49 bits. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const BACKUP_LENGTH = 10;

const newBackupCode = (): string => Array.from({ length: BACKUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
/** As it is shown; what comes back has lost its hyphen on the way in (`Code` of the protocol). */
const shown = (code: string): string => `${code.slice(0, BACKUP_LENGTH / 2)}-${code.slice(BACKUP_LENGTH / 2)}`;

const lockAfter = (wrong: number, now: number): number | null =>
  wrong % WRONG_AT_ONCE === 0 ? now + Math.min(LOCK_MS * 2 ** (wrong / WRONG_AT_ONCE - 1), LONGEST_LOCK_MS) : null;

const wrongCode = () => new Refusal('wrong-code', 'this is not the right code, or it was used before');

export const createSecondFactor = ({ database, clock, sealing, steps, issuer }: Needs) => {
  const sealedFor = (accountId: AccountId) => `totp of ${accountId}`;

  const makeBackupCodes = () => Array.from({ length: BACKUP_CODES }, newBackupCode);
  const hashOf = (accountId: AccountId, code: string) => sealing.hash(code.toLowerCase(), `backup code of ${accountId}`);
  const hashesOf = (accountId: AccountId, codes: string[]) => codes.map((code) => hashOf(accountId, code));

  const useUp = async (trx: Trx, accountId: AccountId, kind: CodeKind, code: string, sealed: string, now: number): Promise<boolean> => {
    switch (kind) {
      case 'totp': {
        const step = stepOf(sealing.unseal(sealed, sealedFor(accountId)), code, now);
        return step !== null && queries.useStep(trx, accountId, step);
      }
      case 'backup':
        return queries.useBackupCode(trx, accountId, hashOf(accountId, code));
      default:
        return kind satisfies never;
    }
  };

  return {
    /** A secret that nobody is asked for before `confirm`. Answers what an authenticator reads, and a cookie. */
    async begin(accountId: AccountId, email: string): Promise<{ uri: string; setCookie: string[] }> {
      const secret = newTotpSecret();
      const cookie = await steps.begin('totp', accountId, { secret: sealing.seal(secret, sealedFor(accountId)) });
      return { uri: totpUri(secret, issuer, email), setCookie: [cookie] };
    },

    /** Turns it on, once the authenticator shows that it has the secret. Answers the backup codes, this once. */
    async confirm(accountId: AccountId, visitor: Visitor, code: string): Promise<{ codes: string[]; setCookie: string[] }> {
      const expired = () => new Refusal('expired', 'begin again: this was begun too long ago, or in another browser');
      const step = await steps.find('totp', visitor);
      if (step?.accountId !== accountId) throw expired();
      const { secret } = step.value as { secret: string };
      const used = stepOf(sealing.unseal(secret, sealedFor(accountId)), code, clock.now());
      if (used === null) throw wrongCode();
      const codes = makeBackupCodes();
      await database.transaction(async (trx) => {
        if (!(await steps.take('totp', visitor, trx))) throw expired();
        await holdAccount(trx, accountId);
        await queries.putSecondFactor(trx, accountId, secret, used);
        await queries.putBackupCodes(trx, accountId, hashesOf(accountId, codes));
      });
      return { codes: codes.map(shown), setCookie: [steps.forget('totp')] };
    },

    async end(accountId: AccountId): Promise<void> {
      await database.transaction(async (trx) => {
        await holdAccount(trx, accountId);
        await queries.deleteSecondFactor(trx, accountId);
      });
    },

    /** New ones in the place of the old. */
    async renewBackupCodes(accountId: AccountId): Promise<string[]> {
      const codes = makeBackupCodes();
      await database.transaction(async (trx) => {
        await holdAccount(trx, accountId);
        if (!(await queries.hasSecondFactor(trx, accountId))) throw new Refusal('not-found', 'this account has no second factor');
        await queries.putBackupCodes(trx, accountId, hashesOf(accountId, codes));
      });
      return codes.map(shown);
    },

    /** Uses the code up. Refuses with `wrong-code`, or `too-many` when there were too many of them; then the right one, too. */
    async use(accountId: AccountId, kind: CodeKind, code: string): Promise<void> {
      const now = clock.now();
      // A refusal would take back what is counted here, so it comes after the transaction.
      const outcome = await database.transaction(async (trx) => {
        const factor = await queries.countTry(trx, accountId);
        if (!factor) return 'wrong';
        const { secret, wrong, lockedUntil } = factor;
        if (lockedUntil !== null && lockedUntil > now) {
          // Not looked at, and not counted: who waits must not wait longer for asking.
          await queries.setTries(trx, accountId, { wrong: wrong - 1, lockedUntil });
          return { lockedUntil };
        }
        const isRight = await useUp(trx, accountId, kind, code, secret, now);
        await queries.setTries(trx, accountId, isRight ? { wrong: 0, lockedUntil: null } : { wrong, lockedUntil: lockAfter(wrong, now) });
        return isRight ? 'right' : 'wrong';
      });
      if (typeof outcome === 'object') throw new Refusal('too-many', 'too many wrong codes', outcome.lockedUntil - now);
      if (outcome === 'wrong') throw wrongCode();
    },
  };
};

// Every error that a request can end in, as the answer that goes out: refusals as they are, accidents as `unavailable`, bugs as `internal`.
import type * as z from 'zod';
import { Refusal, type RefusalBody } from '../../protocol/errors.ts';
import type { Log } from '../log.ts';

const RETRY_AFTER_MS = 1_000;

/** SQLite: busy, locked, out of memory, read-only, disk error, corrupt, full, cannot open. */
const SQLITE_ACCIDENTS = new Set([5, 6, 7, 8, 10, 11, 13, 14]);
/** PostgreSQL's classes: connection, resources, operator intervention, system error, transaction rollback. */
const POSTGRES_ACCIDENTS = /^(08|53|57|58|40)/;
const NETWORK_ACCIDENTS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOSPC', 'EMFILE']);

const isAccident = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { errcode, code, name, message } = error as Error & { errcode?: unknown; code?: unknown };
  if (typeof errcode === 'number') return SQLITE_ACCIDENTS.has(errcode & 0xff);
  if (typeof code === 'string') return POSTGRES_ACCIDENTS.test(code) || NETWORK_ACCIDENTS.has(code);
  return (
    name === 'SfuUnavailable' ||
    message.startsWith('Connection terminated') ||
    message.startsWith('timeout exceeded when trying to connect')
  );
};

export const toReply = (error: unknown, log: Log, what: string): RefusalBody => {
  if (error instanceof Refusal) return error.toBody();
  if (isAccident(error)) {
    log.error({ err: error, what }, 'a request failed for want of something');
    return { code: 'unavailable', message: 'the server cannot do this right now; nothing was stored', retryAfterMs: RETRY_AFTER_MS };
  }
  log.error({ err: error, what }, 'a request met a bug');
  return { code: 'internal', message: 'something is wrong with the server; it was logged' };
};

/** The first thing that is wrong, named by its place: `text has more than 8000 characters`. */
export const refusalOf = (error: z.core.$ZodError): Refusal => {
  const issue = error.issues[0];
  const place = issue?.path.map(String).join('.') || 'the request';
  if (issue?.code === 'too_big' && issue.origin === 'string') {
    return new Refusal('too-long', `${place} has more than ${issue.maximum} characters`);
  }
  return new Refusal('bad-request', `${place}: ${issue?.message ?? 'not understood'}`.slice(0, 300));
};

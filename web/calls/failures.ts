// What a failure to join means: whether trying again can help, and what the person is told. Pure.
import { REFUSALS } from '../../protocol/errors.ts';
import { Lost, Refused } from '../connection/connection.ts';
import { Unsupported } from './engine.ts';

/** `unavailable`: the server, or the way to it, does not do what it should just now. */
export type JoinProblem = 'full' | 'not-found' | 'unsupported' | 'unavailable';

export type Verdict = { kind: 'retry'; problem: JoinProblem; retryAfterMs: number } | { kind: 'give-up'; problem: JoinProblem };

export const judgeFailure = (error: unknown): Verdict => {
  if (error instanceof Unsupported) return { kind: 'give-up', problem: 'unsupported' };
  if (error instanceof Lost) return { kind: 'retry', problem: 'unavailable', retryAfterMs: 0 };
  if (!(error instanceof Refused)) return { kind: 'give-up', problem: 'unavailable' };
  if (REFUSALS[error.code].advice === 'retry') return { kind: 'retry', problem: 'unavailable', retryAfterMs: error.retryAfterMs ?? 0 };
  if (error.code === 'full') return { kind: 'give-up', problem: 'full' };
  if (error.code === 'not-found' || error.code === 'not-allowed') return { kind: 'give-up', problem: 'not-found' };
  return { kind: 'give-up', problem: 'unavailable' };
};

// What the log keeps for those who look into it afterwards: who signed in, from where, and what was refused to whom for want of permission or proof.
// By ids, networks and codes; never what was sent. Held to a few lines a second, so that a flood of refusals does not become one of lines.
import type { RefusalCode } from '../../protocol/errors.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createBucket } from '../limits.ts';

const LINES = { burst: 200, perSecond: 10 };

/** Refusals that say that somebody tried a door which is not theirs, or has not the key. Those of the wrong form say nothing of the kind. */
const TELLING: ReadonlySet<RefusalCode> = new Set([
  'not-allowed',
  'confirm-first',
  'wrong-credentials',
  'wrong-code',
  'suspended',
  'expired',
  'sign-up-closed',
  'banned',
  'too-many',
]);

/** `what`: the request or the path. */
type Event = { what: string; network?: string; accountId?: string | undefined };

export type SecurityLog = ReturnType<typeof createSecurityLog>;

export const createSecurityLog = (log: Log, clock: Clock) => {
  const bucket = createBucket(LINES);
  const write = (facts: Event & { outcome: 'ok' | RefusalCode }): void => {
    if (bucket.take(clock.now()) === 0) log.info(facts, 'security');
  };
  return {
    passed: (event: Event): void => write({ ...event, outcome: 'ok' }),
    refused(event: Event, code: RefusalCode): void {
      if (TELLING.has(code)) write({ ...event, outcome: code });
    },
  };
};

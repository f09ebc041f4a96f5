// What the page says of its connection: nothing while all is well, and nothing of a hiccup that is over within a second.
import { atom, type ReadableAtom } from 'nanostores';
import { browserClock, type Clock } from './clock.ts';
import type { Connection } from './connection.ts';

export type Trouble = 'none' | 'offline' | 'outdated';

const PATIENCE_MS = 1_000;
/** The first connection after the page was opened has more to do. */
const FIRST_PATIENCE_MS = 3_000;

export const createTrouble = (connection: Pick<Connection, '$state'>, clock: Clock = browserClock): ReadableAtom<Trouble> => {
  const $trouble = atom<Trouble>('none');
  let wasReady = false;
  let cancel: (() => void) | null = null;
  const settle = (trouble: Trouble) => {
    cancel?.();
    cancel = null;
    $trouble.set(trouble);
  };
  connection.$state.subscribe(({ kind }) => {
    switch (kind) {
      case 'ready':
        wasReady = true;
        return settle('none');
      case 'outdated':
        return settle('outdated');
      case 'stopped':
      case 'signed-out':
        return settle('none');
      case 'connecting':
      case 'waiting':
        cancel ??= clock.after(wasReady ? PATIENCE_MS : FIRST_PATIENCE_MS, () => $trouble.set('offline'));
        return;
      default:
        kind satisfies never;
    }
  });
  return $trouble;
};

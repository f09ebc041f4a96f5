// Tells the server how far this person has read a room: what was on screen while the page was visible, at most once a second, never backwards.
import type { ReadableAtom } from 'nanostores';
import { REFUSALS } from '../../protocol/errors.ts';
import type { RoomView } from '../../protocol/rooms.ts';
import type { RoomId } from '../../protocol/wire.ts';
import type { Clock } from '../connection/clock.ts';
import { Refused, type Connection } from '../connection/connection.ts';

export type Reading = {
  /** The newest message that was on screen. */
  saw(seq: number): void;
  close(): void;
};

const PAUSE_MS = 1_000;

export const createReading = (options: {
  roomId: RoomId;
  $view: ReadableAtom<Pick<RoomView, 'readSeq' | 'unread'> | null>;
  connection: Pick<Connection, '$state' | 'ask'>;
  clock: Clock;
}): Reading => {
  const { roomId, $view, connection, clock } = options;
  let seen = 0;
  let told = 0;
  let cancelPause: (() => void) | null = null;
  let isClosed = false;

  const tell = (): void => {
    const view = $view.get();
    if (isClosed || cancelPause || !view || view.unread === 0 || seen <= Math.max(told, view.readSeq)) return;
    if (connection.$state.get().kind !== 'ready') return;
    const before = told;
    told = seen;
    cancelPause = clock.after(PAUSE_MS, () => {
      cancelPause = null;
      tell();
    });
    connection.ask('chat.mark-read', { roomId, seq: seen }).catch((error: unknown) => {
      // Not told: the next look, or the end of the pause that runs now, tells it again. A no for good is not asked again.
      if (!(error instanceof Refused) || REFUSALS[error.code].advice !== 'stop') told = Math.min(told, before);
    });
  };

  const stops = [connection.$state.listen(tell), $view.listen(tell)];
  return {
    saw: (seq) => {
      seen = Math.max(seen, seq);
      tell();
    },
    close: () => {
      isClosed = true;
      cancelPause?.();
      for (const stop of stops) stop();
    },
  };
};

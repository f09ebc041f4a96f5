// Tells rooms of their calls: one `calls.changed` for all that changed in the same turn, and nothing about calls that nobody ever saw.
import type { Call } from '../../protocol/calls.ts';
import type { RoomId } from '../../protocol/wire.ts';
import type { Bus } from '../cluster/bus.ts';

export const createAnnouncements = (bus: Pick<Bus, 'publishToRoom'>, callOf: (roomId: RoomId) => Call | null) => {
  const due = new Set<RoomId>();
  /** Rooms whose last word was a call. */
  const live = new Set<RoomId>();

  const announce = (roomId: RoomId): void => {
    due.delete(roomId);
    const call = callOf(roomId);
    if (call) live.add(roomId);
    else if (!live.delete(roomId)) return;
    bus.publishToRoom(roomId, { kind: 'signal', signal: { signal: 'calls.changed', body: { call } } });
  };

  return (roomId: RoomId): void => {
    if (due.has(roomId)) return;
    due.add(roomId);
    queueMicrotask(() => announce(roomId));
  };
};

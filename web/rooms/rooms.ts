// The front door of the rooms: the account's list, the views that are held, and what is done to rooms. One store for the page, outside React.
import { useEffect, useState } from 'react';
import type { RoomSummary, Visibility } from '../../protocol/rooms.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { connection } from '../connection/app-connection.ts';
import { Lost } from '../connection/connection.ts';
import { createRoomStore } from './room-store.ts';

const store = createRoomStore(connection);

/** The account's rooms, by name; null until the first hello. */
export const $summaries = store.$summaries;
/** The view of a room, live; null until `holdRoom` fetched it, and again when the room is gone. The same atom for the same room, always. */
export const roomView = store.roomView;
/** Fetches the room's view unless it is held, and keeps it up to date. Rejects as `ask` does. */
export const holdRoom = store.holdRoom;
/** Every event of a held room, once, in order, after its view has taken it. */
export const onPlacedEvent = store.onPlacedEvent;
/** A held view was fetched anew: what happened between the old one and the new one was not told event by event. */
export const onViewFetched = store.onViewFetched;
/** The account is no longer in a room, by its own doing or another's. */
export const onExited = store.onExited;

/** Holds the room's view while it is shown. Answers why it could not be fetched, if so. */
export const useHeldRoom = (roomId: RoomId): { error: unknown; retry(): void } => {
  const [attempt, setAttempt] = useState(1);
  const [failure, setFailure] = useState<{ roomId: RoomId; attempt: number; error: unknown } | null>(null);
  useEffect(() => {
    let isWanted = true;
    const hold = (): Promise<void> =>
      store.holdRoom(roomId).catch((error: unknown) => {
        if (!isWanted) return;
        if (error instanceof Lost) return hold();
        setFailure({ roomId, attempt, error });
      });
    void hold();
    return () => {
      isWanted = false;
    };
  }, [roomId, attempt]);
  const isFailed = failure?.roomId === roomId && failure.attempt === attempt;
  return { error: isFailed ? failure.error : null, retry: () => setAttempt(attempt + 1) };
};

/** All of these reject as `ask` does; what they change comes back as events. */
export const createRoom = async (name: string, visibility: Visibility): Promise<RoomSummary> => {
  const { summary } = await connection.ask('rooms.create', { name, visibility });
  store.enter(summary);
  return summary;
};
export const joinRoom = async (roomId: RoomId): Promise<RoomSummary> => {
  const { summary } = await connection.ask('rooms.join', { roomId });
  store.enter(summary);
  return summary;
};
export const leaveRoom = (roomId: RoomId) => connection.ask('rooms.leave', { roomId });
export const deleteRoom = (roomId: RoomId) => connection.ask('rooms.delete', { roomId });
export const renameRoom = (roomId: RoomId, name: string) => connection.ask('rooms.rename', { roomId, name });
export const addMember = (roomId: RoomId, accountId: AccountId) => connection.ask('rooms.add-member', { roomId, accountId });

// The socket belongs to one account: when it ends, so does what it brought.
connection.$state.listen(({ kind }) => {
  if (kind === 'signed-out' || kind === 'stopped') store.clear();
});

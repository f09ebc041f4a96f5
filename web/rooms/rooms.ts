// The front door of the rooms: the account's list, the views that are held, and what is done to rooms. One store for the page, outside React.
import { useEffect, useState } from 'react';
import type { Rights, Role, RoomSummary, Visibility, WaitingFor } from '../../protocol/rooms.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { connection } from '../connection/app-connection.ts';
import { Lost } from '../connection/connection.ts';
import { askAbout } from './asked.ts';
import { createDoorsteps } from './doorstep.ts';
import { createRoomStore } from './room-store.ts';

const store = createRoomStore(connection);
const doorsteps = createDoorsteps({ connection, onExited: store.onExited });

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
/** Where the account stands before rooms that it is not in, by their slug: it waits, its wait is over, or it was put out. */
export const $doorsteps = doorsteps.$doorsteps;
/** A wait is over, one way or the other. */
export const onWaited = doorsteps.onWaited;

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

/** The dialog for inviting people, wherever on the page. */
export const inviteTo = (roomId: RoomId): void => askAbout({ kind: 'invite', roomId });

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
export const setRole = (roomId: RoomId, accountId: AccountId, role: Exclude<Role, 'guest'>) =>
  connection.ask('rooms.set-role', { roomId, accountId, role });
export const setRights = (roomId: RoomId, accountId: AccountId, rights: Rights) =>
  connection.ask('rooms.set-rights', { roomId, accountId, rights });
export const removeMember = (roomId: RoomId, accountId: AccountId) => connection.ask('rooms.remove-member', { roomId, accountId });
export const ban = (roomId: RoomId, accountId: AccountId) => connection.ask('rooms.ban', { roomId, accountId });
export const unban = (roomId: RoomId, accountId: AccountId) => connection.ask('rooms.unban', { roomId, accountId });
export const setLocked = (roomId: RoomId, isLocked: boolean) => connection.ask('rooms.lock', { roomId, isLocked });
export const letIn = (roomId: RoomId, accountIds: AccountId[]) => connection.ask('rooms.admit', { roomId, accountIds });
export const turnAway = (roomId: RoomId, accountIds: AccountId[]) => connection.ask('rooms.turn-away', { roomId, accountIds });
export const stopWaiting = (roomId: RoomId) => connection.ask('rooms.stop-waiting', { roomId });

/** What coming in by an invitation answered; does not wait for the events that say the same. Answers the room's slug, if there is one. */
export const comeIn = ({ summary, waiting }: { summary: RoomSummary | null; waiting: WaitingFor | null }): string | null => {
  if (summary) store.enter(summary);
  if (waiting) doorsteps.wait(waiting);
  return summary?.room.slug ?? waiting?.slug ?? null;
};

// The socket belongs to one account: when it ends, so does what it brought.
connection.$state.listen(({ kind }) => {
  if (kind !== 'signed-out' && kind !== 'stopped') return;
  store.clear();
  doorsteps.clear();
});

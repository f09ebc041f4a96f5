// What moderators do to this page's part in a call, for whoever says so on the screen; and what this page's person does to others as one.
// Everything is carried out by then: the device is off, the screen no longer shared.
import type { Account } from '../../protocol/accounts.ts';
import type { TrackSource } from '../../protocol/calls.ts';
import type { ParticipantId, RoomId, TrackId } from '../../protocol/wire.ts';
import { connection } from '../connection/app-connection.ts';
import { createListeners } from '../connection/listeners.ts';

/** `by`: null where nobody is known to have done it by hand. `isForbidden`: the right to it is not there (any more). */
export type TurnedOff = { roomId: RoomId; source: TrackSource; by: Account | null; isForbidden: boolean };
/** A question: the device stays off unless the person turns it on. */
export type AskedOn = { roomId: RoomId; source: TrackSource; by: Account };

export const turnedOff = createListeners<[TurnedOff]>();
export const askedOn = createListeners<[AskedOn]>();

/** All of these reject as `ask` does. */
export const turnOffTrack = (roomId: RoomId, participantId: ParticipantId, trackId: TrackId) =>
  connection.ask('calls.turn-off', { roomId, participantId, trackId });
export const muteAll = (roomId: RoomId) => connection.ask('calls.mute-all', { roomId });
export const askOn = (roomId: RoomId, participantId: ParticipantId, source: 'microphone' | 'camera') =>
  connection.ask('calls.ask-on', { roomId, participantId, source });

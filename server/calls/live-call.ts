// One call, from the first who joins to the last who leaves: its seats, and its media. When it is over it stays over; the next one in the
// same room is another call. It knows nothing of sessions that come and go, nor of who is a member.
import type { Account } from '../../protocol/accounts.ts';
import type { Call } from '../../protocol/calls.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId, CallId, ParticipantId, RoomId, TrackId } from '../../protocol/wire.ts';
import type { CallMedia, Sfu } from '../media/sfu.ts';
import { hasPlace, isSpeech } from './calls.policy.ts';
import type { Published } from './receiving.ts';
import { createSeat, type Seat, type Surroundings } from './seat.ts';

type State = { is: 'opening' } | { is: 'open'; media: CallMedia } | { is: 'over'; isLost: boolean };

type Needs = {
  id: CallId;
  roomId: RoomId;
  startedAt: number;
  sfu: Sfu;
  onChange(): void;
  onSpeaking(participantIds: ParticipantId[]): void;
  onFreed(seat: Seat): void;
  /** The last one has gone, or the call was ended. */
  onOver(): void;
};

export type LiveCall = ReturnType<typeof createLiveCall>;

export const createLiveCall = ({ id, roomId, startedAt, sfu, onChange, onSpeaking, onFreed, onOver }: Needs) => {
  let state: State = { is: 'opening' };
  const seats = new Map<ParticipantId, Seat>();
  const published: Published = new Map();
  let speakers: ParticipantId[] = [];

  const end = (isLost: boolean): void => {
    if (state.is === 'over') return;
    const before = state;
    // First, so that freeing the last seat does not end the call again.
    state = { is: 'over', isLost };
    for (const seat of [...seats.values()]) seat.free();
    if (before.is === 'open') before.media.close();
    onOver();
  };

  const hear = (trackIds: TrackId[]): void => {
    const now = trackIds.flatMap((trackId) => {
      const found = published.get(trackId);
      return found && isSpeech(found.track) ? [found.owner] : [];
    });
    // Somebody who talks for a minute is told of once.
    if (now.length === speakers.length && now.every((id, index) => id === speakers[index])) return;
    speakers = now;
    onSpeaking(now);
  };

  const open = async (): Promise<CallMedia> => {
    try {
      const media = await sfu.open(id, { onSpeaking: hear, onLost: () => end(true) });
      if (state.is === 'over') media.close();
      else state = { is: 'open', media };
      return media;
    } catch (error) {
      end(true);
      throw error;
    }
  };
  const media = open();
  media.catch(() => {
    // Those who are joining are told, each by their own wait for it.
  });

  const surroundings: Surroundings = {
    media,
    published,
    changed: onChange,
    forget(trackId) {
      for (const seat of seats.values()) seat.forget(trackId);
    },
    freed(seat) {
      seats.delete(seat.id);
      onFreed(seat);
      if (seats.size === 0) end(false);
    },
  };

  return {
    id,
    roomId,
    /** The media worker died, or there was none. */
    get isLost(): boolean {
      return state.is === 'over' && state.isLost;
    },

    /** null while nobody has joined yet, and when it is over. */
    view(): Call | null {
      const participants = [...seats.values()].map((seat) => seat.view()).filter((participant) => participant !== null);
      return participants.length === 0 ? null : { id, startedAt, participants };
    },

    reserve(participantId: ParticipantId, account: Account, sessionId: string): Seat {
      if (!hasPlace(seats.size)) throw new Refusal('full', 'this call has no place for one more');
      const seat = createSeat(surroundings, participantId, account, sessionId);
      seats.set(participantId, seat);
      return seat;
    },

    /** In the order in which they joined, not in which they asked to. */
    sit(seat: Seat, joinedAt: number): void {
      seat.sit(joinedAt);
      seats.delete(seat.id);
      seats.set(seat.id, seat);
    },

    removeAccount(accountId: AccountId): void {
      for (const seat of [...seats.values()]) if (seat.account.id === accountId) seat.free();
    },

    end: () => end(false),
  };
};

// One call, from the first who joins to the last who leaves: its seats, and its media. When it is over it stays over; the next one in the
// same room is another call. It hears what the room says of its members; of sessions that come and go it knows nothing.
import type { Call } from '../../protocol/calls.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { Placed } from '../../protocol/protocol.ts';
import type { AccountId, CallId, ParticipantId, RoomId, TrackId } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import type { CallMedia, Sfu } from '../media/sfu.ts';
import { hasPlace, isSpeech } from './calls.policy.ts';
import type { Published } from './receiving.ts';
import { createSeat, type Seat, type Sitter, type Surroundings } from './seat.ts';
import { createTurnedOff } from './turned-off.ts';

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
  /** The last change of each that was heard: of two that come in the wrong order, the later holds. */
  const heard = new Map<AccountId, number>();

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
    turnedOff: createTurnedOff(),
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

  const seatsOf = (accountId: AccountId): Seat[] => [...seats.values()].filter((seat) => seat.account.id === accountId);

  return {
    id,
    roomId,
    seatsOf,
    seated: (): Seat[] => [...seats.values()].filter(({ isSeated }) => isSeated),
    /** Whose track this is; undefined for one that is not there (any more). */
    ownerOf: (trackId: TrackId): ParticipantId | undefined => published.get(trackId)?.owner,

    /** The media worker died, or there was none. */
    get isLost(): boolean {
      return state.is === 'over' && state.isLost;
    },

    /** null while nobody has joined yet, and when it is over. */
    view(): Call | null {
      const participants = [...seats.values()].map((seat) => seat.view()).filter((participant) => participant !== null);
      return participants.length === 0 ? null : { id, startedAt, participants };
    },

    reserve(participantId: ParticipantId, sitter: Sitter, session: Pick<Caller, 'sessionId' | 'signInId'>): Seat {
      if (!hasPlace(seats.size)) throw new Refusal('full', 'this call has no place for one more');
      const seat = createSeat(surroundings, participantId, sitter, session);
      seats.set(participantId, seat);
      return seat;
    },

    /** In the order in which they joined, not in which they asked to. */
    sit(seat: Seat, joinedAt: number): void {
      seat.sit(joinedAt);
      seats.delete(seat.id);
      seats.set(seat.id, seat);
    },

    /** What happened in the room, as far as it is about those who sit here. */
    hear(placed: Placed): void {
      switch (placed.event) {
        case 'rooms.member-left':
          for (const seat of seatsOf(placed.body.accountId)) seat.free();
          return;
        case 'rooms.member-changed': {
          const { accountId, role, rights } = placed.body;
          if (placed.seq < (heard.get(accountId) ?? 0)) return;
          heard.set(accountId, placed.seq);
          for (const seat of seatsOf(accountId)) seat.stand({ role, rights });
          return;
        }
        case 'rooms.account-changed':
          for (const seat of seatsOf(placed.body.account.id)) seat.stand({ account: placed.body.account });
          return;
        case 'rooms.renamed':
        case 'rooms.locked':
        case 'rooms.member-joined':
        case 'chat.posted':
          return;
        default:
          placed satisfies never;
      }
    },

    end: () => end(false),
  };
};

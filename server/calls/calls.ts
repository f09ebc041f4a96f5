// Calls, the verbs: joining, leaving, publishing, receiving. Keeps the calls of this node in memory, at most one a room, and knows which
// session sits where. The media itself is behind the SFU's door; who is a member is the rooms wing's to say.
import type { Call, TrackSource } from '../../protocol/calls.ts';
import type { Direction, RtpParameters } from '../../protocol/media.ts';
import type { AccountId, CallId, ParticipantId, RoomId, SubscriptionId, TrackId } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { Bus, RoomMessage } from '../cluster/bus.ts';
import type { Rooms } from '../rooms/rooms.ts';
import { SfuUnavailable, type Sfu } from '../media/sfu.ts';
import { createAnnouncements } from './announcements.ts';
import { mayTakeUp } from './calls.policy.ts';
import { createLiveCall, type LiveCall } from './live-call.ts';
import { createModeration } from './moderation.ts';
import { notInCall, type JoinWish, type Seat, type Sitter } from './seat.ts';

/** How long a seat is held for a session whose socket was lost. */
export const SEAT_HELD_MS = 3_000;

/** What is needed of the rooms wing. `require` throws `not-found` for a room that the account is not in. */
export type Membership = Pick<Rooms, 'require' | 'recordInCall'>;

type Needs = { sfu: Sfu; bus: Bus; clock: Clock; newId: () => string; membership: Membership };

export type Calls = ReturnType<typeof createCalls>;

export const createCalls = ({ sfu, bus, clock, newId, membership }: Needs) => {
  const calls = new Map<RoomId, LiveCall>();
  const seats = new Map<ParticipantId, { seat: Seat; call: LiveCall }>();
  /** Seats by the session that sits, or will sit, in them. */
  const sessions = new Map<string, Seat>();
  /** Sessions that asked to join and have no seat yet. A session has one ticket: a newer request, or its end, makes the older void. */
  const tickets = new Map<string, object>();

  const callOf = (roomId: RoomId): Call | null => calls.get(roomId)?.view() ?? null;
  const announce = createAnnouncements(bus, callOf);

  const hearRoom = (call: LiveCall, message: RoomMessage): void => {
    if (message.kind === 'closed') call.end();
    else if (message.kind === 'event') call.hear(message.placed);
  };

  /** Those who sit are heard of until the last of their seats is free: a sign-in may end whose socket is lost, and nobody else would tell. */
  const followed = new Map<AccountId, () => void>();
  const seatsOf = (accountId: AccountId): Seat[] => [...calls.values()].flatMap((call) => call.seatsOf(accountId));
  const follow = (accountId: AccountId): void => {
    if (followed.has(accountId)) return;
    const stop = bus.subscribeToAccount(accountId, (message) => {
      if (message.kind !== 'revoked') return;
      for (const seat of seatsOf(accountId)) if (message.signInId === null || message.signInId === seat.signInId) seat.free();
    });
    followed.set(accountId, stop);
  };
  const unfollow = (accountId: AccountId): void => {
    if (seatsOf(accountId).length > 0) return;
    followed.get(accountId)?.();
    followed.delete(accountId);
  };

  const start = (roomId: RoomId): LiveCall => {
    const call = createLiveCall({
      id: newId() as CallId,
      roomId,
      startedAt: clock.now(),
      sfu,
      onChange: () => announce(roomId),
      onSpeaking: (participantIds) =>
        bus.publishToRoom(roomId, { kind: 'signal', signal: { signal: 'calls.speaking', body: { participantIds } } }),
      onFreed(seat) {
        seats.delete(seat.id);
        for (const [sessionId, sits] of sessions) if (sits === seat) sessions.delete(sessionId);
        unfollow(seat.account.id);
      },
      onOver() {
        calls.delete(roomId);
        stopHearing();
        announce(roomId);
      },
    });
    const stopHearing = bus.subscribeToRoom(roomId, (message) => hearRoom(call, message));
    calls.set(roomId, call);
    return call;
  };

  /** The caller's own seat. Who asks is known from the socket; the id only says that they mean this seat and not an earlier one. */
  const seatOf = ({ sessionId }: Caller, participantId: ParticipantId): Seat => {
    const seat = sessions.get(sessionId);
    if (seat?.id !== participantId || !seat.isSeated) throw notInCall();
    return seat;
  };

  /** Asks what the caller is in the room. A newer request of the session, or its end, makes the answer void. */
  const admit = async (action: 'calls.join' | 'calls.rejoin', caller: Caller, roomId: RoomId): Promise<Sitter> => {
    const ticket = {};
    tickets.set(caller.sessionId, ticket);
    try {
      const sitter = await membership.require(action, roomId, caller.accountId);
      if (tickets.get(caller.sessionId) !== ticket) throw notInCall();
      return sitter;
    } finally {
      if (tickets.get(caller.sessionId) === ticket) tickets.delete(caller.sessionId);
    }
  };

  /** Asked again: since the seat is there the call hears what happens in the room, but not what happened between the first question and that. */
  const standAgain = async (seat: Seat, roomId: RoomId): Promise<void> => {
    const before = seat.changes;
    const sitter = await membership.require('calls.join', roomId, seat.account.id);
    if (seat.changes === before) seat.stand(sitter);
  };

  return {
    callOf,
    /** How many are on, on this node. */
    get count(): number {
      return calls.size;
    },
    rtpCapabilities: sfu.rtpCapabilities,

    async join(caller: Caller, roomId: RoomId, wish: JoinWish) {
      const sitter = await admit('calls.join', caller, roomId);
      sessions.get(caller.sessionId)?.free();
      const call = calls.get(roomId) ?? start(roomId);
      const seat = call.reserve(newId() as ParticipantId, sitter, caller);
      seats.set(seat.id, { seat, call });
      sessions.set(caller.sessionId, seat);
      follow(caller.accountId);
      try {
        const [opened] = await Promise.all([seat.open(wish), standAgain(seat, roomId)]);
        call.sit(seat, clock.now());
        const view = callOf(roomId);
        if (!view) throw notInCall();
        return { participantId: seat.id, call: view, ...opened };
      } catch (error) {
        seat.free();
        throw call.isLost && !(error instanceof SfuUnavailable) ? new SfuUnavailable({ cause: error }) : error;
      }
    },

    async rejoin(caller: Caller, participantId: ParticipantId): Promise<Call> {
      const { sessionId, accountId } = caller;
      const found = seats.get(participantId);
      if (!found || !mayTakeUp(found.seat, accountId)) throw notInCall();
      const { seat, call } = found;
      await admit('calls.rejoin', caller, call.roomId);
      const [former, before] = [sessions.get(sessionId), seat.sessionId];
      // Throws where it is free by now.
      seat.takeUp(caller);
      if (former !== seat) former?.free();
      if (before !== null) sessions.delete(before);
      sessions.set(sessionId, seat);
      const view = call.view();
      if (!view) throw notInCall();
      return view;
    },

    leave: async (caller: Caller, participantId: ParticipantId): Promise<void> => seatOf(caller, participantId).free(),

    publish: async (caller: Caller, participantId: ParticipantId, source: TrackSource, rtpParameters: RtpParameters, isPaused: boolean) =>
      seatOf(caller, participantId).publish(source, rtpParameters, isPaused),

    unpublish: async (caller: Caller, participantId: ParticipantId, trackId: TrackId) => seatOf(caller, participantId).unpublish(trackId),

    pause: async (caller: Caller, participantId: ParticipantId, trackId: TrackId, isPaused: boolean) =>
      seatOf(caller, participantId).pause(trackId, isPaused),

    subscribe: async (caller: Caller, participantId: ParticipantId, trackIds: TrackId[]) =>
      seatOf(caller, participantId).subscribe(trackIds),

    adjust: async (
      caller: Caller,
      participantId: ParticipantId,
      subscriptionId: SubscriptionId,
      wish: { isPaused?: boolean; layer?: 0 | 1 | 2 },
    ) => seatOf(caller, participantId).adjust(subscriptionId, wish),

    unsubscribe: async (caller: Caller, participantId: ParticipantId, subscriptionId: SubscriptionId) =>
      seatOf(caller, participantId).unsubscribe(subscriptionId),

    restartIce: async (caller: Caller, participantId: ParticipantId, direction: Direction) =>
      seatOf(caller, participantId).restartIce(direction),

    ...createModeration({
      bus,
      membership,
      seatIn(roomId, participantId) {
        const found = seats.get(participantId);
        return found?.call.roomId === roomId && found.seat.isSeated ? found : null;
      },
      seatsIn: (roomId) => calls.get(roomId)?.seated() ?? [],
    }),

    /** Whether this session is in a call, or about to be. */
    hasSeat: (sessionId: string): boolean => sessions.has(sessionId) || tickets.has(sessionId),

    /** `left`: the seat is free at once, also when somebody was signed out. `lost`: it is held for `SEAT_HELD_MS`. */
    sessionEnded({ sessionId }: Pick<Caller, 'sessionId'>, how: 'left' | 'lost'): void {
      tickets.delete(sessionId);
      const seat = sessions.get(sessionId);
      if (!seat) return;
      if (how === 'left' || !seat.isSeated) return seat.free();
      sessions.delete(sessionId);
      seat.leaveAlone(() => clock.after(SEAT_HELD_MS, () => seat.free()));
    },

    /** Ends all calls; the SFU is its owner's to close. */
    async close(): Promise<void> {
      tickets.clear();
      for (const call of [...calls.values()]) call.end();
    },
  };
};

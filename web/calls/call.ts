// Being in a call: the wish is to be in, the fact is a seat; the loop takes one, takes it up again after the socket was lost, and takes a
// new one with the same wishes when the old is gone. Knows neither devices nor React; `live-call.ts` puts it together for the page.
import { atom, type ReadableAtom } from 'nanostores';
import type { Call } from '../../protocol/calls.ts';
import type { ParticipantId, RoomId } from '../../protocol/wire.ts';
import type { Clock } from '../connection/clock.ts';
import { Lost, Refused, type Connection } from '../connection/connection.ts';
import { createLoop, type Step } from '../devices/reconcile.ts';
import { createAudience, type Tracks } from './audience.ts';
import { Unsupported, type MediaEngine } from './engine.ts';
import type { Face } from './faces.ts';
import { judgeFailure, type JoinProblem } from './failures.ts';
import type { Reach } from './reach.ts';
import { openSeat, type Seat, type SeatDeps, type SendWishes } from './seat.ts';
import type { ShownPictures } from './shown.ts';
import { createTries, FIRST_PAUSE_MS } from './tries.ts';

export type CallPhase =
  /** On the way in, for the first time. */
  | { kind: 'joining' }
  | { kind: 'live' }
  /** Was in and is on the way back. Media may flow all the while. */
  | { kind: 'reconnecting' }
  /** Given up, until the person asks to try again. */
  | { kind: 'failed'; problem: JoinProblem; wasLive: boolean }
  | { kind: 'left' };

export type CallCore = {
  readonly $phase: ReadableAtom<CallPhase>;
  readonly $reach: ReadableAtom<Reach>;
  readonly $faces: ReadableAtom<readonly Face[]>;
  readonly $ownId: ReadableAtom<ParticipantId | null>;
  readonly $tracks: ReadableAtom<Tracks>;
  /** Where media goes to at the server, for words about firewalls; null while not known. */
  mediaPort(): number | null;
  tryAgain(): void;
  networkChanged(): void;
  /** At once; the server is told as soon as it can be. Idempotent. */
  leave(): void;
  settled(): Promise<void>;
};

export type CallDeps = {
  roomId: RoomId;
  connection: Pick<Connection, '$state' | 'ask'>;
  /** The room's call; undefined while the room is not known. */
  $roomCall: ReadableAtom<Call | null | undefined>;
  prepare: () => Promise<MediaEngine>;
  sendWishes: SendWishes;
  /** Somebody else turned off what this page sends, or it may not be sent: the wish must be off from now on. */
  onTurnedOff: SeatDeps['onTurnedOff'];
  shown: ShownPictures;
  clock: Clock;
  onError: (error: unknown) => void;
};

/** How long the page has to put the first pictures on the screen before they count as unseen. */
const FIRST_PICTURES_MS = 3_000;
const DOUBT_MS = 2_000;

export const createCall = (deps: CallDeps): CallCore => {
  const { roomId, connection, $roomCall, clock, shown } = deps;
  const { ask } = connection;
  const $phase = atom<CallPhase>({ kind: 'joining' });
  const $reach = atom<Reach>('fine');
  const $ownId = atom<ParticipantId | null>(null);
  const audience = createAudience(clock);

  let seat: Seat | null = null;
  let stopFollowingSeat = (): void => {};
  /** The seat is known to belong to the socket of now. `epoch` counts the doubts. */
  let isConfirmed = false;
  let epoch = 0;
  let confirmedAt = 0;
  let call: Call | null = null;
  let isInCall = false;
  let wasLive = false;
  let liveSince = 0;
  let cancelPictures = (): void => {};

  const isReady = (): boolean => connection.$state.get().kind === 'ready';
  const isOver = (): boolean => $phase.get().kind === 'left' || $phase.get().kind === 'failed';
  const setPhase = (phase: CallPhase): void => {
    if ($phase.get().kind !== phase.kind) $phase.set(phase);
  };
  const doubt = (): void => {
    isConfirmed = false;
    epoch++;
  };
  /** The server did not know the seat. Should it know it all the same when asked, the next doubt is not looked into at once. */
  const onDoubt = (): void => {
    doubt();
    if (clock.now() - confirmedAt > DOUBT_MS) loop.wake();
    else tries.wakeAfter(DOUBT_MS);
  };
  const confirm = (before: number): void => {
    isConfirmed = before === epoch;
    confirmedAt = clock.now();
  };

  const receive = (): void => {
    if (seat !== null && call !== null) seat.follow(call, shown.$shown.get());
  };
  const draw = (): void => {
    audience.draw(call, $ownId.get());
    receive();
  };

  const isIn = (some: Call, { participantId }: Seat): boolean => some.participants.some(({ id }) => id === participantId);

  /** The latest of who is in the call. */
  const hear = (next: Call | null): void => {
    if (seat === null) {
      // The call without us is not shown until we are back in it: the tiles stay.
      if (!wasLive) call = next;
      return;
    }
    if (next !== null && isIn(next, seat)) {
      isInCall = true;
      call = next;
      draw();
    } else if (isInCall && isConfirmed) {
      dropSeat();
      loop.wake();
    }
  };

  const dropSeat = (): void => {
    if (seat === null) return;
    stopFollowingSeat();
    audience.freeze();
    seat.close();
    seat = null;
    isConfirmed = false;
    isInCall = false;
    tries.seatLost(clock.now() - liveSince);
    $reach.set('fine');
    setPhase({ kind: 'reconnecting' });
  };

  const takeSeat = (next: Seat, first: Call): void => {
    // The signal may have overtaken the reply.
    const known = $roomCall.get();
    call = known !== null && known !== undefined && isIn(known, next) ? known : first;
    isInCall = isIn(call, next);
    seat = next;
    $ownId.set(next.participantId);
    shown.expect(next.firstPictures);
    cancelPictures();
    cancelPictures = clock.after(FIRST_PICTURES_MS, shown.settle);
    audience.thaw(draw);
    const follows = [
      next.$tracks.subscribe(audience.play),
      next.$reach.subscribe((reach) => $reach.set(reach)),
      shown.$shown.listen(receive),
    ];
    stopFollowingSeat = () => follows.forEach((stop) => stop());
    draw();
  };

  const tellLeft = (participantId: ParticipantId): void => {
    // Lost, or refused because the seat is gone: the server knows already, or finds out when it misses us.
    ask('calls.leave', { participantId }).catch(() => {});
  };

  const fail = (error: unknown): Step => {
    const verdict = judgeFailure(error);
    if (verdict.kind === 'give-up' || tries.isExhausted()) {
      if (!(error instanceof Refused || error instanceof Lost || error instanceof Unsupported)) deps.onError(error);
      setPhase({ kind: 'failed', problem: verdict.problem, wasLive });
      return 'settled';
    }
    tries.pause(verdict.retryAfterMs);
    return 'settled';
  };

  const join = async (): Promise<Step> => {
    if (!tries.isTime()) return 'settled';
    // Seats that are lost as soon as they are taken: somebody joins from elsewhere in our name, or the server does not keep its calls.
    if (tries.isExhausted()) {
      setPhase({ kind: 'failed', problem: 'unavailable', wasLive });
      return 'settled';
    }
    tries.begin();
    const before = epoch;
    let given: ParticipantId | null = null;
    try {
      const engine = await deps.prepare();
      if (isOver()) return 'settled';
      const { rtpCapabilities, sendFingerprints, receiveFingerprints } = engine;
      const joined = await ask('calls.join', { roomId, rtpCapabilities, sendFingerprints, receiveFingerprints });
      given = joined.participantId;
      if (isOver()) {
        tellLeft(given);
        return 'settled';
      }
      confirm(before);
      const context = { ...deps, ask, isOpen: () => isReady() && isConfirmed, onDoubt };
      takeSeat(openSeat({ ...context, engine, joined }), joined.call);
    } catch (error) {
      // The server gave a seat that this browser cannot sit in.
      if (given !== null) tellLeft(given);
      return isOver() ? 'settled' : fail(error);
    }
    liveSince = clock.now();
    wasLive = true;
    return 'again';
  };

  const takeUpAgain = async (held: Seat): Promise<Step> => {
    const before = epoch;
    try {
      const reply = await ask('calls.rejoin', { participantId: held.participantId });
      if (seat !== held) return 'again';
      confirm(before);
      hear(reply.call);
      held.takenUp(reply.call);
    } catch (error) {
      if (seat !== held) return 'again';
      const verdict = judgeFailure(error);
      if (error instanceof Refused && verdict.kind === 'give-up') {
        dropSeat();
        return 'again';
      }
      if (isReady()) tries.wakeAfter(verdict.kind === 'retry' ? Math.max(verdict.retryAfterMs, FIRST_PAUSE_MS) : FIRST_PAUSE_MS);
      return 'settled';
    }
    return 'again';
  };

  const step = async (): Promise<Step> => {
    if (isOver()) return 'settled';
    if (!isReady()) {
      if (wasLive) setPhase({ kind: 'reconnecting' });
      return 'settled';
    }
    if (seat === null) return join();
    if (!isConfirmed) return takeUpAgain(seat);
    setPhase({ kind: 'live' });
    return 'settled';
  };
  const loop = createLoop(step, deps.onError);
  const tries = createTries(clock, loop.wake);

  const stopFollowing = [
    connection.$state.listen(({ kind }) => {
      if (kind !== 'ready') doubt();
      loop.wake();
    }),
    $roomCall.subscribe((next) => {
      if (next !== undefined) hear(next);
    }),
  ];
  loop.wake();

  return {
    $phase,
    $reach,
    $faces: audience.$faces,
    $ownId,
    $tracks: audience.$tracks,
    tryAgain: () => {
      if ($phase.get().kind !== 'failed') return;
      tries.reset();
      $phase.set(wasLive ? { kind: 'reconnecting' } : { kind: 'joining' });
      loop.wake();
    },
    mediaPort: () => seat?.mediaPort ?? null,
    networkChanged: () => seat?.networkChanged(),
    leave: () => {
      if ($phase.get().kind === 'left') return;
      $phase.set({ kind: 'left' });
      for (const stop of stopFollowing) stop();
      tries.close();
      cancelPictures();
      if (seat !== null) {
        const { participantId } = seat;
        stopFollowingSeat();
        seat.close();
        seat = null;
        tellLeft(participantId);
      }
      audience.close();
    },
    settled: async () => {
      await loop.settled();
      await seat?.settled();
    },
  };
};

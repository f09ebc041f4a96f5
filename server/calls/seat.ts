// One seat in a call: whose it is and what they may do, which session sits in it, what it publishes and receives. It is there from the moment somebody
// asks to join, seen by others once they have, and held for a while when their socket is lost. Which seats there are is live-call.ts's business.
import type { Account } from '../../protocol/accounts.ts';
import type { Participant, Subscription, Track, TrackSource } from '../../protocol/calls.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { Direction, Fingerprints, IceParameters, RtpCapabilities, RtpParameters, TransportOffer } from '../../protocol/media.ts';
import type { ParticipantId, TrackId } from '../../protocol/wire.ts';
import { maySend } from '../../protocol/permissions.ts';
import type { Rights, Role } from '../../protocol/rooms.ts';
import { assert } from '../assert.ts';
import type { Caller } from '../caller.ts';
import type { CallMedia, ParticipantMedia } from '../media/sfu.ts';
import { fitsSource, kindOfSource, mayPublish } from './calls.policy.ts';
import { createReceiving, type Published } from './receiving.ts';
import type { TurnedOff } from './turned-off.ts';

type State =
  | { is: 'joining'; sessionId: string }
  | { is: 'here'; sessionId: string; joinedAt: number }
  | { is: 'away'; joinedAt: number; stopWaiting: () => void }
  | { is: 'gone' };

export type JoinWish = { rtpCapabilities: RtpCapabilities; sendFingerprints: Fingerprints; receiveFingerprints: Fingerprints };
export type Opened = { send: TransportOffer; receive: TransportOffer; subscriptions: Subscription[] };

/** Who sits, and what they are in the room. */
export type Sitter = { account: Account; role: Role; rights: Rights };

/** What a seat sees of its call. */
export type Surroundings = {
  readonly media: Promise<CallMedia>;
  readonly published: Published;
  readonly turnedOff: TurnedOff;
  changed(): void;
  /** Nobody receives this track any more. */
  forget(trackId: TrackId): void;
  /** The seat is free again. */
  freed(seat: Seat): void;
};

export type Seat = ReturnType<typeof createSeat>;

export const notInCall = (): Refusal => new Refusal('not-in-call', 'you have no seat in this call');

/** A screen is shared once more by hand; a device can be turned on again, and so stays. */
const isEnded = (source: TrackSource): boolean => source === 'screen' || source === 'screen-sound';

const MAY_NOT = 'you may not send this in this call';

export const createSeat = (call: Surroundings, id: ParticipantId, first: Sitter, session: Pick<Caller, 'sessionId' | 'signInId'>) => {
  let state: State = { is: 'joining', sessionId: session.sessionId };
  let { account, role, rights } = first;
  /** Of the session that sits, or sat last. */
  let { signInId } = session;
  let changes = 0;
  let admitted: ParticipantMedia | null = null;
  const tracks = new Map<TrackId, Track>();
  let publishing = 0;

  const isGone = () => state.is === 'gone';
  /** What was awaited may come back to a seat that is free by then. */
  const stay = (): void => {
    if (isGone()) throw notInCall();
  };
  const media = (): ParticipantMedia => {
    stay();
    assert(admitted, 'nothing is asked of a seat before it is open');
    return admitted;
  };

  const receiving = createReceiving({ participantId: id, published: call.published, media });

  const ownTrack = (trackId: TrackId): Track => {
    const track = tracks.get(trackId);
    if (!track) throw new Refusal('not-found', 'you have no such track');
    return track;
  };

  const unpublish = (trackId: TrackId): void => {
    if (!tracks.delete(trackId)) return;
    call.published.delete(trackId);
    media().drop(trackId);
    call.forget(trackId);
    call.changed();
  };

  const seen = (track: Track): Track => {
    const by = call.turnedOff.by(track.id);
    return by ? { ...track, turnedOffBy: by } : { ...track };
  };

  const refuse = (trackId: TrackId, why: string): never => {
    media().drop(trackId);
    throw new Refusal('not-allowed', why);
  };

  const end = (track: Track, by: Account): void => {
    unpublish(track.id);
    call.turnedOff.mark(track.id, { accountId: account.id, source: track.source, by });
  };

  const self = {
    id,
    get account(): Account {
      return account;
    },
    get role(): Role {
      return role;
    },
    get signInId(): string {
      return signInId;
    },
    maySend: (source: TrackSource): boolean => maySend(source, rights),
    trackOf: (source: TrackSource): TrackId | undefined => [...tracks.values()].find((track) => track.source === source)?.id,
    isSending: (source: TrackSource): boolean => [...tracks.values()].some((track) => track.source === source && !track.isPaused),
    /** How often the room has told of a change: what was asked before the latest is old. */
    get changes(): number {
      return changes;
    },
    get isSeated(): boolean {
      return state.is === 'here' || state.is === 'away';
    },
    /** null while the socket is lost. */
    get sessionId(): string | null {
      return state.is === 'joining' || state.is === 'here' ? state.sessionId : null;
    },

    /** What others see; null while joining. */
    view(): Participant | null {
      if (state.is === 'joining' || state.is === 'gone') return null;
      return {
        id,
        account,
        joinedAt: state.joinedAt,
        isAway: state.is === 'away',
        tracks: [...tracks.values()].map(seen),
      };
    },

    /** Both transports, secured, and everything there is, all at the same time. */
    async open({ rtpCapabilities, sendFingerprints, receiveFingerprints }: JoinWish): Promise<Opened> {
      const made = await (await call.media).admit(rtpCapabilities);
      if (isGone()) {
        made.close();
        throw notInCall();
      }
      admitted = made;
      const secured = async (direction: Direction, fingerprints: Fingerprints) => {
        const offer = await made.openTransport(direction);
        const heard = direction === 'receive' ? receiving.subscribe(call.published.keys(), () => false) : [];
        const [found] = await Promise.all([heard, made.secureTransport(direction, fingerprints)]);
        return { offer, found };
      };
      const [send, receive] = await Promise.all([secured('send', sendFingerprints), secured('receive', receiveFingerprints)]);
      stay();
      return { send: send.offer, receive: receive.offer, subscriptions: receive.found };
    },

    /** From now on the others see it. */
    sit(joinedAt: number): void {
      stay();
      assert(state.is === 'joining', 'a seat is taken once');
      state = { is: 'here', sessionId: state.sessionId, joinedAt };
      call.changed();
    },

    /** The socket is lost; `wait` answers how to stop waiting. */
    leaveAlone(wait: () => () => void): void {
      if (state.is !== 'here') return;
      state = { is: 'away', joinedAt: state.joinedAt, stopWaiting: wait() };
      call.changed();
    },

    /** Another socket of the same account. */
    takeUp(by: Pick<Caller, 'sessionId' | 'signInId'>): void {
      if (state.is === 'away') state.stopWaiting();
      if (state.is !== 'away' && state.is !== 'here') throw notInCall();
      const { joinedAt } = state;
      state = { is: 'here', sessionId: by.sessionId, joinedAt };
      signInId = by.signInId;
      call.changed();
    },

    /** Whoever sits is seen otherwise, or is something else in the room, from now on. What they may not send any more is gone for all. */
    stand(now: Partial<Sitter>): void {
      if (isGone()) return;
      changes += 1;
      ({ account, role, rights } = { account, role, rights, ...now });
      for (const track of [...tracks.values()]) if (!maySend(track.source, rights)) unpublish(track.id);
      if (now.account && self.isSeated) call.changed();
    },

    async publish(source: TrackSource, rtpParameters: RtpParameters, isPaused: boolean): Promise<TrackId> {
      if (!maySend(source, rights)) throw new Refusal('not-allowed', MAY_NOT);
      if (!fitsSource(source, rtpParameters)) throw new Refusal('bad-request', `rtpParameters: this is no ${kindOfSource[source]}`);
      const sources = [...tracks.values()].map((track) => track.source);
      if (!mayPublish(source, sources, publishing)) throw new Refusal('full', 'you publish too much at once');
      publishing += 1;
      try {
        const trackId = await media().publish({ kind: kindOfSource[source], rtpParameters, isPaused });
        stay();
        const by = call.turnedOff.take(account.id, source);
        // Turned off before by somebody else, and the page has not heard of it: a device goes on turned off, a screen does not.
        if (by && isEnded(source)) return refuse(trackId, 'a moderator has ended this: share it once more');
        if (by && !isPaused) await media().adjust(trackId, { isPaused: true });
        stay();
        // Asked again: it may have been taken away meanwhile.
        if (!maySend(source, rights)) return refuse(trackId, MAY_NOT);
        // The page does not know of the former one: its reply was lost with the socket.
        for (const former of [...tracks.values()]) if (former.source === source) unpublish(former.id);
        const track: Track = { id: trackId, source, isPaused: isPaused || by !== undefined };
        tracks.set(trackId, track);
        if (by) call.turnedOff.mark(trackId, { accountId: account.id, source, by });
        call.published.set(trackId, { owner: id, track });
        call.changed();
        return trackId;
      } finally {
        publishing -= 1;
      }
    },

    unpublish(trackId: TrackId): void {
      call.turnedOff.settle(trackId);
      unpublish(trackId);
    },

    async pause(trackId: TrackId, isPaused: boolean): Promise<void> {
      const track = ownTrack(trackId);
      await media().adjust(trackId, { isPaused });
      // It may have gone meanwhile, and its right with it.
      ownTrack(trackId);
      call.turnedOff.settle(trackId);
      track.isPaused = isPaused;
      call.changed();
    },

    /** For somebody who sits here: a device is off, a screen gone with its sound. Its source; null where there is nothing to turn off (any more). */
    async turnOff(trackId: TrackId, by: Account): Promise<TrackSource | null> {
      const track = tracks.get(trackId);
      if (!track) return null;
      if (isEnded(track.source)) {
        for (const other of [...tracks.values()]) {
          if (other === track || (track.source === 'screen' && other.source === 'screen-sound')) end(other, by);
        }
        return track.source;
      }
      if (track.isPaused) return null;
      try {
        await media().adjust(trackId, { isPaused: true });
      } catch (error) {
        // They left, or the call is over: nothing is sent any more.
        if (error instanceof Refusal) return null;
        throw error;
      }
      if (!tracks.has(trackId)) return null;
      call.turnedOff.mark(trackId, { accountId: account.id, source: track.source, by });
      track.isPaused = true;
      call.changed();
      return track.source;
    },

    /** Sound at once; pictures when the page says so. */
    subscribe: (trackIds: TrackId[]) =>
      receiving.subscribe(trackIds, (trackId) => {
        const found = call.published.get(trackId);
        return found !== undefined && kindOfSource[found.track.source] === 'video';
      }),

    adjust: receiving.adjust,
    unsubscribe: receiving.unsubscribe,
    forget: receiving.forget,

    restartIce: (direction: Direction): Promise<IceParameters> => media().restartIce(direction),

    /** Whoever sat here is out of the call. Idempotent. */
    free(): void {
      if (state.is === 'gone') return;
      const wasSeen = self.isSeated;
      if (state.is === 'away') state.stopWaiting();
      state = { is: 'gone' };
      admitted?.close();
      for (const trackId of tracks.keys()) {
        call.published.delete(trackId);
        call.forget(trackId);
      }
      tracks.clear();
      call.freed(self);
      if (wasSeen) call.changed();
    },
  };
  return self;
};

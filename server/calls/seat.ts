// One seat in a call: whose it is, which session sits in it, what it publishes and receives. It is there from the moment somebody asks to
// join, seen by others once they have, and held for a while when their socket is lost. Which seats there are is live-call.ts's business.
import type { Account } from '../../protocol/accounts.ts';
import type { Participant, Subscription, Track, TrackSource } from '../../protocol/calls.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { Direction, Fingerprints, IceParameters, RtpCapabilities, RtpParameters, TransportOffer } from '../../protocol/media.ts';
import type { ParticipantId, TrackId } from '../../protocol/wire.ts';
import { assert } from '../assert.ts';
import type { CallMedia, ParticipantMedia } from '../media/sfu.ts';
import { fitsSource, kindOfSource, mayPublish } from './calls.policy.ts';
import { createReceiving, type Published } from './receiving.ts';

type State =
  | { is: 'joining'; sessionId: string }
  | { is: 'here'; sessionId: string; joinedAt: number }
  | { is: 'away'; joinedAt: number; stopWaiting: () => void }
  | { is: 'gone' };

export type JoinWish = { rtpCapabilities: RtpCapabilities; sendFingerprints: Fingerprints; receiveFingerprints: Fingerprints };
export type Opened = { send: TransportOffer; receive: TransportOffer; subscriptions: Subscription[] };

/** What a seat sees of its call. */
export type Surroundings = {
  readonly media: Promise<CallMedia>;
  readonly published: Published;
  changed(): void;
  /** Nobody receives this track any more. */
  forget(trackId: TrackId): void;
  /** The seat is free again. */
  freed(seat: Seat): void;
};

export type Seat = ReturnType<typeof createSeat>;

export const notInCall = (): Refusal => new Refusal('not-in-call', 'you have no seat in this call');

export const createSeat = (call: Surroundings, id: ParticipantId, account: Account, sessionId: string) => {
  let state: State = { is: 'joining', sessionId };
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

  const self = {
    id,
    account,
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
        tracks: [...tracks.values()].map((track) => ({ ...track })),
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
    takeUp(bySessionId: string): void {
      if (state.is === 'away') state.stopWaiting();
      if (state.is !== 'away' && state.is !== 'here') throw notInCall();
      const { joinedAt } = state;
      state = { is: 'here', sessionId: bySessionId, joinedAt };
      call.changed();
    },

    async publish(source: TrackSource, rtpParameters: RtpParameters, isPaused: boolean): Promise<TrackId> {
      if (!fitsSource(source, rtpParameters)) throw new Refusal('bad-request', `rtpParameters: this is no ${kindOfSource[source]}`);
      const sources = [...tracks.values()].map((track) => track.source);
      if (!mayPublish(source, sources, publishing)) throw new Refusal('full', 'you publish too much at once');
      publishing += 1;
      try {
        const trackId = await media().publish({ kind: kindOfSource[source], rtpParameters, isPaused });
        stay();
        // The page does not know of the former one: its reply was lost with the socket.
        for (const former of [...tracks.values()]) if (former.source === source) unpublish(former.id);
        const track: Track = { id: trackId, source, isPaused };
        tracks.set(trackId, track);
        call.published.set(trackId, { owner: id, track });
        call.changed();
        return trackId;
      } finally {
        publishing -= 1;
      }
    },

    unpublish,

    async pause(trackId: TrackId, isPaused: boolean): Promise<void> {
      const track = ownTrack(trackId);
      await media().adjust(trackId, { isPaused });
      track.isPaused = isPaused;
      call.changed();
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

// Stand-ins for what a call has around it: a server at the other end of the connection, the browser's media engine, tracks, a clock.
import { atom } from 'nanostores';
import type { Call, Participant, Subscription, Track, TrackSource } from '../../protocol/calls.ts';
import type { RequestBody, RequestName, RequestReply } from '../../protocol/protocol.ts';
import type { AccountId, CallId, ParticipantId, RoomId, SubscriptionId, TrackId } from '../../protocol/wire.ts';
import { createFakeClock, type FakeClock } from '../connection/clock.ts';
import { Lost, type Connection, type ConnectionState } from '../connection/connection.ts';
import type { Link, Media, MediaEngine, MediaEvents } from './engine.ts';
import type { SendWish } from './outgoing.ts';
import type { SendWishes } from './seat.ts';

export const GARDEN = 'garden' as RoomId;

export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
};

export const fakeTrack = (kind: 'audio' | 'video', id = ''): MediaStreamTrack => ({ kind, id, readyState: 'live' }) as MediaStreamTrack;

export const person = (name: string, tracks: Track[] = [], id: string = name): Participant => ({
  id: id as ParticipantId,
  account: { id: `account-${name}` as AccountId, name, kind: 'person' as const, picture: null },
  joinedAt: 1,
  isAway: false,
  tracks,
});
export const track = (id: string, source: TrackSource, isPaused = false): Track => ({ id: id as TrackId, source, isPaused });
export const callOf = (...participants: Participant[]): Call => ({ id: 'call' as CallId, startedAt: 1, participants });
export const kindOf = (source: TrackSource): 'audio' | 'video' => (source === 'camera' || source === 'screen' ? 'video' : 'audio');
export const subscriptionTo = ({ id, source }: Track, isPaused = false): Subscription => ({
  id: `sub-${id}` as SubscriptionId,
  trackId: id,
  participantId: 'bob' as ParticipantId,
  source,
  kind: kindOf(source),
  rtpParameters: { codecs: [], encodings: [] },
  isPaused,
});

const OFFER = { id: 't', iceParameters: { usernameFragment: 'u', password: 'p' }, iceCandidates: [], dtlsParameters: { fingerprints: [] } };

export type Joined = RequestReply<'calls.join'>;
export const joinedAs = (participantId: string, call: Call, subscriptions: Subscription[] = []): Joined => ({
  participantId: participantId as ParticipantId,
  call,
  send: OFFER,
  receive: OFFER,
  subscriptions,
});

type Answers = { [Name in RequestName]?: (body: RequestBody<Name>) => RequestReply<Name> | Promise<RequestReply<Name>> };

/** A connection whose server answers as told; what has no answer waits for ever, or is lost with the socket. */
export const createFakeConnection = (answers: Answers = {}) => {
  const $state = atom<ConnectionState>({ kind: 'ready' });
  const asked: Array<{ name: RequestName; body: Record<string, unknown> }> = [];
  const pending = new Set<(error: Error) => void>();
  const ask = (<Name extends RequestName>(name: Name, body: RequestBody<Name>): Promise<RequestReply<Name>> => {
    asked.push({ name, body: body });
    const answer = answers[name];
    return new Promise((resolve, reject) => {
      pending.add(reject);
      if (answer !== undefined)
        void Promise.resolve()
          .then(() => answer(body))
          .then(resolve, reject);
    });
  }) as Connection['ask'];
  return {
    $state,
    ask,
    asked,
    answers,
    names: (): RequestName[] => asked.map(({ name }) => name),
    bodies: (name: RequestName): Array<Record<string, unknown>> => asked.filter((each) => each.name === name).map(({ body }) => body),
    lose: () => {
      $state.set({ kind: 'waiting', retryAtMs: 0, isOnline: true });
      for (const reject of pending) reject(new Lost());
      pending.clear();
    },
    comeBack: () => $state.set({ kind: 'ready' }),
  };
};

export type FakeMedia = Media & {
  readonly events: MediaEvents;
  readonly received: SubscriptionId[];
  readonly stopped: SubscriptionId[];
  readonly published: Array<{ source: TrackSource; track: MediaStreamTrack | null; isClosed: boolean }>;
  readonly restarts: string[];
  isClosed: boolean;
  link(link: Link): void;
};

const createFakeMedia = (events: MediaEvents): FakeMedia => {
  const media: FakeMedia = {
    events,
    received: [],
    stopped: [],
    published: [],
    restarts: [],
    isClosed: false,
    receive: async ({ id, kind }) => {
      media.received.push(id);
      return fakeTrack(kind);
    },
    stopReceiving: (id) => void media.stopped.push(id),
    publish: async (source, sent, isPaused) => {
      const published = { source, track: sent as MediaStreamTrack | null, isClosed: false };
      media.published.push(published);
      const trackId = await events.publish(source, { codecs: [], encodings: [] }, isPaused);
      return {
        trackId,
        replace: async (next) => void (published.track = next),
        close: () => void (published.isClosed = true),
      };
    },
    restartIce: async (direction) => void media.restarts.push(direction),
    close: () => void (media.isClosed = true),
    link: (link) => {
      events.onLink('send', link);
      events.onLink('receive', link);
    },
  };
  return media;
};

export const createFakeEngine = (): MediaEngine & { readonly medias: FakeMedia[]; latest(): FakeMedia } => {
  const medias: FakeMedia[] = [];
  const fingerprints = [{ algorithm: 'sha-256' as const, value: 'AA' }];
  return {
    rtpCapabilities: { codecs: [], headerExtensions: [] },
    sendFingerprints: fingerprints,
    receiveFingerprints: fingerprints,
    medias,
    latest: () => {
      const media = medias.at(-1);
      if (media === undefined) throw new Error('nothing is connected');
      return media;
    },
    connect: (_, events) => {
      const media = createFakeMedia(events);
      medias.push(media);
      return media;
    },
  };
};

export const createFakeWishes = () => {
  const off = (): SendWish => ({ kind: 'paused', track: null });
  const $ = {
    microphone: atom<SendWish>(off()),
    camera: atom<SendWish>(off()),
    screen: atom<SendWish>({ kind: 'nothing' }),
    'screen-sound': atom<SendWish>({ kind: 'nothing' }),
  };
  return { ...$, sendWishes: $ satisfies SendWishes };
};

/** What the loops of a seat share, always open. */
export const createFakeContext = (clock: FakeClock = createFakeClock()) => {
  const errors: unknown[] = [];
  let doubts = 0;
  return {
    clock,
    errors,
    doubts: () => doubts,
    isOpen: () => true,
    onDoubt: () => void doubts++,
    onError: (error: unknown) => void errors.push(error),
  };
};

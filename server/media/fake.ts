// The SFU without media: the same answers and refusals as mediasoup.ts, in memory, with handles to say who speaks, to kill the worker and to
// hold answers back. For the tests of what is built on the SFU, and for a house on a machine that has no media worker.
import { randomUUID } from 'node:crypto';
import { Refusal } from '../../protocol/errors.ts';
import type { Direction, IceParameters, MediaKind, RtpCapabilities, RtpParameters, TransportOffer } from '../../protocol/media.ts';
import type { SubscriptionId, TrackId } from '../../protocol/wire.ts';
import { assert } from '../assert.ts';
import { canReceive, checkFingerprints, checkPublication, routedCodecs } from './codecs.ts';
import { SfuUnavailable, type CallListener, type ParticipantMedia, type Sfu } from './sfu.ts';

type FakeTrack = { owner: object; kind: MediaKind; rtpParameters: RtpParameters; isPaused: boolean };
type FakeSubscription = { owner: object; trackId: TrackId; isPaused: boolean; layer: 0 | 1 | 2 };
type FakeCall = {
  listener: CallListener;
  isOpen: boolean;
  tracks: Map<string, FakeTrack>;
  subscriptions: Map<string, FakeSubscription>;
  transports: Set<string>;
};
export type FakeOperation = 'open' | 'admit' | Exclude<keyof ParticipantMedia, 'drop' | 'close'>;

export type FakeSfu = Sfu & {
  /** Makes these tracks the loud ones of their call. */
  speak(trackIds: TrackId[]): void;
  /** All calls are lost; the next one is opened on a new worker. */
  killWorker(): void;
  /** Until it is called, nothing that is asked from now on is answered. */
  hold(): () => void;
  /** The next operation of this name ends in this error. */
  failNext(operation: FakeOperation, error: Error): void;
  /** How much is open. */
  count(): { calls: number; transports: number; tracks: number; subscriptions: number };
  /** What became of a track or a subscription; undefined once it is closed. */
  look(id: TrackId | SubscriptionId): { isPaused: boolean; layer?: 0 | 1 | 2 } | undefined;
};

const iceParameters = (): IceParameters => ({ usernameFragment: randomUUID(), password: randomUUID(), iceLite: true });

const offer = (): TransportOffer => ({
  id: randomUUID(),
  iceParameters: iceParameters(),
  iceCandidates: [{ foundation: 'udpcandidate', priority: 1, address: '127.0.0.1', protocol: 'udp', port: 40_000, type: 'host' }],
  dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => '00').join(':') }] },
});

export const createFakeSfu = (): FakeSfu => {
  const calls = new Set<FakeCall>();
  const failures = new Map<FakeOperation, Error>();
  let held: Promise<void> | null = null;
  let isClosed = false;
  let pid = 1;

  /** Where mediasoup waits for its worker. */
  const answer = async (operation: FakeOperation): Promise<void> => {
    await held;
    const error = failures.get(operation);
    failures.delete(operation);
    if (error) throw error;
  };

  const end = (call: FakeCall): void => {
    call.isOpen = false;
    calls.delete(call);
    call.tracks.clear();
    call.subscriptions.clear();
    call.transports.clear();
  };

  const dropTrack = (call: FakeCall, id: string): void => {
    call.tracks.delete(id);
    for (const [subscriptionId, { trackId }] of call.subscriptions) if (trackId === id) call.subscriptions.delete(subscriptionId);
  };

  const admit = (call: FakeCall, rtpCapabilities: RtpCapabilities): ParticipantMedia => {
    const owner = {};
    const opened = new Map<Direction, string>();
    let isSeated = true;
    const stay = (): void => {
      if (!isSeated || !call.isOpen) throw new Refusal('not-in-call', 'the seat is gone');
    };
    const run = async <Made>(operation: FakeOperation, make: () => Made): Promise<Made> => {
      stay();
      try {
        await answer(operation);
      } finally {
        stay();
      }
      return make();
    };
    const need = (direction: Direction): void => assert(opened.has(direction), `there is no ${direction} transport`);

    return {
      openTransport: (direction) =>
        run('openTransport', () => {
          assert(!opened.has(direction), `there is a ${direction} transport already`);
          const made = offer();
          opened.set(direction, made.id);
          call.transports.add(made.id);
          return made;
        }),
      secureTransport: (direction, fingerprints) =>
        run('secureTransport', () => {
          need(direction);
          checkFingerprints(fingerprints);
        }),
      restartIce: (direction) =>
        run('restartIce', () => {
          need(direction);
          return iceParameters();
        }),
      publish: (publication) =>
        run('publish', () => {
          need('send');
          checkPublication(publication);
          const id = randomUUID() as TrackId;
          call.tracks.set(id, { owner, ...publication });
          return id;
        }),
      subscribe: (trackId, isPaused) =>
        run('subscribe', () => {
          need('receive');
          const track = call.tracks.get(trackId);
          if (!track || !canReceive(rtpCapabilities, track.rtpParameters.codecs[0]!)) return null;
          const id = randomUUID() as SubscriptionId;
          call.subscriptions.set(id, { owner, trackId, isPaused, layer: 2 });
          return { id, trackId, kind: track.kind, rtpParameters: track.rtpParameters, isPaused };
        }),
      adjust: (id, { isPaused, layer }) =>
        run('adjust', () => {
          const track = call.tracks.get(id);
          if (track?.owner === owner && isPaused !== undefined) track.isPaused = isPaused;
          const subscription = call.subscriptions.get(id);
          if (subscription?.owner !== owner) return;
          if (isPaused !== undefined) subscription.isPaused = isPaused;
          if (layer !== undefined) subscription.layer = layer;
        }),
      drop(id) {
        if (call.tracks.get(id)?.owner === owner) dropTrack(call, id);
        if (call.subscriptions.get(id)?.owner === owner) call.subscriptions.delete(id);
      },
      close() {
        isSeated = false;
        for (const id of opened.values()) call.transports.delete(id);
        for (const [id, track] of call.tracks) if (track.owner === owner) dropTrack(call, id);
        for (const [id, subscription] of call.subscriptions) if (subscription.owner === owner) call.subscriptions.delete(id);
      },
    };
  };

  return {
    rtpCapabilities: { codecs: structuredClone(routedCodecs), headerExtensions: [] },

    async open(_callId, listener) {
      await answer('open');
      if (isClosed) throw new SfuUnavailable();
      const call: FakeCall = { listener, isOpen: true, tracks: new Map(), subscriptions: new Map(), transports: new Set() };
      calls.add(call);
      return {
        async admit(rtpCapabilities) {
          await answer('admit');
          if (!call.isOpen) throw new Refusal('not-in-call', 'the call is over');
          return admit(call, rtpCapabilities);
        },
        close: () => end(call),
      };
    },

    health: () => [{ pid, isAlive: !isClosed }],

    async close() {
      isClosed = true;
      for (const call of calls) end(call);
    },

    speak(trackIds) {
      for (const call of calls) if (trackIds.every((id) => call.tracks.has(id))) call.listener.onSpeaking(trackIds);
    },

    killWorker() {
      pid += 1;
      for (const call of [...calls]) {
        end(call);
        call.listener.onLost();
      }
    },

    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => {
        held = null;
        resolve();
      };
    },

    failNext: (operation, error) => void failures.set(operation, error),

    count() {
      const sum = (size: (call: FakeCall) => number) => [...calls].reduce((total, call) => total + size(call), 0);
      return {
        calls: calls.size,
        transports: sum(({ transports }) => transports.size),
        tracks: sum(({ tracks }) => tracks.size),
        subscriptions: sum(({ subscriptions }) => subscriptions.size),
      };
    },

    look(id) {
      for (const { tracks, subscriptions } of calls) {
        const track = tracks.get(id);
        if (track) return { isPaused: track.isPaused };
        const subscription = subscriptions.get(id);
        if (subscription) return { isPaused: subscription.isPaused, layer: subscription.layer };
      }
      return undefined;
    },
  };
};

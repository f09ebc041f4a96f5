// One call's media on one worker: a router, the watch over who speaks, and the participants admitted to it. When the worker dies it is
// lost as a whole, and says so once.
import * as mediasoup from 'mediasoup';
import type { Producer, RtpCapabilities as WorkerCapabilities, Router, RouterRtpCodecCapability } from 'mediasoup/types';
import { Refusal } from '../../protocol/errors.ts';
import type { TrackId } from '../../protocol/wire.ts';
import { routedCodecs } from './codecs.ts';
import { createMediasoupParticipant, type CallInside } from './mediasoup-participant.ts';
import type { LiveWorker } from './mediasoup-worker.ts';
import type { CallListener, CallMedia } from './sfu.ts';

export const mediaCodecs: RouterRtpCodecCapability[] = structuredClone(routedCodecs);

/** Speech is above about -50 dBov, a quiet room below -60. */
const SPEAKING = { maxEntries: 5, threshold: -55, interval: 300 } as const;

const checkCapabilities = (rtpCapabilities: WorkerCapabilities): void => {
  try {
    mediasoup.ortc.validateAndNormalizeRtpCapabilities(structuredClone(rtpCapabilities));
  } catch (error) {
    throw new Refusal('bad-request', `rtpCapabilities: ${error instanceof Error ? error.message : 'refused'}`);
  }
};

const watchLoudness = async (router: Router, listener: CallListener): Promise<(producer: Producer) => void> => {
  const observer = await router.createAudioLevelObserver(SPEAKING);
  observer.on('volumes', (volumes) => listener.onSpeaking(volumes.map(({ producer }) => producer.id as TrackId)));
  observer.on('silence', () => listener.onSpeaking([]));
  return (producer) => {
    observer.addProducer({ producerId: producer.id }).catch(() => {
      // The track was closed in the same moment: there is nothing left to listen to.
    });
  };
};

export const openMediasoupCall = async (on: LiveWorker, listener: CallListener): Promise<CallMedia> => {
  // Counted from the start, so that calls opened at the same time do not all see an idle worker.
  on.calls += 1;
  let router: Router;
  let listenTo: CallInside['listenTo'];
  try {
    router = await on.worker.createRouter({ mediaCodecs });
    router.observer.once('close', () => (on.calls -= 1));
  } catch (error) {
    on.calls -= 1;
    throw error;
  }
  try {
    listenTo = await watchLoudness(router, listener);
  } catch (error) {
    router.close();
    throw error;
  }

  const inside: CallInside = { router, on, tracks: new Map(), listenTo };
  router.once('workerclose', () => listener.onLost());

  return {
    async admit(rtpCapabilities) {
      if (router.closed) throw new Refusal('not-in-call', 'the call is over');
      checkCapabilities(rtpCapabilities as WorkerCapabilities);
      return createMediasoupParticipant(inside, rtpCapabilities);
    },
    close: () => router.close(),
  };
};

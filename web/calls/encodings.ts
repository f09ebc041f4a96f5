// How each source is sent: bit rates in bit/s, three sizes of a camera for the server to choose from, speech that survives loss.
import type { TrackSource } from '../../protocol/calls.ts';

export type Encoding = {
  scaleResolutionDownBy?: number;
  maxBitrate?: number;
  maxFramerate?: number;
  scalabilityMode?: string;
  dtx?: boolean;
  networkPriority?: 'very-low' | 'low' | 'medium' | 'high';
};

/** The names of mediasoup-client's codec options. */
export type CodecOptions = {
  opusStereo?: boolean;
  opusFec?: boolean;
  opusDtx?: boolean;
  opusNack?: boolean;
  opusMaxAverageBitrate?: number;
  videoGoogleStartBitrate?: number;
};

export type Sending = { encodings: Encoding[]; codecOptions: CodecOptions };

/** 180, 360 and 720 lines of a 720-line camera, smallest first: the layers 0, 1 and 2 of `calls.adjust`. */
const CAMERA: Encoding[] = [
  { scaleResolutionDownBy: 4, maxBitrate: 150_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 2, maxBitrate: 500_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 1, maxBitrate: 1_700_000, scalabilityMode: 'L1T3' },
];

/** Text wants every pixel and few frames. `dtx`: a still screen sends nothing, and the server must not take that for a dead sender. */
const SCREEN: Encoding[] = [{ maxBitrate: 2_500_000, maxFramerate: 15, dtx: true }];

export const sendingOf = (source: TrackSource): Sending => {
  switch (source) {
    case 'microphone':
      return {
        encodings: [{ networkPriority: 'high' }],
        codecOptions: { opusStereo: false, opusFec: true, opusDtx: true, opusNack: true, opusMaxAverageBitrate: 40_000 },
      };
    case 'screen-sound':
      // Music and films: no DTX, which cuts quiet passages.
      return {
        encodings: [{}],
        codecOptions: { opusStereo: true, opusFec: true, opusDtx: false, opusNack: true, opusMaxAverageBitrate: 128_000 },
      };
    case 'camera':
      return { encodings: CAMERA.map((layer) => ({ ...layer })), codecOptions: { videoGoogleStartBitrate: 800 } };
    case 'screen':
      return { encodings: SCREEN.map((layer) => ({ ...layer })), codecOptions: { videoGoogleStartBitrate: 1_000 } };
    default:
      return source satisfies never;
  }
};

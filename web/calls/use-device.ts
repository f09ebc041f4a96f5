// A microphone or camera as a view needs it: what the person wants, and what has become of that.
import { useStore } from '@nanostores/react';
import type { Capture, CaptureState } from '../devices/capture.ts';

export type DeviceView = {
  /** It works, or will in a moment. */
  isOn: boolean;
  state: CaptureState;
  /** Live and on. */
  track: MediaStreamTrack | null;
  /** Why it does not work although it should. */
  problem: Exclude<CaptureState['kind'], 'closed' | 'asking' | 'ready'> | null;
};

export const viewOf = (isWanted: boolean, state: CaptureState): DeviceView => {
  switch (state.kind) {
    case 'closed':
      return { isOn: isWanted, state, track: null, problem: null };
    case 'asking':
      return { isOn: isWanted, state, track: null, problem: null };
    case 'ready':
      return { isOn: isWanted, state, track: isWanted ? state.track : null, problem: null };
    case 'denied':
    case 'missing':
    case 'busy':
    case 'insecure':
      return { isOn: false, state, track: null, problem: isWanted ? state.kind : null };
    default:
      return state satisfies never;
  }
};

export const useDevice = (capture: Capture): DeviceView => viewOf(useStore(capture.$wish).isOn, useStore(capture.$state));

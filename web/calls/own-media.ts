// What this participant wishes to send, from their devices and the screen that they share.
import { computed, type ReadableAtom } from 'nanostores';
import type { Capture } from '../devices/capture.ts';
import type { SendWish } from './outgoing.ts';
import type { ScreenState } from './screen.ts';

/** While a device is being opened the wish stays as it was: changing microphones is no muting. */
export const captureWish = (capture: Pick<Capture, '$wish' | '$state'>): ReadableAtom<SendWish> => {
  let before: SendWish = { kind: 'paused', track: null };
  return computed([capture.$wish, capture.$state], ({ isOn }, state) => {
    if (state.kind === 'asking' && isOn) return before;
    if (state.kind !== 'ready') before = { kind: 'paused', track: null };
    else before = isOn ? { kind: 'live', track: state.track } : { kind: 'paused', track: state.track };
    return before;
  });
};

const wishFor = (track: MediaStreamTrack | null): SendWish => (track === null ? { kind: 'nothing' } : { kind: 'live', track });

export const screenWish = ($screen: ReadableAtom<ScreenState>): ReadableAtom<SendWish> =>
  computed($screen, (state) => wishFor(state.kind === 'sharing' ? state.picture : null));

export const screenSoundWish = ($screen: ReadableAtom<ScreenState>): ReadableAtom<SendWish> =>
  computed($screen, (state) => wishFor(state.kind === 'sharing' ? state.sound : null));

// The screen, window or tab that this participant shares. Picked in the browser's own dialog, ended here or by the browser's own button.
import { atom, type ReadableAtom } from 'nanostores';

export type ScreenState =
  | { kind: 'off' }
  /** The browser's dialog is open. */
  | { kind: 'picking' }
  | { kind: 'sharing'; picture: MediaStreamTrack; sound: MediaStreamTrack | null };

export type Screen = {
  readonly $state: ReadableAtom<ScreenState>;
  /** Must be called while a click is handled: browsers open the dialog only then. Resolves when picked or called off. */
  share(): Promise<void>;
  /** Idempotent. */
  stop(): void;
  /** The picture goes on. Idempotent. */
  stopSound(): void;
};

/** What is not in TypeScript's DOM types yet: https://w3c.github.io/mediacapture-screen-share/ */
type PickerOptions = DisplayMediaStreamOptions & {
  selfBrowserSurface?: 'include' | 'exclude';
  surfaceSwitching?: 'include' | 'exclude';
  systemAudio?: 'include' | 'exclude';
};

const OPTIONS: PickerOptions = {
  video: { frameRate: { ideal: 15, max: 15 } },
  // The sound as it is: what cleans up speech garbles music. Sound of the whole system would carry the call back into the call.
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  selfBrowserSurface: 'exclude',
  surfaceSwitching: 'include',
  systemAudio: 'exclude',
};

export const createScreen = (pick: (options: DisplayMediaStreamOptions) => Promise<MediaStream>): Screen => {
  const $state = atom<ScreenState>({ kind: 'off' });

  const stop = (): void => {
    const state = $state.get();
    $state.set({ kind: 'off' });
    if (state.kind !== 'sharing') return;
    state.picture.onended = null;
    state.picture.stop();
    state.sound?.stop();
  };

  const stopSound = (): void => {
    const state = $state.get();
    if (state.kind !== 'sharing' || state.sound === null) return;
    state.sound.stop();
    $state.set({ ...state, sound: null });
  };

  const share = async (): Promise<void> => {
    if ($state.get().kind !== 'off') return;
    $state.set({ kind: 'picking' });
    try {
      const stream = await pick(OPTIONS);
      const picture = stream.getVideoTracks()[0];
      const sound = stream.getAudioTracks()[0] ?? null;
      // The call was left while the dialog was open.
      if ($state.get().kind !== 'picking' || picture === undefined) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      picture.contentHint = 'detail';
      // The browser's own "Stop sharing".
      picture.onended = stop;
      $state.set({ kind: 'sharing', picture, sound });
    } catch (error) {
      if ($state.get().kind === 'picking') $state.set({ kind: 'off' });
      // The person closed the dialog, or the system forbids it: nothing to share either way.
      if (!(error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError'))) throw error;
    }
  };

  return { $state, share, stop, stopSound };
};

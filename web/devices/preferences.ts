// What this browser remembers of a person's devices: which ones, and whether they were on. Nothing of it leaves the browser.
import { atom, type ReadableAtom } from 'nanostores';

export type DevicePreferences = {
  /** `null`: whatever the system's default is. */
  microphoneId: string | null;
  cameraId: string | null;
  speakerId: string | null;
  isMicrophoneOn: boolean;
  isCameraOn: boolean;
};

/** The first time the preview is on: the person sees themselves, and joins with what they see. */
export const FIRST_TIME: DevicePreferences = {
  microphoneId: null,
  cameraId: null,
  speakerId: null,
  isMicrophoneOn: true,
  isCameraOn: true,
};

export type Preferences = {
  readonly $preferences: ReadableAtom<DevicePreferences>;
  remember(change: Partial<DevicePreferences>): void;
};

const KEY = 'parlor.devices';

const idOf = (value: unknown): string | null => (typeof value === 'string' && value.length > 0 && value.length < 200 ? value : null);
const flagOf = (value: unknown, otherwise: boolean): boolean => (typeof value === 'boolean' ? value : otherwise);

/** What was stored may be of another version, or written by hand: whatever does not fit is as if it were not there. */
export const parsePreferences = (text: string | null): DevicePreferences => {
  let stored: Record<string, unknown> = {};
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value === 'object' && value !== null) stored = value as Record<string, unknown>;
  } catch {
    // Not JSON: the first-time choices hold.
  }
  return {
    microphoneId: idOf(stored['microphoneId']),
    cameraId: idOf(stored['cameraId']),
    speakerId: idOf(stored['speakerId']),
    isMicrophoneOn: flagOf(stored['isMicrophoneOn'], FIRST_TIME.isMicrophoneOn),
    isCameraOn: flagOf(stored['isCameraOn'], FIRST_TIME.isCameraOn),
  };
};

export const createPreferences = (storage: Pick<Storage, 'getItem' | 'setItem'>): Preferences => {
  const $preferences = atom(parsePreferences(read(storage)));
  return {
    $preferences,
    remember: (change) => {
      const next = { ...$preferences.get(), ...change };
      $preferences.set(next);
      try {
        storage.setItem(KEY, JSON.stringify(next));
      } catch {
        // Storage is full or forbidden: the choice holds until the page closes.
      }
    },
  };
};

const read = (storage: Pick<Storage, 'getItem'>): string | null => {
  try {
    return storage.getItem(KEY);
  } catch {
    return null; // Some browsers forbid storage altogether.
  }
};

// One microphone or camera: what the person wishes (on or off, which one), what there is (a live track or a reason why not), and the
// loop that brings the second to the first. It opens nothing unless somebody holds it: the screen before a call, or a call.
import { atom, type ReadableAtom } from 'nanostores';
import type { OpenDevice } from './opener.ts';
import { problemOf, type DeviceKind, type DeviceProblem } from './problems.ts';
import { createLoop } from './reconcile.ts';

export type CaptureWish = { isOn: boolean; deviceId: string | null };

export type CaptureState =
  /** Nothing is open: it is off, or nobody needs it. */
  | { kind: 'closed' }
  /** The browser asks the person, or warms the device up. */
  | { kind: 'asking' }
  /** `deviceId` is the device that runs, which may be another than the one wished for. */
  | { kind: 'ready'; track: MediaStreamTrack; deviceId: string | null }
  | { kind: DeviceProblem };

export type Capture = {
  readonly kind: DeviceKind;
  readonly $wish: ReadableAtom<CaptureWish>;
  readonly $state: ReadableAtom<CaptureState>;
  /** Takes effect at once on what is open; asks for the device anew if it could not be had before. */
  turn(isOn: boolean): void;
  /** Off, and the device is given back, also one that would stay open. */
  putAway(): void;
  choose(deviceId: string | null): void;
  /** Tries again what failed: a permission was given, somebody pressed the button. */
  retry(): void;
  /** What is plugged in now: the wished-for device may be back, or the first one of its kind. */
  plugged(deviceIds: readonly string[]): void;
  /** Keeps the device open while on, until the answer is called. */
  hold(): () => void;
  /** The running device went away and the default one took its place. */
  onFallback(listener: () => void): () => void;
  settled(): Promise<void>;
};

export type CaptureDeps = {
  kind: DeviceKind;
  open: OpenDevice;
  wish: CaptureWish;
  /** A microphone that is off stays open with its track disabled, so that turning it on is instant; a camera's light goes out. */
  staysOpenWhenOff: boolean;
  onError: (error: unknown) => void;
};

export const createCapture = ({ kind, open, wish: first, staysOpenWhenOff, onError }: CaptureDeps): Capture => {
  const $wish = atom(first);
  const $state = atom<CaptureState>({ kind: 'closed' });
  const fallbackListeners = new Set<() => void>();
  let holders = 0;
  let isPutAway = false;
  /** What the open device was opened for; null when the next step must open it anew. */
  let openedFor: { deviceId: string | null } | null = null;

  const drop = (): void => {
    const state = $state.get();
    openedFor = null;
    if (state.kind !== 'ready') return;
    state.track.onended = null;
    state.track.stop();
  };

  const keep = (track: MediaStreamTrack, deviceId: string | null): void => {
    track.enabled = $wish.get().isOn;
    // Fired when the device is unplugged or the permission withdrawn, never by our own stop().
    track.onended = () => {
      openedFor = null;
      $state.set({ kind: 'closed' });
      loop.wake();
      void loop.settled().then(() => {
        if ($state.get().kind === 'ready') for (const listener of fallbackListeners) listener();
      });
    };
    $state.set({ kind: 'ready', track, deviceId });
  };

  const step = async (): Promise<'again' | 'settled'> => {
    const { isOn, deviceId } = $wish.get();
    const state = $state.get();
    const isOpen = state.kind === 'ready';
    if (holders === 0 || !(isOn || (staysOpenWhenOff && isOpen && !isPutAway))) {
      drop();
      if (state.kind !== 'closed') $state.set({ kind: 'closed' });
      return 'settled';
    }
    if (openedFor !== null && openedFor.deviceId === deviceId) {
      if (isOpen) state.track.enabled = isOn;
      return 'settled';
    }
    // Closed before the other is opened: Firefox and phones cannot run two of a kind at once.
    drop();
    openedFor = { deviceId };
    $state.set({ kind: 'asking' });
    try {
      const opened = await open(kind, deviceId);
      keep(opened.track, opened.deviceId);
    } catch (error) {
      $state.set({ kind: problemOf(error) });
    }
    return 'again';
  };
  const loop = createLoop(step, onError);

  return {
    kind,
    $wish,
    $state,
    turn: (isOn) => {
      isPutAway = false;
      $wish.set({ ...$wish.get(), isOn });
      const state = $state.get();
      if (state.kind === 'ready') state.track.enabled = isOn;
      else if (state.kind !== 'asking') openedFor = null;
      loop.wake();
    },
    putAway: () => {
      isPutAway = true;
      $wish.set({ ...$wish.get(), isOn: false });
      loop.wake();
    },
    choose: (deviceId) => {
      $wish.set({ ...$wish.get(), deviceId });
      loop.wake();
    },
    retry: () => {
      const { kind: now } = $state.get();
      if (now === 'ready' || now === 'asking') return;
      openedFor = null;
      loop.wake();
    },
    plugged: (deviceIds) => {
      const state = $state.get();
      const wished = $wish.get().deviceId;
      const isBack = state.kind === 'ready' && wished !== null && state.deviceId !== wished && deviceIds.includes(wished);
      const isFirst = (state.kind === 'missing' || state.kind === 'busy') && deviceIds.length > 0;
      if (!isBack && !isFirst) return;
      openedFor = null;
      loop.wake();
    },
    hold: () => {
      holders++;
      loop.wake();
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holders--;
        loop.wake();
      };
    },
    onFallback: (listener) => {
      fallbackListeners.add(listener);
      return () => void fallbackListeners.delete(listener);
    },
    settled: () => loop.settled(),
  };
};

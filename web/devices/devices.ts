// The front door of the devices: the page's one microphone, camera and choice of speakers, and what is plugged in.
// Nothing is opened by importing this.
import { createCapture, type Capture } from './capture.ts';
import { watchDevices } from './device-list.ts';
import { createOpener, mustAskBrowser } from './opener.ts';
import { createPreferences } from './preferences.ts';
import type { DeviceKind } from './problems.ts';

/** Undefined on insecure origins, whatever TypeScript's DOM types say. */
const media = navigator.mediaDevices as MediaDevices | undefined;
const preferences = createPreferences({
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, value),
});
export const { $preferences, remember } = preferences;

const open = createOpener({ media, mustAsk: mustAskBrowser });
const first = $preferences.get();

export const microphone: Capture = createCapture({
  kind: 'microphone',
  open,
  wish: { isOn: first.isMicrophoneOn, deviceId: first.microphoneId },
  staysOpenWhenOff: true,
  onError: (error) => reportError(error),
});

export const camera: Capture = createCapture({
  kind: 'camera',
  open,
  wish: { isOn: first.isCameraOn, deviceId: first.cameraId },
  staysOpenWhenOff: false,
  onError: (error) => reportError(error),
});

const watch = watchDevices(media);
export const $deviceList = watch.$list;

/** Turns a device on or off and remembers it for the next call. */
export const turn = (capture: Capture, isOn: boolean): void => {
  capture.turn(isOn);
  remember(capture.kind === 'microphone' ? { isMicrophoneOn: isOn } : { isCameraOn: isOn });
};

/** As they were when they were last turned off or on by hand: a call that one only listened to changes nothing for the next. */
export const recallSwitches = (): void => {
  const { isMicrophoneOn, isCameraOn } = $preferences.get();
  microphone.turn(isMicrophoneOn);
  camera.turn(isCameraOn);
};

export const choose = (capture: Capture, deviceId: string | null): void => {
  capture.choose(deviceId);
  remember(capture.kind === 'microphone' ? { microphoneId: deviceId } : { cameraId: deviceId });
};

/** Only some browsers let a page choose where sound comes out: https://w3c.github.io/mediacapture-output/ */
export const canChooseSpeaker: boolean = typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
export const chooseSpeaker = (speakerId: string | null): void => remember({ speakerId });

export const canShareScreen: boolean = media !== undefined && 'getDisplayMedia' in media;

const followPermission = async (capture: Capture, kind: DeviceKind): Promise<void> => {
  try {
    const status = await navigator.permissions.query({ name: kind });
    status.onchange = () => {
      if (status.state === 'granted') capture.retry();
    };
  } catch {
    // The browser does not tell of this permission; the button tries again.
  }
};

let isFollowing = false;
/** Begins to follow what is plugged in and permitted; called by whoever first shows or uses devices. */
export const followDevices = (): void => {
  if (isFollowing) return;
  isFollowing = true;
  void watch.refresh();
  for (const capture of [microphone, camera]) {
    void followPermission(capture, capture.kind);
    let wasReady = false;
    capture.$state.subscribe(({ kind }) => {
      if (kind === 'ready' && !wasReady) void watch.refresh();
      wasReady = kind === 'ready';
    });
  }
  $deviceList.listen(({ microphones, cameras }) => {
    microphone.plugged(microphones.map(({ id }) => id));
    camera.plugged(cameras.map(({ id }) => id));
  });
};

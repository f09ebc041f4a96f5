// Oneself in the picture before others see it, with the switches of microphone and camera.
import { useEffect } from 'react';
import { ownAccount } from '../accounts/accounts.ts';
import { camera, followDevices, microphone, recallSwitches } from '../devices/devices.ts';
import { t } from '../i18n/i18n.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { $currentCall } from './calls.ts';
import { DeviceToggle } from './DeviceToggle.tsx';
import { KEYS } from './keys.ts';
import { useDevice } from './use-device.ts';
import { Video } from './Video.tsx';
import './calls.css';

export const Preview = () => {
  const { track, state, isOn } = useDevice(camera);
  const own = ownAccount();
  return (
    <div
      role="group"
      aria-label={t('calls.preview')}
      className="stage relative mx-auto flex aspect-video max-h-[50dvh] w-full max-w-150 items-center justify-center overflow-hidden rounded-card pb-12 wide:max-h-none"
    >
      {own && <Avatar {...own} size={88} className="max-pane:scale-75" />}
      {track !== null && <Video track={track} fit="cover" isMirrored />}
      <p role="status" className="absolute inset-x-4 top-4 text-center text-sm text-soft empty:hidden">
        {state.kind === 'asking' && <span className="after-a-while">{t('devices.asking')}</span>}
        {!isOn && state.kind === 'closed' && t('devices.cameraIsOff')}
      </p>
      <div className="absolute bottom-3 flex gap-2 rounded-full bg-surface p-1 shadow-float">
        <DeviceToggle capture={microphone} keys={KEYS.microphone} />
        <DeviceToggle capture={camera} keys={KEYS.camera} />
      </div>
    </div>
  );
};

/** Keeps the devices open while it is mounted; as they were left, unless a call is using them. */
export const useHeldDevices = (isWanted = true): void => {
  useEffect(() => {
    if (!isWanted) return;
    followDevices();
    if ($currentCall.get() === null) recallSwitches();
    const releases = [microphone.hold(), camera.hold()];
    return () => releases.forEach((release) => release());
  }, [isWanted]);
};

/** The preview by itself, for whoever waits to be let in. */
export const DeviceCheck = () => {
  useHeldDevices();
  return <Preview />;
};

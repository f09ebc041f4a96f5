// Says in passing what happened to a device during a call: another took the place of one that was unplugged, or it cannot be had.
import { useEffect } from 'react';
import type { Capture } from '../devices/capture.ts';
import { $deviceList, camera, microphone } from '../devices/devices.ts';
import { t } from '../i18n/i18n.ts';
import { notify } from '../ui/toasts.ts';
import { viewOf } from './use-device.ts';

const CAPTURES = [microphone, camera];

const nameOf = (capture: Capture): string => {
  const state = capture.$state.get();
  const { microphones, cameras } = $deviceList.get();
  const entries = capture.kind === 'microphone' ? microphones : cameras;
  const entry = state.kind === 'ready' ? entries.find(({ id }) => id === state.deviceId) : undefined;
  return entry?.name || t('devices.another');
};

export const useFallbackNotices = (): void => {
  useEffect(() => {
    const stops = CAPTURES.map((capture) =>
      capture.onFallback(() => notify(t(`devices.fellBack.${capture.kind}`, { name: nameOf(capture) }))),
    );
    return () => stops.forEach((stop) => stop());
  }, []);
};

/** When it turns out, not for as long as it lasts: the button in the control bar carries a mark. */
export const useProblemNotices = (): void => {
  useEffect(() => {
    const stops = CAPTURES.map((capture) =>
      capture.$state.listen((state) => {
        const { problem } = viewOf(capture.$wish.get().isOn, state);
        if (problem !== null)
          notify(t(problem === 'insecure' ? 'devices.insecure' : `devices.${problem}.${capture.kind}`), { kind: 'error' });
      }),
    );
    return () => stops.forEach((stop) => stop());
  }, []);
};

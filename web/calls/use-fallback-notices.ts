// Says so when a device was unplugged and another took its place.
import { useEffect } from 'react';
import { $deviceList, camera, microphone } from '../devices/devices.ts';
import { t } from '../i18n/i18n.ts';
import { notify } from '../ui/toasts.ts';

export const useFallbackNotices = (): void => {
  useEffect(() => {
    const stops = [microphone, camera].map((capture) =>
      capture.onFallback(() => {
        const state = capture.$state.get();
        const { microphones, cameras } = $deviceList.get();
        const entries = capture.kind === 'microphone' ? microphones : cameras;
        const entry = state.kind === 'ready' ? entries.find(({ id }) => id === state.deviceId) : undefined;
        notify(t(`devices.fellBack.${capture.kind}`, { name: entry?.name ?? t('devices.another') }));
      }),
    );
    return () => stops.forEach((stop) => stop());
  }, []);
};

// How loud the microphone is: bars that fill by a CSS variable, many times a second, without React.
import { useEffect, useRef } from 'react';
import { showLevel } from '../devices/meter.ts';
import { t } from '../i18n/i18n.ts';

export const Meter = ({ track }: { track: MediaStreamTrack | null }) => {
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (track !== null && meter.current !== null) return showLevel(track, meter.current);
    return undefined;
  }, [track]);
  return <div ref={meter} role="img" aria-label={t('devices.level')} className="call-meter" />;
};

// Tells the call that a picture is on the screen, and how large in device pixels; a size that is still changing is told once it rests.
import { useEffect, useId, useRef } from 'react';
import type { TrackId } from '../../protocol/wire.ts';
import type { LiveCall } from './calls.ts';
import type { Area } from './tiles.ts';

const REST_MS = 250;

export const useShown = (call: LiveCall, trackId: TrackId | null, { width, height }: Area): void => {
  const place = useId();
  const told = useRef<TrackId | null>(null);
  useEffect(() => {
    if (trackId === null) return;
    const tell = (): void => {
      told.current = trackId;
      call.shown.show(trackId, place, { width: width * devicePixelRatio, height: height * devicePixelRatio });
    };
    if (told.current !== trackId) return tell();
    const timer = setTimeout(tell, REST_MS);
    return () => clearTimeout(timer);
  }, [call, trackId, place, width, height]);
  useEffect(() => {
    if (trackId === null) return;
    return () => {
      told.current = null;
      call.shown.hide(trackId, place);
    };
  }, [call, trackId, place]);
};

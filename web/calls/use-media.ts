// Whether a media query holds, now and when it changes.
import { useCallback, useSyncExternalStore } from 'react';

export const useMedia = (query: string): boolean => {
  const follow = useCallback(
    (tell: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', tell);
      return () => media.removeEventListener('change', tell);
    },
    [query],
  );
  return useSyncExternalStore(follow, () => matchMedia(query).matches);
};

/** The widths of `main.css`: chat stands beside the stage; one pane at a time. */
export const WIDE = '(min-width: 1100px)';
export const PANE = '(min-width: 720px)';

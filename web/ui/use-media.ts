// Whether a media query holds, as it changes. For what style sheets cannot decide: which element is the main one.
import { useCallback, useSyncExternalStore } from 'react';

export const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    useCallback(
      (onChange) => {
        const list = matchMedia(query);
        list.addEventListener('change', onChange);
        return () => list.removeEventListener('change', onChange);
      },
      [query],
    ),
    () => matchMedia(query).matches,
  );

/** One pane at a time; the same border as `pane:` in the style sheets. */
export const useIsPhone = (): boolean => useMedia('(width < 720px)');

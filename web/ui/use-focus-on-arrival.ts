// Somewhere else on the page: focus goes to its heading, so that a screen reader says where one is. Not when the page is opened, and not
// where something has taken focus already (a composer).
import { useEffect, useRef } from 'react';

export const useFocusOnArrival = (path: string): void => {
  const lastPath = useRef(path);
  useEffect(() => {
    if (lastPath.current === path) return;
    lastPath.current = path;
    const frame = requestAnimationFrame(() => {
      const main = document.getElementById('content');
      const isTaken = main?.contains(document.activeElement) && document.activeElement !== main;
      if (main && !isTaken && !document.querySelector('dialog[open]')) (main.querySelector<HTMLElement>('h1[tabindex]') ?? main).focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [path]);
};

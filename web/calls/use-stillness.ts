// Marks an element with `data-still` when a pointer has not moved over it for a while. Past React: it changes nothing but styles.
// Fingers do not hover, so on a screen that is touched nothing is ever still.
import { useEffect, type RefObject } from 'react';

const STILL_MS = 4_000;

export const useStillness = (ref: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const element = ref.current;
    if (element === null || !matchMedia('(hover: hover) and (pointer: fine)').matches) return;
    let timer: ReturnType<typeof setTimeout>;
    const rest = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => element.setAttribute('data-still', ''), STILL_MS);
    };
    const move = (): void => {
      element.removeAttribute('data-still');
      rest();
    };
    rest();
    const stop = new AbortController();
    for (const type of ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const) {
      element.addEventListener(type, move, { passive: true, signal: stop.signal });
    }
    return () => {
      clearTimeout(timer);
      stop.abort();
      element.removeAttribute('data-still');
    };
  }, [ref]);
};

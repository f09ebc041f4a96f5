// Tiles glide to their new places when somebody comes, goes or shares (FLIP: placed at once, then played from where they were). They do not
// when the window changes its size: then everything moves with it.
import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { Box } from './tiles.ts';

const GLIDE_MS = 180;
const EASE = 'cubic-bezier(0.2, 0.8, 0.2, 1)';

/** `cause` changes when tiles should glide. */
export const useGlide = (ref: RefObject<HTMLElement | null>, box: Box, cause: string): void => {
  const before = useRef<{ box: Box; cause: string } | null>(null);
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { box, cause };
    if (last === null || last.cause === cause || ref.current === null) return;
    const { x, y, width, height } = last.box;
    if ((x === box.x && y === box.y && width === box.width && height === box.height) || box.width === 0 || box.height === 0) return;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const from = `translate(${x - box.x}px, ${y - box.y}px) scale(${width / box.width}, ${height / box.height})`;
    ref.current.animate(
      [
        { transform: from, transformOrigin: '0 0' },
        { transform: 'none', transformOrigin: '0 0' },
      ],
      { duration: GLIDE_MS, easing: EASE },
    );
  }, [ref, box, cause]);
};

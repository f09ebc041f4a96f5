// The size of an element in CSS pixels, known before the first picture is drawn.
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Area } from './tiles.ts';

export const useSize = <Element extends HTMLElement>(): [RefObject<Element | null>, Area | null] => {
  const ref = useRef<Element>(null);
  const [size, setSize] = useState<Area | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((before) => (before?.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
};

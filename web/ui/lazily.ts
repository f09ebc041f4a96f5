// A component in a chunk of its own that is fetched once the page has nothing else to do, so that it is there when it is wanted.
import { lazy, type ComponentType } from 'react';

export const lazily = <Props>(load: () => Promise<{ default: ComponentType<Props> }>) => {
  whenIdle(load);
  return lazy(load);
};

const AFTER_MS = 1_500;

/** A failure is not told here, but by the component that needs the chunk, when it is drawn. */
export const whenIdle = (load: () => Promise<unknown>): void => {
  const run = () => void load().catch(() => {});
  // Safari has no idle callback.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: AFTER_MS * 2 });
  else setTimeout(run, AFTER_MS);
};

// One at a time: of two starts on one machine, one builds and the other waits. A lock whose holder died is known by its age: a living
// holder touches it every few seconds.
import { closeSync, mkdirSync, openSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { onStop } from '../setup/children.mjs';

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const tryToTake = (path) => {
  try {
    closeSync(openSync(path, 'wx'));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
};

const ageMs = (path) => {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    // Released a moment ago.
    return 0;
  }
};

/** Runs `work` while holding the file at `path`; `onWait` is told once if another holds it. */
export const withLock = async (path, work, { onWait, staleMs = 30_000, pollMs = 500 } = {}) => {
  mkdirSync(dirname(path), { recursive: true });
  for (let isFirst = true; !tryToTake(path); isFirst = false) {
    if (isFirst) onWait?.();
    if (ageMs(path) > staleMs) rmSync(path, { force: true });
    else await sleep(pollMs);
  }
  const release = onStop(() => rmSync(path, { force: true }));
  const heartbeat = setInterval(() => utimesSync(path, new Date(), new Date()), staleMs / 6);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    release();
  }
};

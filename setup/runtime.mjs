// The Node that everything after set-up runs on. Set-up itself runs on whatever Node the machine has, from 20 up.
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './say.mjs';

const NEEDED = [24, 16];

export const isNewEnough = (version) => {
  const [major, minor] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
};

/** The one from npm (Linux on x64), or else our own. */
export const findRuntime = (root) => {
  const bundled = join(root, 'node_modules/.bin/node');
  try {
    if (realpathSync(bundled) === process.execPath || spawnSync(bundled, ['--version']).status === 0) return bundled;
  } catch {
    // There is none for this platform.
  }
  if (isNewEnough(process.versions.node)) return process.execPath;
  throw new SetupError(`Parlor runs on Node ${NEEDED.join('.')} or newer; this is Node ${process.versions.node}. See https://nodejs.org/`);
};

// Where media workers are kept between starts: one folder per version of mediasoup, platform, and way it was made. A worker counts only
// if it runs here: after an upgrade of the distribution, one that was built against the old libraries does not.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const RECIPE = ['Makefile', 'prelude.hpp', 'compat/srtp.h', 'compat/ankerl/unordered_dense.h'];
/** What the worker exits with when it runs, but not as a child of mediasoup (its main.cpp). */
const NO_PARENT = 41;

export const doesRun = (path) => spawnSync(path, [], { env: {}, stdio: 'ignore', timeout: 10_000 }).status === NO_PARENT;

export const mediasoupVersion = (root) => JSON.parse(readFileSync(join(root, 'node_modules/mediasoup/package.json'), 'utf8')).version;

const recipeHash = (root) => {
  const hash = createHash('sha256');
  for (const name of RECIPE) hash.update(readFileSync(join(root, 'media-worker', name)));
  return hash.digest('hex').slice(0, 12);
};

const cacheFolder = (root, env) => {
  try {
    const folder = join(resolve(env.XDG_CACHE_HOME || join(homedir(), '.cache')), 'parlor/media-worker');
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    // No home, or not ours to write to.
    return join(root, '.cache/media-worker');
  }
};

/** The two files a worker can be kept in. */
export const placesFor = (root, env = process.env) => {
  const name = `${mediasoupVersion(root)}-${process.platform}-${process.arch}`;
  const inCache = (kind) => join(cacheFolder(root, env), `${name}-${kind}`, 'mediasoup-worker');
  return { prebuilt: inCache('prebuilt'), built: inCache(`built-${recipeHash(root)}`) };
};

export const findCached = (root, env = process.env) => Object.values(placesFor(root, env)).find(doesRun) ?? null;

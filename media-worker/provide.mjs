// The media worker, mediasoup's C++ half: the path of one that runs here. In this order: the one that MEDIASOUP_WORKER_BIN names, one kept
// from an earlier start, mediasoup's own prebuilt one, one built from the sources in its npm package. As a command it prints the path.
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { main, say, SetupError } from '../setup/say.mjs';
import { buildWorker } from './build.mjs';
import { findCached } from './cache.mjs';
import { downloadWorker } from './prebuilt.mjs';

const checkGiven = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    throw new SetupError(`MEDIASOUP_WORKER_BIN is ${path}, which is not a file that can be executed. Correct it, or leave it unset.`);
  }
};

const ways = { findCached, downloadWorker, buildWorker };

export const provideWorker = async (root, env = process.env, { findCached, downloadWorker, buildWorker } = ways) => {
  if (env.MEDIASOUP_WORKER_BIN) return checkGiven(env.MEDIASOUP_WORKER_BIN);
  const cached = findCached(root, env);
  if (cached) return cached;
  try {
    return await downloadWorker(root, env);
  } catch (error) {
    say(`No prebuilt media worker: ${error.message}`);
  }
  return buildWorker(root, env);
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    console.log(await provideWorker(join(import.meta.dirname, '..')));
  });
}

// All that a fresh clone lacks, in order: packages, a runtime, the page, the media worker. What is there already costs next to nothing.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findCached } from '../media-worker/cache.mjs';
import { provideWorker } from '../media-worker/provide.mjs';
import { installDependencies } from './dependencies.mjs';
import { buildPage } from './page.mjs';
import { findRuntime } from './runtime.mjs';
import { checkSettings } from './settings.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Answers with the runtime and the environment that every process of ours gets. */
export const prepare = async ({ withPage = true } = {}) => {
  await installDependencies(root);
  const runtime = findRuntime(root);
  const given = process.env.MEDIASOUP_WORKER_BIN || findCached(root);
  if (!given) checkSettings(root, runtime);
  if (withPage) await buildPage(root, runtime);
  const worker = await provideWorker(root, { ...process.env, ...(given && { MEDIASOUP_WORKER_BIN: given }) });
  // Compiled code is kept between starts: a third less work to be done before the first answer.
  const NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE || join(root, '.cache/compiled');
  return { runtime, env: { ...process.env, NODE_COMPILE_CACHE, MEDIASOUP_WORKER_BIN: worker } };
};

// The worker that mediasoup's authors built, from the releases of its repository: the same address as in its own npm-scripts.mjs, whose
// install step cannot be used as it is: it has no time limit, and goes on to a build that downloads more.
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { dirname, join } from 'node:path';
import { onStop, runQuietly } from '../setup/children.mjs';
import { say } from '../setup/say.mjs';
import { doesRun, placesFor } from './cache.mjs';

const LIMIT_MS = 20_000;

export const prebuiltUrl = (root, env, { platform, arch } = process) => {
  const { version, repository } = JSON.parse(readFileSync(join(root, 'node_modules/mediasoup/package.json'), 'utf8'));
  const base = env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL || `${repository.url.replace(/^git\+|\.git$/g, '')}/releases/download`;
  const kernel = platform === 'linux' ? `-kernel${release().split('.')[0]}` : '';
  return `${base}/${version}/mediasoup-worker-${version}-${platform}-${arch}${kernel}.tgz`;
};

const download = async (url, limitMs) => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(limitMs) });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new Error(`${new URL(url).host}: ${error.cause?.code ?? error.message}`, { cause: error });
  }
};

export const downloadWorker = async (root, env = process.env, limitMs = LIMIT_MS) => {
  const { prebuilt } = placesFor(root, env);
  say('Downloading the media worker');
  const archive = await download(prebuiltUrl(root, env), limitMs);
  mkdirSync(dirname(prebuilt), { recursive: true });
  // Beside its place, so that the rename at the end is atomic.
  const folder = mkdtempSync(join(dirname(prebuilt), 'download-'));
  const cleanUp = onStop(() => rmSync(folder, { recursive: true, force: true }));
  try {
    writeFileSync(join(folder, 'worker.tgz'), archive);
    await runQuietly('tar', ['-xzf', 'worker.tgz'], { what: 'Unpacking it', cwd: folder });
    const unpacked = join(folder, 'mediasoup-worker');
    if (!doesRun(unpacked)) throw new Error('the one for this platform does not run on this machine');
    renameSync(unpacked, prebuilt);
    return prebuilt;
  } finally {
    cleanUp();
  }
};

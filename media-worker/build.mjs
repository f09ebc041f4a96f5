// The worker built from the sources that mediasoup's npm package carries, by the Makefile here: about five minutes on two cores, once.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { has, installPackages, isDebian } from '../setup/apt.mjs';
import { onStop, runQuietly } from '../setup/children.mjs';
import { say, SetupError } from '../setup/say.mjs';
import { doesRun, findCached, placesFor } from './cache.mjs';
import { withLock } from './lock.mjs';
import { fetchSrtpSource } from './srtp-source.mjs';

const LIBRARIES = ['libflatbuffers-dev', 'libuv1-dev', 'libssl-dev', 'libsrtp2-dev', 'libabsl-dev'];
/** dpkg-dev unpacks sources: see srtp-source.mjs. */
const PACKAGES = ['g++', 'make', 'flatbuffers-compiler', 'dpkg-dev', ...LIBRARIES];
const PROGRESS_MS = 15_000;
/** One compiler takes up to a gigabyte. */
const jobs = () => Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / 1e9)));

const requireTools = async () => {
  if (isDebian()) return installPackages(PACKAGES, 'a compiler and libraries for the media worker');
  const absent = ['g++', 'make', 'flatc'].filter((tool) => !has(tool));
  if (absent.length === 0) return;
  throw new SetupError(
    `The media worker has to be built here, which needs ${absent.join(', ')} and the headers of flatbuffers, libuv, OpenSSL, libsrtp 2 ` +
      'and abseil. Install them, or set MEDIASOUP_WORKER_BIN to a mediasoup-worker of the same version.',
  );
};

/** Says how far it is, now and then. */
const counter = (total) => {
  let compiled = 0;
  let saidAt = Date.now();
  return (line) => {
    if (!/ -c \S+\.(cpp|cc) -o /.test(line)) return;
    compiled += 1;
    if (Date.now() - saidAt < PROGRESS_MS) return;
    saidAt = Date.now();
    say(`  compiled ${compiled} of ${total} files`);
  };
};

const compile = async (root, folder) => {
  const srtp = await fetchSrtpSource(folder);
  const make = ['-f', join(root, 'media-worker/Makefile'), `MEDIASOUP=${join(root, 'node_modules/mediasoup')}`, `OUT=${folder}/out`];
  const total = Number(execFileSync('make', ['-s', ...make, 'count'], { encoding: 'utf8' }));
  await runQuietly('make', [`-j${jobs()}`, ...make, ...(srtp ? [`SRTP_SOURCE=${srtp}`] : [])], {
    what: 'Building the media worker',
    onLine: counter(total),
  });
  return join(folder, 'out/mediasoup-worker');
};

const build = async (root, place) => {
  await requireTools();
  say('Building the media worker from source: about 5 minutes on two cores, once');
  mkdirSync(dirname(place), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'media-worker-'));
  const cleanUp = onStop(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const built = await compile(root, folder);
    if (!doesRun(built)) throw new SetupError('The media worker was built, but does not run on this machine.');
    const beside = `${place}.${process.pid}`;
    execFileSync('cp', [built, beside]);
    chmodSync(beside, 0o755);
    renameSync(beside, place);
    return place;
  } finally {
    cleanUp();
  }
};

export const buildWorker = (root, env = process.env) => {
  const { built } = placesFor(root, env);
  return withLock(`${dirname(built)}.lock`, async () => findCached(root, env) ?? build(root, built), {
    onWait: () => say('Waiting for another start, which is building the media worker'),
  });
};

// A real PostgreSQL for tests: a cluster of its own in a temporary folder on a free port of 127.0.0.1, gone afterwards. As vitest's
// `globalSetup` it sets TEST_POSTGRES_URL, unless that names a server already.
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { has, installPackages, mayInstall } from './apt.mjs';
import { killGroup, onStop, runQuietly, start } from './children.mjs';
import { freePort } from './free-port.mjs';
import { SetupError } from './say.mjs';

const DEBIAN = '/usr/lib/postgresql';
const NO_CLUSTER = { folder: '/etc/postgresql-common/createcluster.d', file: 'parlor-tests.conf' };
const READY_MS = 30_000;
const STOP_MS = 5_000;

/** The folder of `initdb` and `postgres`: Debian's newest, or the one on PATH. */
const findBinaries = () => {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const newest = versions.map((version) => join(DEBIAN, version, 'bin')).find((folder) => existsSync(join(folder, 'postgres')));
  return newest ?? (['initdb', 'postgres'].every(has) ? '' : null);
};

/** The programs alone: without this, Debian makes a cluster of its own and starts it with the machine. */
const withoutCluster = (work) => {
  mkdirSync(NO_CLUSTER.folder, { recursive: true });
  writeFileSync(join(NO_CLUSTER.folder, NO_CLUSTER.file), 'create_main_cluster = false\n');
  return work().finally(() => rmSync(join(NO_CLUSTER.folder, NO_CLUSTER.file)));
};

export const installPostgres = async () => {
  if (findBinaries() !== null) return;
  const install = () => installPackages(['postgresql'], 'PostgreSQL, for tests');
  await (mayInstall() ? withoutCluster(install) : install());
};

/** PostgreSQL refuses to run as root. */
const unprivileged = () => {
  if (process.getuid?.() !== 0) return {};
  const { status } = spawnSync('id', ['postgres'], { stdio: 'ignore' });
  const name = status === 0 ? 'postgres' : 'nobody';
  const idOf = (flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
};

/** Until it says that it is ready, or dies. */
const ready = (server) =>
  new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new SetupError(`PostgreSQL did not start in time:\n${said}`)), READY_MS);
    server.stderr.on('data', (chunk) => {
      said = (said + chunk).slice(-4_000);
      if (!said.includes('ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
    server.once('close', () => {
      clearTimeout(timer);
      reject(new SetupError(`PostgreSQL stopped by itself:\n${said}`));
    });
  });

export const startPostgres = async () => {
  const binaries = findBinaries();
  if (binaries === null) throw new SetupError('These tests need PostgreSQL (Debian: apt-get install postgresql), or TEST_POSTGRES_URL.');
  const user = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const cleanUp = onStop(() => rmSync(folder, { recursive: true, force: true }));
  const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } };
  const initdb = ['-D', join(folder, 'data'), '-U', 'parlor', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
  await runQuietly(join(binaries, 'initdb'), initdb, { what: 'initdb', ...options });
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=200'];
  const flags = ['-D', join(folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])];
  const server = start(join(binaries, 'postgres'), flags, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
  const closed = new Promise((resolve) => {
    server.once('close', resolve);
  });
  const stop = async () => {
    // SIGINT is PostgreSQL's "fast" shutdown: it does not wait for connections that tests left open.
    server.kill('SIGINT');
    const timer = setTimeout(() => killGroup(server, 'SIGKILL'), STOP_MS);
    await closed;
    clearTimeout(timer);
    cleanUp();
  };
  try {
    await ready(server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `postgres://parlor@127.0.0.1:${port}/postgres`, stop };
};

export default async () => {
  if (process.env.TEST_POSTGRES_URL) return undefined;
  const { url, stop } = await startPostgres();
  process.env.TEST_POSTGRES_URL = url;
  return stop;
};

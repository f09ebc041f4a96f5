// Packages of Debian and its kin, for what npm does not carry: a compiler, a browser, a database to test on. Installed when we may
// (root, apt-get); otherwise the line to run is told.
import { spawnSync } from 'node:child_process';
import { runQuietly } from './children.mjs';
import { say, SetupError } from './say.mjs';

export const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
export const isDebian = () => has('apt-get') && has('dpkg-query');
export const mayInstall = () => isDebian() && process.getuid?.() === 0;

const missing = (packages) => {
  if (!isDebian()) return packages;
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...packages], { encoding: 'utf8' });
  const installed = new Set(stdout.split('\n').filter((line) => line.endsWith(' installed')));
  return packages.filter((name) => !installed.has(`${name} installed`));
};

const APT = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

/** `what` says in a few words what they are for: "a compiler for the media worker". */
export const installPackages = async (packages, what) => {
  const absent = missing(packages);
  if (absent.length === 0) return;
  if (!mayInstall()) {
    throw new SetupError(
      `Missing: ${what}. Install it, then try again; on Debian and Ubuntu:\n\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${absent.join(' ')}\n`,
    );
  }
  say(`Installing ${what} (${absent.join(', ')}): up to a few minutes, once`);
  await runQuietly('apt-get', [...APT, 'update'], { what: 'apt-get update', env });
  await runQuietly('apt-get', [...APT, 'install', '-y', '--no-install-recommends', ...absent], { what: 'apt-get install', env });
};

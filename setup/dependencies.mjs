// The npm packages: there are the right ones already, or `npm ci` brings them. They are right when we installed them from this very lock
// file, or when the list that npm leaves in node_modules at the end of an install (one made by hand, perhaps) has all that it names.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './children.mjs';
import { say } from './say.mjs';

const STAMP = 'node_modules/.parlor';

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not there: nothing is installed.
    return null;
  }
};
const packagesIn = (text) => JSON.parse(text ?? '{}').packages ?? {};

export const isInstalled = (locked, installed) =>
  Object.entries(locked).every(([path, wanted]) => {
    if (!path.includes('node_modules/')) return true;
    const found = installed[path];
    // Optional packages may be left out: most are made for another platform.
    if (!found) return Boolean(wanted.optional || wanted.devOptional);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });

/** What npm could not hoist lies in a workspace's own node_modules, which gets lost when folders are copied. */
const isNestedThere = (root, locked) =>
  Object.keys(locked).every((path) => !/^\w+\/node_modules\//.test(path) || existsSync(join(root, path)));

const isThere = (root, lock, stamp) => {
  const locked = packagesIn(lock);
  if (!isNestedThere(root, locked)) return false;
  return read(join(root, STAMP)) === stamp || isInstalled(locked, packagesIn(read(join(root, 'node_modules/.package-lock.json'))));
};

/** Under `npm start`, the same npm again; its own Node too, since ours may be the one inside node_modules, which is about to go. */
const npm = ({ npm_execpath: cli, npm_node_execpath: node } = process.env) => (node && cli?.endsWith('npm-cli.js') ? [node, cli] : ['npm']);

export const installDependencies = async (root) => {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const stamp = createHash('sha256').update(lock).digest('hex');
  if (isThere(root, lock, stamp)) return;
  say('Installing npm packages: about half a minute, once');
  const [command, ...args] = npm();
  // The page is built here: its tools are needed even where NODE_ENV says production. No package of ours needs an install script.
  const flags = ['--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await runQuietly(command, [...args, 'ci', ...flags], { what: 'npm ci', cwd: root });
  writeFileSync(join(root, STAMP), stamp);
};

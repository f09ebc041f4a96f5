// The page, built by Vite into web/dist; built again only when something that it is made from has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './children.mjs';
import { say } from './say.mjs';

const SOURCES = ['web', 'protocol', 'package-lock.json'];
const NOT_SOURCES = new Set(['node_modules', 'dist']);

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && !NOT_SOURCES.has(entry.name)) yield* filesUnder(path);
  }
}

/** Of names and contents: dates say nothing after a `git checkout`. */
export const fingerprint = (root) => {
  const hash = createHash('sha256');
  for (const source of SOURCES.map((name) => join(root, name))) {
    const files = source.endsWith('.json') ? [source] : [...filesUnder(source)].toSorted((a, b) => (a < b ? -1 : 1));
    for (const file of files)
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(readFileSync(file))
        .update('\0');
  }
  return hash.digest('hex');
};

export const buildPage = async (root, runtime) => {
  const stamp = join(root, '.cache/page');
  const wanted = fingerprint(root);
  const isBuilt = existsSync(join(root, 'web/dist/index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isBuilt) return;
  say('Building the page: a few seconds');
  rmSync(stamp, { force: true });
  await runQuietly(runtime, [join(root, 'node_modules/vite/bin/vite.js'), 'build'], {
    what: 'Building the page',
    cwd: join(root, 'web'),
    env: { ...process.env, NODE_ENV: 'production' },
  });
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stamp, wanted);
};

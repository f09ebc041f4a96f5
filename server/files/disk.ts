// Files in the data folder: `<folder>/<first two of the id>/<id>-<name>`. Written beside their place, synced, and moved there at once, so that a reader
// meets the old file or the new one; a power cut leaves at most a half-written one that nobody asks for, which the next start removes.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkName, type Files, type StoredFile } from './files.ts';

const HALF_WRITTEN = '.new';
/** Younger ones may be under way, by another server on the same folder. */
const GIVEN_UP_AFTER_MS = 60 * 60_000;

const orIfMissing = <Result>(fallback: Result) => {
  return (error: NodeJS.ErrnoException): Result => {
    if (error.code === 'ENOENT') return fallback;
    throw error;
  };
};

/** No name has a hyphen; an id may. */
const idOf = (file: string): string => file.slice(0, file.lastIndexOf('-'));

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

export const openDiskFiles = async (folder: string): Promise<Files> => {
  const shelfOf = (id: string) => join(folder, id.slice(0, 2).padEnd(2, '_'));
  const pathOf = (id: string, name: string) => join(shelfOf(id), `${id}-${name}`);

  type Entry = { path: string; file: string };
  const walk = async (): Promise<Entry[]> => {
    const shelves = await readdir(folder, { withFileTypes: true });
    const entries: Entry[] = [];
    for (const shelf of shelves) {
      if (!shelf.isDirectory()) continue;
      const path = join(folder, shelf.name);
      for (const file of await readdir(path).catch(orIfMissing<string[]>([]))) entries.push({ path: join(path, file), file });
    }
    return entries;
  };

  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { path, file } of await walk()) {
    if (!file.endsWith(HALF_WRITTEN)) continue;
    const found = await stat(path).catch(orIfMissing(null));
    if (found && Date.now() - found.mtimeMs > GIVEN_UP_AFTER_MS) await rm(path, { force: true });
  }

  return {
    async put(id, name, bytes) {
      checkName(id, name);
      const shelf = shelfOf(id);
      if ((await mkdir(shelf, { recursive: true, mode: 0o700 })) !== undefined) await sync(folder);
      const beside = join(shelf, `${id}-${randomBytes(6).toString('hex')}${HALF_WRITTEN}`);
      try {
        const handle = await open(beside, 'wx', 0o600);
        try {
          await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(beside, pathOf(id, name));
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
      await sync(shelf);
    },

    async get(id, name) {
      checkName(id, name);
      return readFile(pathOf(id, name)).catch(orIfMissing(null));
    },

    async remove(id) {
      checkName(id);
      const files = await readdir(shelfOf(id)).catch(orIfMissing<string[]>([]));
      for (const file of files) if (idOf(file) === id) await rm(join(shelfOf(id), file), { force: true });
    },

    async all() {
      const newest = new Map<string, StoredFile>();
      for (const { path, file } of await walk()) {
        if (file.endsWith(HALF_WRITTEN)) continue;
        const id = idOf(file);
        const found = await stat(path).catch(orIfMissing(null));
        const changedAt = Math.max(found?.mtimeMs ?? 0, newest.get(id)?.changedAt ?? 0);
        if (found) newest.set(id, { id, changedAt });
      }
      return [...newest.values()];
    },

    async used() {
      let bytes = 0;
      for (const { path } of await walk()) bytes += (await stat(path).catch(orIfMissing(null)))?.size ?? 0;
      return bytes;
    },
  };
};

// The folder where everything of a house lies: the database, files, and a secret that is made at the first start and readable by its owner alone.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WrongSetting } from './config.ts';
import { newSecret } from './ids.ts';

const SECRET = /^[A-Za-z0-9_-]{43}$/;

export const databasePathIn = (folder: string): string => join(folder, 'parlor.sqlite');

export const openDataFolder = async (folder: string): Promise<{ databasePath: string; filesPath: string; secret: string }> => {
  const secretPath = join(folder, 'secret');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // `wx`: of two servers that start at once, one makes it and both read it.
    await writeFile(secretPath, `${newSecret()}\n`, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new WrongSetting(`PARLOR_DATA=${folder} cannot be written (${code}): write a folder that this user may write to`, {
      cause: error,
    });
  }
  const secret = (await readFile(secretPath, 'utf8')).trim();
  if (!SECRET.test(secret))
    throw new WrongSetting(`${secretPath} is damaged: put it back from a backup, or remove it (everybody signs in anew)`);
  return { databasePath: databasePathIn(folder), filesPath: join(folder, 'files'), secret };
};

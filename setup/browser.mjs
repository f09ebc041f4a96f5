// The browser that tests, benches and screenshots drive: the one that CHROMIUM names, one that is installed, or Debian's.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages } from './apt.mjs';
import { SetupError } from './say.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const APPS = ['/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

const findBrowser = (env) => {
  const folders = ['/usr/bin', ...(env.PATH ?? '').split(delimiter)];
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...APPS].find(existsSync);
};

/** The path, for the environment variable CHROMIUM. */
export const provideBrowser = async (env = process.env) => {
  if (env.CHROMIUM) {
    if (existsSync(env.CHROMIUM)) return env.CHROMIUM;
    throw new SetupError(`CHROMIUM is ${env.CHROMIUM}, and there is no such file. Correct it, or leave it unset.`);
  }
  if (!findBrowser(env)) await installPackages(['chromium'], 'the browser Chromium');
  return findBrowser(env);
};

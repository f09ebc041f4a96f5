// `npm run bench -- NAME [arguments]`: one measurement, bench/NAME.bench.ts, on a house that is set up. Without a name: what there is.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { provideBrowser } from './browser.mjs';
import { prepare, root } from './prepare.mjs';
import { main, SetupError } from './say.mjs';
import { serve } from './serve.mjs';

const ENDING = '.bench.ts';
const names = () => {
  const folder = join(root, 'bench');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length));
};

await main(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (!names().includes(name)) {
    throw new SetupError(
      `npm run bench -- NAME, where NAME is one of:\n${names()
        .map((known) => `  ${known}\n`)
        .join('')}`,
    );
  }
  const { runtime, env } = await prepare();
  const CHROMIUM = await provideBrowser();
  return serve(runtime, [join(root, 'bench', name + ENDING), ...args], { cwd: root, env: { ...env, CHROMIUM } });
});

// `npm run screenshots`: pictures of every view, taken by e2e/screenshots.ts in a real browser.
import { join } from 'node:path';
import { provideBrowser } from './browser.mjs';
import { prepare, root } from './prepare.mjs';
import { main } from './say.mjs';
import { serve } from './serve.mjs';

await main(async () => {
  const { runtime, env } = await prepare();
  const CHROMIUM = await provideBrowser();
  const args = [join(root, 'e2e/screenshots.ts'), ...process.argv.slice(2)];
  return serve(runtime, args, { cwd: root, env: { ...env, CHROMIUM } });
});

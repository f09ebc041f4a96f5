// `npm run recover`: a link for a new password, for the owner of the house or for the address that is given. On whatever Node the machine has, from 20 up.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAloud } from './children.mjs';
import { findRuntime } from './runtime.mjs';
import { main, SetupError } from './say.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

await main(async () => {
  if (!existsSync(join(root, 'node_modules'))) throw new SetupError('Nothing is set up here yet: run npm start once.');
  return runAloud(findRuntime(root), [join(root, 'server/recover.ts'), ...process.argv.slice(2)], { cwd: root });
});

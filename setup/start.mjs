// `npm start`: sets up what is missing, then serves. Runs before anything is installed, on the machine's own Node (20 or newer).
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { main } from './say.mjs';
import { serve } from './serve.mjs';

await main(async () => {
  const { runtime, env } = await prepare();
  return serve(runtime, [join(root, 'server/main.ts')], { cwd: root, env });
});

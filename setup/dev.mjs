// `npm run dev`: Vite serves the page with hot reload at http://localhost:3000 (or PORT) and hands /api, /health and /socket on to a server
// on another port, which starts again when its sources change. Vite reads that server's address from PARLOR_DEV_API.
import { join } from 'node:path';
import { runAloud } from './children.mjs';
import { freePort } from './free-port.mjs';
import { prepare, root } from './prepare.mjs';
import { main, say } from './say.mjs';

await main(async () => {
  const { runtime, env } = await prepare({ withPage: false });
  const port = env.PORT || '3000';
  const url = `http://localhost:${port}`;
  const apiPort = String(await freePort());
  const server = runAloud(runtime, ['--watch', '--watch-preserve-output', join(root, 'server/main.ts')], {
    cwd: root,
    env: { ...env, PORT: apiPort, HOST: '127.0.0.1', PUBLIC_URL: url },
  });
  const vite = runAloud(runtime, [join(root, 'node_modules/vite/bin/vite.js'), '--port', port, '--strictPort'], {
    cwd: join(root, 'web'),
    env: { ...env, PARLOR_DEV_API: `http://127.0.0.1:${apiPort}` },
  });
  say(`The page, with hot reload: ${url}`);
  const code = await Promise.race([server, vite]);
  // One without the other is no use: our own signal ends both.
  process.kill(process.pid, 'SIGTERM');
  return code;
});

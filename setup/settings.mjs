// A wrong setting found before minutes of set-up rather than after: asks the server's own config.ts, which says what to write instead.
import { spawnSync } from 'node:child_process';
import { SetupError } from './say.mjs';

const ASK = `
const { readConfig } = await import('./server/config.ts');
try {
  readConfig(process.env);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}`;

export const checkSettings = (root, runtime) => {
  const { status, stderr } = spawnSync(runtime, ['--input-type=module', '-e', ASK], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new SetupError(stderr.trim());
};

// `npm test`: everything, from nothing. Sets up the house, Chromium and PostgreSQL, runs every check and every test, leaves nothing behind,
// and ends with "N passed, N failed".
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { provideBrowser } from './browser.mjs';
import { onStop, runAloud } from './children.mjs';
import { endLeftovers } from './leftovers.mjs';
import { prepare, root } from './prepare.mjs';
import { main, say, tell } from './say.mjs';
import { installPostgres } from './test-postgres.mjs';
import { countTests } from './test-count.mjs';

const LIMIT_MS = 25 * 60_000;
const STUCK_MS = 20_000;
const CHECKS = { format: ['oxfmt', '--check', '.'], lint: ['oxlint', '--type-aware'], types: ['tsc', '--noEmit'] };
const PROJECTS = ['unit', 'storage', 'system', 'e2e'];

const sum = { passed: 0, failed: 0 };
let isClosed = false;
const close = () => {
  if (!isClosed) console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
  isClosed = true;
};

const limit = () => {
  const timer = setTimeout(() => {
    say(`\nThe tests are not done after ${LIMIT_MS / 60_000} minutes: stopping.`);
    sum.failed += 1;
    close();
    process.kill(process.pid, 'SIGTERM');
  }, LIMIT_MS);
  return () => clearTimeout(timer);
};

/** vitest that has reported, but does not end, waits for a process that a test left behind: then all of them go. */
const guardEnd = (results, folder) => {
  const timer = setInterval(() => {
    const isStuck = existsSync(results) && Date.now() - statSync(results).mtimeMs > STUCK_MS;
    if (isStuck) endLeftovers(folder);
  }, 1_000);
  return () => clearInterval(timer);
};

const runProject = async (project, { runtime, env, folder }) => {
  const results = join(folder, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', project, '--passWithNoTests', ...reporters];
  const done = guardEnd(results, folder);
  const code = await runAloud(runtime, vitest, { cwd: root, env });
  done();
  endLeftovers(folder);
  return countTests(existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : null, code);
};

const runAll = async (context) => {
  for (const [name, [command, ...args]] of Object.entries(CHECKS)) {
    say(`\n- ${name}`);
    const code = await runAloud(join(root, 'node_modules/.bin', command), args, { cwd: root, env: context.env });
    if (code !== 0) sum.failed += 1;
  }
  for (const project of PROJECTS) {
    say(`\n- tests: ${project}`);
    const { passed, failed } = await runProject(project, context);
    sum.passed += passed;
    sum.failed += failed;
  }
};

const test = async () => {
  const { runtime, env } = await prepare();
  const CHROMIUM = await provideBrowser();
  if (!env.TEST_POSTGRES_URL) await installPostgres();
  // All temporary folders of all tests are made in this one; PostgreSQL's own user must be able to enter it.
  const folder = mkdtempSync(join(tmpdir(), 'parlor-test-'));
  chmodSync(folder, 0o711);
  const cleanUp = onStop(() => {
    endLeftovers(folder);
    rmSync(folder, { recursive: true, force: true });
  });
  const PATH = [join(root, 'node_modules/.bin'), env.PATH].join(delimiter);
  const done = limit();
  try {
    await runAll({ runtime, folder, env: { ...env, PATH, CHROMIUM, TMPDIR: folder } });
  } finally {
    done();
    cleanUp();
  }
};

await main(async () => {
  try {
    await test();
  } catch (error) {
    tell(error);
    sum.failed += 1;
  }
  close();
  return sum.passed > 0 && sum.failed === 0 ? 0 : 1;
});

// Processes that set-up and tests start. Each leads a group of its own, so that nothing of it outlives us: on a signal, all groups are
// ended and what was left lying about is removed. Serving, where signals belong to the server, is serve.mjs.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { SetupError } from './say.mjs';

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
/** npm says what is wrong first, a compiler last. */
const HEAD_LINES = 15;
const TAIL_LINES = 30;
const GRACE_MS = 3_000;
const PARENT_CHECK_MS = 500;

const running = new Set();
const cleanups = new Set();

export const exitCodeOf = (code, signal) => code ?? 128 + (SIGNALS[signal] ?? 9);

export const killGroup = (child, signal) => {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
};

/** `cleanup` (synchronous) runs when a signal ends us; the answer runs it now, once. */
export const onStop = (cleanup) => {
  cleanups.add(cleanup);
  return () => {
    if (cleanups.delete(cleanup)) cleanup();
  };
};

const stopEverything = (signal) => {
  const leave = () => {
    for (const child of running) killGroup(child, 'SIGKILL');
    for (const cleanup of cleanups) cleanup();
    process.exit(exitCodeOf(null, signal));
  };
  for (const child of running) killGroup(child, 'SIGTERM');
  const deadline = Date.now() + GRACE_MS;
  setInterval(() => (running.size === 0 || Date.now() > deadline) && leave(), 50);
};

let answerSignal = stopEverything;
/** From now on signals are another's business: `answer(signal)`. */
export const takeSignals = (answer) => {
  answerSignal = answer;
};
for (const signal of Object.keys(SIGNALS)) process.on(signal, () => answerSignal(signal));

// npm that is killed outright tells nobody: its script goes on as a child of another. Without npm, the end of our parent means nothing.
const parent = process.ppid;
const watchNpm = () => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  answerSignal('SIGTERM');
};
const watch = setInterval(watchNpm, PARENT_CHECK_MS).unref();
if (!process.env.npm_lifecycle_event) clearInterval(watch);

/** Starts `command` without a shell, at the head of its own process group. */
export const start = (command, args, options = {}) => {
  const child = spawn(command, args, { ...options, detached: true });
  running.add(child);
  child.once('error', () => running.delete(child));
  child.once('close', () => running.delete(child));
  return child;
};

/** Runs to the end with our own stdout and stderr; resolves with the exit code. */
export const runAloud = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = start(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
    child.once('error', (error) => reject(new SetupError(`cannot run ${command}: ${error.message}`)));
    child.once('close', (code, signal) => resolve(exitCodeOf(code, signal)));
  });

/** Runs to the end in silence, `onLine` told of every line; fails with the first and last of what it said. */
export const runQuietly = (command, args, { what, onLine, timeoutMs, ...options }) =>
  new Promise((resolve, reject) => {
    const child = start(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const said = [];
    const timer = timeoutMs && setTimeout(() => killGroup(child, 'SIGKILL'), timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        onLine?.(line);
        said.push(line);
        if (said.length > HEAD_LINES + TAIL_LINES) said.splice(HEAD_LINES, 1);
      });
    }
    child.once('error', (error) => reject(new SetupError(`${what} failed: cannot run ${command}: ${error.message}`)));
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else reject(new SetupError(`${what} failed:\n${said.join('\n')}`));
    });
  });

// Runs one program for as long as it lives: its signals are ours, its exit code too. It leads a group of its own, so that a Ctrl-C, which
// the terminal and npm both tell us of, reaches it once; over the IPC channel it notices when we are killed without a chance to tell it.
import { exitCodeOf, killGroup, start, takeSignals } from './children.mjs';

/** A second signal within this time is the same Ctrl-C told twice. */
const ECHO_MS = 500;
/** Whoever asked us to stop waits ten seconds. */
const STOP_MS = 9_000;

export const serve = (runtime, args, { cwd, env }) =>
  new Promise((resolve, reject) => {
    const child = start(runtime, args, { cwd, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
    let stoppingSince = null;
    const force = () => killGroup(child, 'SIGKILL');
    takeSignals((signal) => {
      if (stoppingSince === null) {
        stoppingSince = Date.now();
        child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
        setTimeout(force, STOP_MS).unref();
      } else if (Date.now() - stoppingSince > ECHO_MS) {
        force();
      }
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
  });

// Processes that a test run left behind, whatever group they moved to: on Linux, those whose environment names the run's own TMPDIR.
// Elsewhere there is no such list, and a process that was left stays until its own parent's end is noticed.
import { readdirSync, readFileSync } from 'node:fs';

const environmentOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    // Gone, or not ours to look at.
    return [];
  }
};

const processes = () => {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
};

export const endLeftovers = (temporaryFolder) => {
  for (const pid of processes()) {
    if (!environmentOf(pid).includes(`TMPDIR=${temporaryFolder}`)) continue;
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }
};

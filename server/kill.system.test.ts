// No acknowledged message is ever lost or doubled, however often the server is killed: real processes, real sockets, SIGKILL at any moment.
// KILLS=1000 SEED=123 npx vitest run --project system server/kill.system.test.ts kills more often, and plays a seed again.
import { expect, it } from 'vitest';
import { runKills } from './testing/kill-run.ts';

const KILLS = Number(process.env['KILLS'] ?? 30);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const PER_KILL_MS = 20_000;

it(
  `C1, C2, C3, R1: ${KILLS} kills lose, double and reorder nothing (SEED=${SEED})`,
  async () => {
    const { summary, wrongs } = await runKills({ kills: KILLS, seed: SEED });
    process.stdout.write(`kills: ${JSON.stringify(summary)}\n`);
    expect(wrongs).toEqual([]);
    // A run in which nobody wrote, or no reply was lost, proves nothing.
    expect(summary.acknowledged).toBeGreaterThan(KILLS);
    expect(summary.stored).toBe(summary.acknowledged);
  },
  60_000 + KILLS * PER_KILL_MS,
);

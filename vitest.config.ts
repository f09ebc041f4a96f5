// What runs where. `unit` is fast and needs nothing but Node; `storage` runs the wings' stored parts on SQLite and PostgreSQL; `system` starts
// the real server as processes; `e2e` drives real browsers. A file's name says where it belongs; every project may use the media worker.
import { defineConfig } from 'vitest/config';

const worker = './setup/vitest-worker.mjs';
const postgres = './setup/test-postgres.mjs';
/** Tests that start processes or browsers share two cores badly. */
const oneAtATime = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['house.test.ts', '{protocol,server,web}/**/*.test.{ts,tsx}', '{setup,media-worker}/**/*.test.mjs'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.{db,system,slow}.test.ts'],
          globalSetup: [worker],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'storage',
          include: ['server/**/*.db.test.ts'],
          globalSetup: [postgres],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['server/**/*.{system,slow}.test.ts'],
          globalSetup: [worker, postgres],
          ...oneAtATime,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: [worker],
          ...oneAtATime,
        },
      },
    ],
  },
});

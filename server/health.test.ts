// GET /health: 200 while people can be served, 503 when they cannot.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHealth, VERSION } from './health.ts';
import type { Sfu, WorkerHealth } from './media/sfu.ts';
import type { Database } from './storage/database.ts';
import { openHouse } from './testing/house.ts';
import { sendHttp } from './testing/http.ts';

const health = (check: () => Promise<void>, workers: WorkerHealth[]) =>
  createHealth({ database: { dialect: 'sqlite', check } as Database, sfu: { health: () => workers } as Sfu })();
const well = async () => {};
const alive = { pid: 1, isAlive: true };
const dead = { pid: 2, isAlive: false };

describe('a house is', () => {
  afterEach(() => void vi.useRealTimers());

  it.each<[string, string, () => Promise<void>, WorkerHealth[]]>([
    ['ok', 'all is well', well, [alive, alive]],
    ['down', 'a worker is dead', well, [alive, dead]],
    ['down', 'there is no worker', well, []],
    ['down', 'the database fails', () => Promise.reject(new Error('gone')), [alive]],
  ])('%s when %s', async (status, _why, check, workers) => {
    expect((await health(check, workers)).status).toBe(status);
  });

  it('down when the database does not answer within two seconds', async () => {
    vi.useFakeTimers();
    const answer = health(() => new Promise(() => {}), [alive]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await answer).toMatchObject({ status: 'down', database: { status: 'down' }, media: { status: 'ok' } });
  });
});

it('over HTTP: 200, then 503 with what is down', async () => {
  const house = await openHouse();
  const up = await sendHttp(house.port, 'GET', '/health');
  expect([up.status, JSON.parse(up.text)]).toEqual([
    200,
    { status: 'ok', version: VERSION, database: { status: 'ok', kind: 'sqlite' }, media: { status: 'ok', workers: 1, alive: 1 } },
  ]);
  await house.sfu.close();
  const down = await sendHttp(house.port, 'GET', '/health');
  expect([down.status, JSON.parse(down.text)]).toMatchObject([
    503,
    { status: 'down', database: { status: 'ok' }, media: { status: 'down', alive: 0 } },
  ]);
  await house.close();
});

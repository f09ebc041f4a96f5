// The same ends as in call-ends.test.ts, on a real media worker: what the worker itself holds is counted, before and after. MEDIASOUP_WORKER_BIN names the
// worker's program.
import * as mediasoup from 'mediasoup';
import type { Worker } from 'mediasoup/types';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { CALL_ENDS, openStage } from '../testing/call-ends.ts';
import { openHouse, type House, type Person } from '../testing/house.ts';
import { createMediasoupSfu } from './mediasoup.ts';
import type { FakeSfu } from './fake.ts';
import type { Sfu } from './sfu.ts';

const workers: Worker[] = [];
mediasoup.observer.on('newworker', (worker) => workers.push(worker));

let sfu: Sfu;
let house: House;
let owner: Person;
beforeAll(async () => {
  sfu = await createMediasoupSfu({ workers: 1, port: 0, listenHost: '127.0.0.1', announcedAddress: '127.0.0.1', log: silentLog });
  // The handles of the fake one are not used here.
  house = await openHouse({ sfu: sfu as FakeSfu });
  owner = await house.signUp('Olga');
});
afterAll(async () => {
  await house.close();
  await sfu.close();
});

/** Routers, transports, producers and consumers, by the worker's own account: asked after everything that it was told so far. */
const held = async (): Promise<number> => (await workers[0]!.dump()).channelMessageHandlers.channelRequestHandlers.length;

it.each(Object.entries(CALL_ENDS))(
  'M30: whoever %s has nothing left in the worker, within a second of the asking',
  async (_name, { room, ask }) => {
    const empty = await held();
    let alone = 0;
    const stage = await openStage(house, owner, async () => {
      alone = await held();
    });
    const full = await held();
    // Four transports and three tracks; what Olga receives of them, and what both of his receive of her.
    expect(full).toBe(alone + 4 + 3 + 3 + 2);
    const startedAt = performance.now();
    await ask(stage);
    expect(await held()).toBe(room === 'stays' ? alone : empty);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    // Not in it any more where the room is gone.
    await stage.olga.page.ask('calls.leave', { participantId: stage.olga.participantId }).catch(() => {});
    for (const { page } of [stage.olga, stage.desk, stage.phone]) page.close();
  },
);

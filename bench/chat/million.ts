// M7 and M8: a room with a million messages. How long a page of its history takes, in the server and over a socket, at rest and while people post; and
// how long a post takes until it is committed, synced and acknowledged, by several people at a steady rate and by one after the other. Beside it
// the floor: writing 4 KiB to the same disk and waiting for it. The file lies in the system's page cache, as that of a busy room does.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { against, say, temporaryFolder } from '../load/command.ts';
import { openDisk } from '../load/disk.ts';
import { openPage, openRoom, postMessage, signUp, type Page, type RoomRef } from '../load/people.ts';
import { startHouse, type StartedHouse } from '../load/processes.ts';
import { seedMessages } from '../load/seed.ts';
import { percentile, round, thousands } from '../load/statistics.ts';
import { newMessageKey } from '../../web/chat/keys.ts';
import { createLog } from '../../server/log.ts';
import { openPostgres } from '../../server/storage/postgres.ts';
import { openSqlite } from '../../server/storage/sqlite.ts';

type Options = {
  messages: number;
  seconds: number;
  perSecond: number;
  /** Where the database lies: its disk is what is measured. */
  folder: string;
  databaseUrl: string | null;
};

const PEOPLE = 6;
const PAGES = 1_000;
const TEXT = 'Does anybody remember where the lanterns went after last summer?';

const spread = (took: readonly number[]) => ({
  p50Ms: round(percentile(took, 0.5)),
  p99Ms: round(percentile(took, 0.99)),
  count: took.length,
});
type Spread = ReturnType<typeof spread>;
const tell = (name: string, { p50Ms, p99Ms, count }: Spread) =>
  say(`  ${name.padEnd(58)} p50 ${String(p50Ms).padStart(6)} ms   p99 ${String(p99Ms).padStart(6)} ms   (${count})`);

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** Posts when they fall due, whether or not those before were answered: a slow one delays no other. */
const postSteadily = async (pages: readonly Page[], roomId: string, perSecond: number, seconds: number): Promise<number[]> => {
  const answers: Promise<number>[] = [];
  const begin = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    await sleep(Math.max(0, begin + (index * 1_000) / perSecond - performance.now()));
    answers.push(timed(() => postMessage(pages[index % pages.length]!, roomId, newMessageKey(), TEXT)));
  }
  return Promise.all(answers);
};

const postInTurn = async (page: Page, roomId: string, seconds: number): Promise<number[]> => {
  const took: number[] = [];
  const end = performance.now() + seconds * 1_000;
  // No more than 50 a second: what a socket may ask.
  while (performance.now() < end) {
    const ms = await timed(() => postMessage(page, roomId, newMessageKey(), TEXT));
    took.push(ms);
    await sleep(Math.max(0, 21 - ms));
  }
  return took;
};

const randomKeys = (end: number): number[] => Array.from({ length: PAGES }, () => 2 + Math.floor(Math.random() * (end - 2)));

const readOverSocket = async (pages: readonly Page[], roomId: string, end: number): Promise<number[]> => {
  const took: number[] = [];
  for (const [index, before] of randomKeys(end).entries()) {
    const page = pages[index % pages.length]!;
    took.push(await timed(() => page.ask('chat.history', { roomId, before })));
    // Six sockets may ask 300 times a second between them.
    await sleep(4);
  }
  return took;
};

const fill = async (
  where: { folder: string; databaseUrl: string | null },
  room: RoomRef,
  authorIds: string[],
  messages: number,
): Promise<RoomRef> => {
  const database = where.databaseUrl
    ? openPostgres(where.databaseUrl, createLog('error'))
    : openSqlite(join(where.folder, 'parlor.sqlite'));
  const seq = await seedMessages(database, { ...room, authorIds }, messages);
  await database.close();
  return { id: room.id, seq };
};

export const measureMillion = async ({ messages, seconds, perSecond, folder: parent, databaseUrl }: Options) => {
  const folder = temporaryFolder(parent);
  const where = { folder, databaseUrl };
  say(`M7, M8: a room of ${thousands(messages)} messages on ${databaseUrl ? 'PostgreSQL' : 'SQLite'}`);
  let started: StartedHouse = await startHouse(where);
  const people = await signUp(started.port, PEOPLE);
  const open = () => Promise.all(people.map((person) => openPage(started.port, person)));
  let pages = await open();
  let room = await openRoom(pages, 'A million');
  await started.house.close();
  const authorIds = people.map(({ id }) => id);
  const seedS = (await timed(async () => (room = await fill(where, room, authorIds, messages)))) / 1_000;
  say(`  filled in ${round(seedS)} s`);
  started = await startHouse(where);
  pages = await open();
  const { house } = started;
  const disk = openDisk(folder);

  const readInside = () => house.ask('history', { accountId: authorIds[0]!, roomId: room.id, befores: randomKeys(room.seq) });
  await readInside(); // Warm.
  await postSteadily(pages, room.id, perSecond, 1);

  const historyInside = spread(await readInside());
  const historyOverSocket = spread(await readOverSocket(pages, room.id, room.seq));
  // Posts until the reading ends: more than are needed, and those that are left over come to their end too.
  const readWhilePosting = async (read: () => Promise<number[]>): Promise<number[]> => {
    let isOver = false;
    const posting = (async () => {
      while (!isOver) await postSteadily(pages.slice(0, 3), room.id, perSecond, 0.5);
    })();
    const took = await read();
    isOver = true;
    await posting;
    return took;
  };
  const busyInside = spread(await readWhilePosting(readInside));
  const busyOverSocket = spread(await readWhilePosting(() => readOverSocket(pages.slice(3), room.id, room.seq)));

  const floor: number[] = [];
  const steady: number[] = [];
  const single: number[] = [];
  const part = seconds / 2;
  for (let turn = 0; turn < 2; turn++) {
    floor.push(...(await disk.write(perSecond * part, perSecond)));
    steady.push(...(await postSteadily(pages, room.id, perSecond, part)));
    single.push(...(await postInTurn(pages[0]!, room.id, part)));
  }
  disk.close();
  for (const page of pages) page.close();
  await house.close();

  const [floorSpread, steadySpread, singleSpread] = [spread(floor), spread(steady), spread(single)];
  tell('history page, in the server', historyInside);
  tell(`history page, in the server, at ${perSecond} posts a second`, busyInside);
  tell('history page, over a socket', historyOverSocket);
  tell(`history page, over a socket, at ${perSecond} posts a second`, busyOverSocket);
  tell(`post, ${perSecond} a second by ${PEOPLE} people, over sockets`, steadySpread);
  tell('post, one person after each acknowledgement', singleSpread);
  tell('floor: write and fdatasync of 4 KiB', floorSpread);
  return {
    messages,
    database: databaseUrl ? 'postgres' : 'sqlite',
    seedS: round(seedS),
    history: {
      inServer: historyInside,
      inServerWhilePosting: busyInside,
      overSocket: historyOverSocket,
      overSocketWhilePosting: busyOverSocket,
      p99Ms: against(historyInside.p99Ms, 4, 'at most'),
    },
    post: {
      perSecond,
      steady: steadySpread,
      single: singleSpread,
      floor: floorSpread,
      p99ToFloor: round(steadySpread.p99Ms / floorSpread.p99Ms),
      p50ToFloor: round(steadySpread.p50Ms / floorSpread.p50Ms),
      p99Ms: against(steadySpread.p99Ms, 18, 'at most'),
    },
  };
};

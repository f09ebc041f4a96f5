// Killing the real server over and over while people write and read, and then counting. What was acknowledged must be there, once; what is there
// must have been seen by everybody, once and in one order. Says what is wrong instead of throwing, so that one run shows all of it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Message } from '../../protocol/chat.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { openSqlite } from '../storage/sqlite.ts';
import { createChance, type Chance } from './chance.ts';
import { dialSocket } from './dial.ts';
import { signUpAt } from './house.ts';
import { createPage, type Page } from './page.ts';
import { settingsFor, startAndKill, startServer, type ServerProcess } from './server-process.ts';
import { readStored, type Stored } from './stored.queries.ts';

export type KillSummary = {
  seed: number;
  kills: number;
  acknowledged: number;
  stored: number;
  /** Messages seen, summed over all pages. */
  seen: number;
  /** Acknowledgements that were lost on purpose, and keys that were sent again after they were acknowledged. */
  lostReplies: number;
  repeated: number;
  meanStartMs: number;
  tookMs: number;
};

type Options = { kills: number; seed: number; writers?: number; readers?: number; rooms?: number };
type Acknowledged = { writer: string; number: number; message: Message; roomId: RoomId };

const KILL_WITHIN_MS = 800;
const KILLED_AT_START = 0.1;
const LOST_REPLIES = 0.05;
const REPEATED = 0.1;
/** Just under what one socket may ask for in the long run. */
const POST_EVERY_MS = 25;
const UNSENT_LIMIT = 20;
const ARRIVES_WITHIN_MS = 20_000;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Writing = { acknowledged: Acknowledged[]; wrongs: string[]; counts: { repeated: number }; isOver: () => boolean };

/** Posts until it is over; numbers its messages, so that their order can be checked. */
const write = async (name: string, page: Page, rooms: RoomId[], chance: Chance, { acknowledged, wrongs, counts, isOver }: Writing) => {
  const fail = (error: unknown) => void wrongs.push(`${name}: ${String(error)}`);
  for (let number = 1; !isOver();) {
    if (page.unsent < UNSENT_LIMIT) {
      const roomId = chance.pick(rooms)!;
      const own = number++;
      page.post(roomId, `${name} ${own}`).then((message) => acknowledged.push({ writer: name, number: own, message, roomId }), fail);
      const earlier = chance.of(REPEATED) ? chance.pick(acknowledged.filter(({ writer }) => writer === name)) : undefined;
      if (earlier) {
        counts.repeated++;
        page.post(earlier.roomId, earlier.message.text, earlier.message.key).then((again) => {
          if (!isDeepStrictEqual(again, earlier.message))
            wrongs.push(`${name} ${earlier.number} was answered differently when asked again`);
        }, fail);
      }
    }
    await wait(POST_EVERY_MS);
  }
};

const compare = (stored: Stored, acknowledged: Acknowledged[], pages: Map<string, Page>, rooms: RoomId[]): string[] => {
  const wrongs: string[] = [];
  if (!isDeepStrictEqual(stored.integrity, ['ok'])) wrongs.push(`the database is damaged: ${stored.integrity.join('; ')}`);

  const byKey = Map.groupBy(stored.messages, ({ key }) => key);
  for (const { writer, number, message, roomId } of acknowledged) {
    const found = byKey.get(message.key) ?? [];
    const [only] = found;
    const isSame = only?.id === message.id && only.seq === message.seq && only.roomId === roomId && only.text === message.text;
    if (found.length !== 1 || !isSame)
      wrongs.push(`${writer} ${number} was acknowledged as ${message.seq} and is stored ${found.length} times`);
  }
  if (stored.messages.length !== acknowledged.length) {
    wrongs.push(`${stored.messages.length} messages are stored, ${acknowledged.length} acknowledged, with every outbox empty`);
  }
  for (const [author, own] of Map.groupBy(stored.messages, ({ authorId, roomId }) => `${authorId} in ${roomId}`)) {
    const numbers = own.map(({ text }) => Number(text.split(' ').at(-1)));
    if (numbers.some((number, index) => index > 0 && number <= numbers[index - 1]!))
      wrongs.push(`messages of ${author} changed their order`);
  }

  for (const roomId of rooms) {
    const messages = stored.messages.filter((message) => message.roomId === roomId);
    const seqs = [...messages, ...stored.events.filter((event) => event.roomId === roomId)].map(({ seq }) => seq).toSorted((a, b) => a - b);
    const end = stored.rooms.find(({ id }) => id === roomId)?.seq;
    if (end !== seqs.length || seqs.some((seq, index) => seq !== index + 1))
      wrongs.push(`${roomId} counts to ${end} and has ${seqs.length} events`);
    for (const [name, page] of pages) {
      const seen = (page.rooms.messages.get(roomId) ?? []).map(({ id, seq }) => `${seq} ${id}`);
      const expected = messages.map(({ id, seq }) => `${seq} ${id}`);
      if (!isDeepStrictEqual(seen, expected))
        wrongs.push(`${name} saw ${seen.length} of ${expected.length} messages of ${roomId}, or in another order`);
    }
  }
  for (const [name, page] of pages) wrongs.push(...page.rooms.wrongs.map((wrong) => `${name}: ${wrong}`));
  return wrongs;
};

/** False when it does not come true within the time that everything should have arrived in. */
const comesTrue = (page: Page, isTrue: () => boolean): Promise<boolean> =>
  Promise.race([page.when(isTrue).then(() => true), wait(ARRIVES_WITHIN_MS).then(() => false)]);

/** Everything was sent and everybody has caught up; every view is what a fresh one would be. */
const finish = async (pages: Map<string, Page>, rooms: RoomId[]): Promise<string[]> => {
  const wrongs: string[] = [];
  for (const [name, page] of pages) {
    if (!(await comesTrue(page, () => page.isReady && page.unsent === 0)))
      return [`${name} is not back, or has ${page.unsent} messages unsent`];
  }
  for (const [name, page] of pages) {
    for (const roomId of rooms) {
      const { view: now } = await page.ask('rooms.view', { roomId });
      const view = () => page.rooms.views.get(roomId);
      if (!(await comesTrue(page, () => (view()?.seq ?? 0) >= now.seq)))
        wrongs.push(`${name} is at ${view()?.seq} of ${now.seq} in ${roomId}`);
      else if (!isDeepStrictEqual(view(), now)) wrongs.push(`${name}'s view of ${roomId} is not what a fresh one is`);
    }
  }
  return wrongs;
};

export const runKills = async ({ kills, seed, writers = 4, readers = 3, rooms: roomCount = 2 }: Options) => {
  const startedAt = performance.now();
  const chance = createChance(seed);
  const folder = await mkdtemp(join(tmpdir(), 'parlor-kills-'));
  const settings = await settingsFor(folder);
  const port = Number(settings['PORT']);
  const pages = new Map<string, Page>();
  let server: ServerProcess | null = null;
  let lostReplies = 0;
  let isOver = false;
  const writing: Writing = { acknowledged: [], wrongs: [], counts: { repeated: 0 }, isOver: () => isOver };
  const losesReply = () => {
    const isLost = chance.of(LOST_REPLIES);
    if (isLost) lostReplies++;
    return isLost;
  };

  try {
    server = await startServer(settings);
    const starts = [server.startMs];
    const names = [
      ...Array.from({ length: writers }, (_, index) => `writer${index}`),
      ...Array.from({ length: readers }, (_, index) => `reader${index}`),
    ];
    for (const name of names) {
      const { cookie } = await signUpAt(`http://127.0.0.1:${port}`, name);
      const page = createPage({ dial: dialSocket({ port, cookie }), retryAfterMs: 50, losesReply });
      pages.set(name, page);
      await page.connect();
    }
    const rooms: RoomId[] = [];
    for (let index = 0; index < roomCount; index++) {
      const { summary } = await pages.get('writer0')!.ask('rooms.create', { name: `room ${index}`, visibility: 'public' });
      rooms.push(summary.room.id);
    }
    for (const page of pages.values()) {
      for (const roomId of rooms) await page.ask('rooms.join', { roomId });
    }
    for (const page of pages.values()) for (const roomId of rooms) await page.rooms.fetch(roomId);

    const writersDone = names
      .filter((name) => name.startsWith('writer'))
      .map((name, index) => write(name, pages.get(name)!, rooms, createChance(seed + index + 1), writing));
    for (let kill = 0; kill < kills; kill++) {
      await wait(chance.below(KILL_WITHIN_MS));
      await server.end('SIGKILL');
      if (chance.of(KILLED_AT_START)) await startAndKill(settings, chance.below(KILL_WITHIN_MS));
      server = await startServer(settings);
      starts.push(server.startMs);
    }
    isOver = true;
    await Promise.all(writersDone);

    const wrongs = [...writing.wrongs, ...(await finish(pages, rooms))];
    for (const page of pages.values()) page.close();
    const code = await server.end('SIGTERM');
    if (code !== 0) wrongs.push(`the server ended with ${code} when it was asked to stop:\n${server.lines.join('\n')}`);
    const database = openSqlite(join(settings['PARLOR_DATA']!, 'parlor.sqlite'));
    const stored = await readStored(database);
    await database.close();
    wrongs.push(...compare(stored, writing.acknowledged, pages, rooms));

    const summary: KillSummary = {
      seed,
      kills,
      acknowledged: writing.acknowledged.length,
      stored: stored.messages.length,
      seen: [...pages.values()].reduce(
        (sum, { rooms: { messages } }) => sum + rooms.reduce((own, id) => own + (messages.get(id)?.length ?? 0), 0),
        0,
      ),
      lostReplies,
      repeated: writing.counts.repeated,
      meanStartMs: Math.round(starts.reduce((sum, ms) => sum + ms, 0) / starts.length),
      tookMs: Math.round(performance.now() - startedAt),
    };
    return { summary, wrongs };
  } finally {
    for (const page of pages.values()) page.close();
    await server?.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
};

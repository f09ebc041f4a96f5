// M5: how many sockets are told of a message per second of the server's CPU time, against a plain server that calls `ws.send` for each of its sockets.
// Both live in one process and hear the same events from the same bus; readers are a process of their own, so that their cost is not counted.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { against, say, temporaryFolder } from '../load/command.ts';
import { openPage, openRoom, postMessage, signUp, type Page, type RoomRef } from '../load/people.ts';
import { startHouse, startReaders, type Readers, type StartedHouse } from '../load/processes.ts';
import { median, round, thousands } from '../load/statistics.ts';

type Options = { sockets: number; rounds: number; seconds: number };

const TEXT_LENGTH = 80;
const SOCKETS_PER_ACCOUNT = 100;
const WRITERS = 8;
/** Messages that fall due in the same moment, and how many a second: the first is the load that the goal speaks of. */
const LOADS = [
  { burst: 10, perSecond: 200 },
  { burst: 1, perSecond: 100 },
  { burst: 40, perSecond: 400 },
];
const POSTED = { burst: 10, perSecond: 100 };
const WITHIN_MS = 30_000;

type Side = 'parlor' | 'plain';
type Measured = { perCpuSecond: number; cpuShare: number; p50Ms: number; p99Ms: number; bytesPerDelivery: number };

/** What the readers got of a load, and what it took the server. */
const measure = async ({ house }: StartedHouse, readers: Readers, deliveries: number, load: () => Promise<void>): Promise<Measured> => {
  await readers.ask('reset');
  const startedAt = performance.now();
  const before = await house.ask('cpuUs');
  await load();
  const { frames, bytes, p50Ms, p99Ms } = await readers.ask('until', { expected: deliveries, withinMs: WITHIN_MS });
  const cpuS = ((await house.ask('cpuUs')) - before) / 1e6;
  const wallS = (performance.now() - startedAt) / 1_000;
  return { perCpuSecond: frames / cpuS, cpuShare: cpuS / wallS, p50Ms, p99Ms, bytesPerDelivery: bytes / frames };
};

const middle = (all: Measured[]): Measured => {
  const of = (name: keyof Measured) => median(all.map((one) => one[name]));
  return {
    perCpuSecond: of('perCpuSecond'),
    cpuShare: of('cpuShare'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    bytesPerDelivery: of('bytesPerDelivery'),
  };
};

const tell = (name: string, { perCpuSecond, cpuShare, p50Ms, p99Ms }: Measured) =>
  say(
    `  ${name.padEnd(26)}${thousands(perCpuSecond).padStart(10)} deliveries per CPU second, ${String(Math.round(cpuShare * 100)).padStart(3)} % of a core, ` +
      `p50 ${round(p50Ms)} ms, p99 ${round(p99Ms)} ms`,
  );

export const measureDeliveries = async ({ sockets, rounds, seconds }: Options) => {
  const started = await startHouse({ folder: temporaryFolder(), databaseUrl: null });
  const { house, port, plainPort } = started;
  const people = await signUp(port, Math.ceil(sockets / SOCKETS_PER_ACCOUNT) + WRITERS);
  const writers = people.splice(0, WRITERS);
  const pages: Page[] = [];
  for (const person of [...writers, ...people]) pages.push(await openPage(port, person));

  // One room that all follow, one that only writers are in and the plain server tells of; and each for what is stored and what is not.
  const rooms: Record<'published' | 'posted', Record<Side, RoomRef>> = {
    published: { parlor: await openRoom(pages, 'Published'), plain: await openRoom(pages.slice(0, 1), 'Published plainly') },
    posted: { parlor: await openRoom(pages, 'Posted'), plain: await openRoom(pages.slice(0, WRITERS), 'Posted plainly') },
  };
  for (const { plain } of Object.values(rooms)) await house.ask('tellPlainly', { roomId: plain.id });
  for (const page of pages.slice(WRITERS)) page.close();

  const readers: Record<Side, Readers> = { parlor: startReaders(), plain: startReaders() };
  await readers.parlor.ask('connect', { port, count: sockets, cookies: people.map(({ cookie }) => cookie) });
  await readers.plain.ask('connect', { port: plainPort, count: sockets, cookies: null });

  const publish = (side: Side, burst: number, perSecond: number, forSeconds: number) => {
    const room = rooms.published[side];
    const messages = Math.ceil((perSecond * forSeconds) / burst) * burst;
    const load = { roomId: room.id, after: room.seq, messages, burst, perSecond, textLength: TEXT_LENGTH };
    room.seq += messages;
    return measure(started, readers[side], messages * sockets, () => house.ask('publish', load));
  };

  /** Through the sockets of writers, parsed, committed, acknowledged: `burst` writers at once. */
  const post = (side: Side, forSeconds: number) => {
    const room = rooms.posted[side];
    const { burst, perSecond } = POSTED;
    const bursts = Math.ceil((perSecond * forSeconds) / burst);
    return measure(started, readers[side], bursts * burst * sockets, async () => {
      const answers: Promise<unknown>[] = [];
      const start = performance.now();
      for (let index = 0; index < bursts; index++) {
        await sleep(Math.max(0, start + (index * burst * 1_000) / perSecond - performance.now()));
        for (let which = 0; which < burst; which++) {
          const text = `t=${process.hrtime.bigint() / 1_000n};`.padEnd(TEXT_LENGTH, ' and so on');
          answers.push(postMessage(pages[which % WRITERS]!, room.id, randomUUID(), text));
        }
      }
      await Promise.all(answers);
    });
  };

  const interleaved = async (times: number, one: (side: Side) => Promise<Measured>) => {
    const all: Record<Side, Measured[]> = { parlor: [], plain: [] };
    for (let turn = 0; turn < times; turn++) for (const side of ['plain', 'parlor'] as const) all[side].push(await one(side));
    return { parlor: middle(all.parlor), plain: middle(all.plain) };
  };

  say(`M5: ${sockets} sockets in a room, messages of ${TEXT_LENGTH} characters, ${rounds} rounds of ${seconds} s each`);
  await interleaved(1, (side) => publish(side, 10, 200, 1)); // Warm.

  const byLoad = [];
  for (const { burst, perSecond } of LOADS) {
    const { parlor, plain } = await interleaved(rounds, (side) => publish(side, burst, perSecond, seconds));
    say(` ${perSecond} messages a second, ${burst} at once`);
    tell('ws.send per socket', plain);
    tell('Parlor', parlor);
    const ratio = parlor.perCpuSecond / plain.perCpuSecond;
    say(`  ratio ${round(ratio)}`);
    byLoad.push({
      burst,
      perSecond,
      ratio: round(ratio),
      parlorPerCpuSecond: round(parlor.perCpuSecond),
      plainPerCpuSecond: round(plain.perCpuSecond),
      bytesPerDelivery: round(parlor.bytesPerDelivery),
    });
  }

  const whole = await interleaved(rounds, (side) => post(side, seconds));
  say(` ${POSTED.perSecond} messages a second, ${POSTED.burst} at once, posted over sockets and committed to the disk`);
  tell('ws.send per socket', whole.plain);
  tell('Parlor', whole.parlor);

  // Half of what one core could tell, evenly, one message after the other.
  const halfLoad = Math.round(byLoad[0]!.parlorPerCpuSecond / sockets / 2);
  const half = middle([await publish('parlor', 1, halfLoad, seconds), await publish('parlor', 1, halfLoad, seconds)]);
  say(` half load: ${thousands(halfLoad)} messages a second, one by one`);
  tell('Parlor', half);

  for (const side of ['parlor', 'plain'] as const) await readers[side].close();
  for (const page of pages) page.close();
  await house.close();
  return {
    sockets,
    byLoad,
    ratio: against(byLoad[0]!.ratio, 10, 'at least'),
    posted: {
      ...POSTED,
      ratio: round(whole.parlor.perCpuSecond / whole.plain.perCpuSecond),
      parlorPerCpuSecond: round(whole.parlor.perCpuSecond),
      plainPerCpuSecond: round(whole.plain.perCpuSecond),
      postedToReadP99Ms: round(whole.parlor.p99Ms),
    },
    atHalfLoad: {
      messagesPerSecond: halfLoad,
      cpuShare: round(half.cpuShare),
      p50Ms: round(half.p50Ms),
      p99Ms: against(round(half.p99Ms), 30, 'at most'),
    },
  };
};

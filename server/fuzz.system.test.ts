// The fuzz: many short games (testing/storm.ts), each from its own seed. However things are lost, doubled, delayed and cut off, nobody is told
// anything twice or out of turn, and in the end everybody sees the same. FUZZ_SEED=7 plays one game again, FUZZ_GAMES=5000 plays more.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RoomView } from '../protocol/rooms.ts';
import type { Database } from './storage/database.ts';
import { migrate } from './storage/migrations/migrations.ts';
import { openSqlite } from './storage/sqlite.ts';
import { createStorm } from './testing/storm.ts';

const GAMES = Number(process.env['FUZZ_GAMES'] ?? 60);
const ONE = process.env['FUZZ_SEED'];
const STEPS = 150;
const SEEDS = ONE ? [Number(ONE)] : Array.from({ length: GAMES }, (_, index) => index + 1);

/** Games that are lost without a guard that was put in because of one like them. */
const LOST_ONCE = [
  { seed: 1, was: 'events told twice, to a page that knew them from hello while the bus was behind' },
  { seed: 11, was: 'a room entered twice, while hello was being answered' },
  { seed: 57, was: 'events of a room that the page had left while they were read' },
];

let database: Database;
beforeAll(async () => {
  database = openSqlite(':memory:');
  await migrate(database);
});
afterAll(() => database.close());

const shared = ({ viewerId: _viewer, readSeq: _read, unread: _unread, ...view }: RoomView) => view;

const play = async (seed: number): Promise<{ events: number; views: number }> => {
  const storm = await createStorm(database, seed);
  await storm.begin();
  for (let step = 0; step < STEPS; step++) await storm.step();
  await storm.settle();
  await storm.comeBack();

  const views = new Map<string, RoomView>();
  let compared = 0;
  for (const { accountId, name, page } of storm.players) {
    expect(page.isReady, `${name} is back`).toBe(true);
    expect(page.rooms.wrongs, `what ${name} was told`).toEqual([]);
    expect(page.unsent, `${name}'s outbox`).toBe(0);
    const summaries = [...page.rooms.summaries.values()].toSorted((a, b) => (a.room.id < b.room.id ? -1 : 1));
    const fresh = (await storm.fresh.summaries(accountId)).toSorted((a, b) => (a.room.id < b.room.id ? -1 : 1));
    expect(summaries, `${name}'s sidebar`).toEqual(fresh);
    for (const [roomId, view] of page.rooms.views) {
      compared++;
      expect(view, `${name}'s view`).toEqual(await storm.fresh.view(accountId, roomId));
      expect(shared(view), `${name}'s view beside another's`).toEqual(shared(views.get(roomId) ?? view));
      views.set(roomId, view);
    }
  }
  expect(storm.wrongs, 'answers that no page should get').toEqual([]);
  const events = [...views.values()].reduce((sum, { seq }) => sum + seq, 0);
  await storm.leave();
  expect(storm.feeds.size, 'streams left open').toBe(0);
  return { events, views: compared };
};

it.each(LOST_ONCE)('R2: game $seed is won, which once was lost to: $was', async ({ seed }) => {
  await play(seed);
});

it(
  'R1, R2, R4, C1, C7: after any storm, all pages see what the database holds, and were told it once and in order',
  async () => {
    let events = 0;
    let views = 0;
    for (const seed of SEEDS) {
      try {
        const played = await play(seed);
        events += played.events;
        views += played.views;
      } catch (error) {
        throw new Error(`game ${seed} was lost; FUZZ_SEED=${seed} plays it again: ${(error as Error).message}`, { cause: error });
      }
    }
    process.stdout.write(`fuzz: ${SEEDS.length} games, ${events} events, ${views} views compared\n`);
    // A fuzz in which nothing happens proves nothing.
    if (!ONE) expect({ events: events > SEEDS.length * 5, views: views > SEEDS.length * 3 }).toEqual({ events: true, views: true });
  },
  20_000 + SEEDS.length * 2_000,
);

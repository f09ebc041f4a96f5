import fc from 'fast-check';
import { atom } from 'nanostores';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../protocol/accounts.ts';
import type { RoomView } from '../../protocol/rooms.ts';
import { memberOf } from '../../protocol/samples.testing.ts';
import { createFakeClock } from '../connection/clock.ts';
import { createListeners } from '../connection/listeners.ts';
import { alice, bob, createFakeRoom, type FakeRoom, roomId, settle } from './fake-room.ts';
import { WINDOW_CAP } from './history-window.ts';
import { createTimeline, type OpenTimeline, type Timeline } from './timeline.ts';

const openOn = (room: FakeRoom) => {
  const $view = atom<RoomView | null>(null);
  const clock = createFakeClock();
  const changes = createListeners<[Account]>();
  const timeline = createTimeline({ roomId, $view, connection: room.connection, onAccountChanged: changes.add, clock });
  return { room, timeline, clock, $view, show: () => $view.set(room.view()), change: changes.tell };
};
const openWith = (messages: number) => {
  const room = createFakeRoom();
  room.fill(messages);
  const opened = openOn(room);
  opened.show();
  return opened;
};
const stateOf = (timeline: Timeline): OpenTimeline => {
  const state = timeline.$state.get();
  if (state.kind !== 'open') throw new Error('not open');
  return state;
};
const seqs = (timeline: Timeline): number[] => stateOf(timeline).window.messages.map(({ seq }) => seq);

/** Without a hole, without a double, and not claiming an end that is none. */
const expectTrue = (timeline: Timeline, room: FakeRoom, view: RoomView | null): void => {
  const { window } = stateOf(timeline);
  const all = room.messages.map(({ seq }) => seq);
  const held = window.messages.map(({ seq }) => seq);
  const start = held.length === 0 ? 0 : all.indexOf(held[0]!);
  expect(held).toEqual(all.slice(start, start + held.length));
  if (!window.hasOlder) expect(start).toBe(0);
  if (!window.hasNewer && view) expect(held.at(-1) ?? 0).toBeGreaterThanOrEqual(view.messages.at(-1)?.seq ?? 0);
};

describe('the timeline', () => {
  it('opens with the newest messages of the view', () => {
    const { timeline } = openWith(120);
    expect(seqs(timeline)).toEqual(Array.from({ length: 50 }, (_, index) => index + 71));
    expect(stateOf(timeline)).toMatchObject({ window: { hasOlder: true, hasNewer: false }, generation: 1 });
  });

  it('takes what comes live, and older pages, into one stretch', async () => {
    const { room, timeline, show } = openWith(120);
    void timeline.loadOlder();
    room.say(bob, 'meanwhile');
    show();
    await room.next().answer();
    expect(seqs(timeline)).toEqual(Array.from({ length: 101 }, (_, index) => index + 21));
    void timeline.loadOlder();
    await room.next().answer();
    expect(seqs(timeline)).toHaveLength(121);
    expect(stateOf(timeline).window.hasOlder).toBe(false);
    await timeline.loadOlder();
    expect(room.asked).toHaveLength(0);
  });

  it('asks for one page at a time at each edge', () => {
    const { room, timeline } = openWith(300);
    void timeline.loadOlder();
    void timeline.loadOlder();
    expect(room.asked).toHaveLength(1);
  });

  it('says when an edge could not be loaded, and lets it be tried again when the connection is back', async () => {
    const { room, timeline } = openWith(120);
    void timeline.loadOlder();
    await room.next().lose();
    expect(stateOf(timeline).older).toBe('failed');
    room.disconnect();
    room.reconnect();
    expect(stateOf(timeline).older).toBe('idle');
    void timeline.loadOlder();
    await room.next().answer();
    expect(seqs(timeline)).toHaveLength(100);
  });

  it('after a gap, whoever watches the live end stays there', () => {
    const { room, timeline, show } = openWith(60);
    room.fill(80);
    show();
    expect(seqs(timeline)).toEqual(Array.from({ length: 50 }, (_, index) => index + 91));
    expect(stateOf(timeline)).toMatchObject({ window: { hasOlder: true, hasNewer: false }, generation: 2, opensAt: 'end' });
  });

  it('after a gap, whoever reads further up keeps the place and loads what was missed on the way down', async () => {
    const { room, timeline, show } = openWith(60);
    timeline.look({ firstSeq: 20, isWatched: false });
    room.fill(80);
    show();
    expect(stateOf(timeline)).toMatchObject({ window: { hasNewer: true }, generation: 1 });
    expect(seqs(timeline).at(-1)).toBe(60);
    void timeline.loadNewer();
    await room.next().answer();
    expect(stateOf(timeline).window.hasNewer).toBe(true);
    void timeline.loadNewer();
    const last = room.next();
    last.carryOut();
    room.say(bob, 'told before the page is');
    show();
    await last.answer();
    expect(seqs(timeline)).toEqual(Array.from({ length: 131 }, (_, index) => index + 11));
    expect(stateOf(timeline).window.hasNewer).toBe(false);
  });

  it('fills a gap that the view still reaches over without asking', () => {
    const { room, timeline, show } = openWith(60);
    timeline.look({ firstSeq: 20, isWatched: false });
    room.fill(50);
    show();
    expect(stateOf(timeline).window.hasNewer).toBe(true);
    const near = openWith(60);
    near.timeline.look({ firstSeq: 20, isWatched: false });
    near.room.fill(49);
    near.show();
    expect(stateOf(near.timeline).window.hasNewer).toBe(false);
    expect(seqs(near.timeline)).toHaveLength(99);
  });

  it('goes back to the live end at once', async () => {
    const { room, timeline, show } = openWith(60);
    timeline.look({ firstSeq: 20, isWatched: false });
    room.fill(200);
    show();
    void timeline.loadNewer();
    timeline.toNewest();
    expect(seqs(timeline)).toEqual(Array.from({ length: 50 }, (_, index) => index + 211));
    await room.next().answer();
    expect(seqs(timeline)).toHaveLength(50);
  });

  it('opens at the "New" line when it is within reach', () => {
    const room = createFakeRoom();
    room.fill(60);
    room.read(40);
    const { timeline, show } = openOn(room);
    show();
    expect(stateOf(timeline)).toMatchObject({ newAfter: 40, opensAt: 'new' });
  });

  it('opens at the end when the first unread is further back, and can be put there', async () => {
    const room = createFakeRoom();
    room.fill(300);
    room.read(100);
    const { timeline, show } = openOn(room);
    show();
    expect(stateOf(timeline)).toMatchObject({ newAfter: 100, opensAt: 'end' });
    void timeline.toFirstUnread();
    await room.next().answer();
    await room.next().answer();
    expect(stateOf(timeline)).toMatchObject({ opensAt: 'new', generation: 2, older: 'idle', window: { hasOlder: true, hasNewer: true } });
    expect(seqs(timeline)).toEqual(Array.from({ length: 70 }, (_, index) => index + 81));
  });

  it('draws the "New" line for what comes unseen, not for what is watched, until the person answers', () => {
    const { room, timeline, show } = openWith(10);
    room.read(10);
    show();
    timeline.clearNew();
    timeline.look({ firstSeq: 1, isWatched: true });
    room.say(bob, 'seen');
    show();
    expect(stateOf(timeline).newAfter).toBe(null);
    room.read(11);
    show();
    timeline.look({ firstSeq: 1, isWatched: false });
    room.say(bob, 'unseen');
    show();
    room.say(bob, 'unseen too');
    show();
    expect(stateOf(timeline).newAfter).toBe(11);
    timeline.clearNew();
    expect(stateOf(timeline).newAfter).toBe(null);
  });

  it('draws the "New" line below what was watched, though the server was not told yet that it was read', () => {
    const { room, timeline, show } = openWith(10);
    room.read(10);
    timeline.look({ firstSeq: 1, isWatched: true });
    room.say(bob, 'watched');
    show();
    timeline.look({ firstSeq: 1, isWatched: false });
    room.say(bob, 'unseen');
    show();
    expect(stateOf(timeline).newAfter).toBe(11);
  });

  it('lets go of what is farthest from the reader, after the page that made it too long was drawn', async () => {
    const { room, timeline, clock } = openWith(1_500);
    timeline.look({ firstSeq: 1, isWatched: false });
    while (seqs(timeline).length <= WINDOW_CAP) {
      void timeline.loadOlder();
      await room.next().answer();
    }
    expect(seqs(timeline).length).toBeGreaterThan(WINDOW_CAP);
    clock.advance(500);
    expect(seqs(timeline)).toHaveLength(WINDOW_CAP);
    expect(stateOf(timeline).window.hasNewer).toBe(true);
    timeline.look({ firstSeq: 1_400, isWatched: false });
    void timeline.loadNewer();
    await room.next().answer();
    clock.advance(500);
    expect(seqs(timeline)).toHaveLength(WINDOW_CAP);
    expectTrue(timeline, room, room.view());
  });

  it('is closed for good', async () => {
    const { room, timeline, show } = openWith(120);
    void timeline.loadOlder();
    timeline.close();
    await room.next().answer();
    room.say(bob, 'late');
    show();
    expect(seqs(timeline)).toHaveLength(50);
  });

  it('never has a hole or a double, whatever comes in whatever order', async () => {
    const moves = [
      'live',
      'own',
      'other',
      'view',
      'burst',
      'older',
      'newer',
      'newest',
      'unread',
      'watch',
      'look',
      'trim',
      'carry',
      'answer',
      'lose',
    ] as const;
    const step = fc.record({ move: fc.constantFrom(...moves), at: fc.nat(120) });
    await fc.assert(
      fc.asyncProperty(fc.nat(180), fc.array(step, { maxLength: 60 }), async (start, steps) => {
        const { room, timeline, clock, $view, show } = openWith(start);
        const answered = (at: number) => room.asked.splice(at % Math.max(room.asked.length, 1), 1)[0];
        const run: Record<(typeof moves)[number], (at: number) => unknown> = {
          live: () => (room.say(bob, 'live'), show()),
          own: () => (room.say(alice, 'own'), show()),
          other: () => room.skip(),
          view: () => show(),
          burst: (at) => room.fill(at),
          older: () => void timeline.loadOlder(),
          newer: () => void timeline.loadNewer(),
          newest: () => timeline.toNewest(),
          unread: () => void timeline.toFirstUnread(),
          watch: () => timeline.look({ firstSeq: 0, isWatched: true }),
          look: (at) => timeline.look({ firstSeq: at, isWatched: false }),
          trim: () => clock.advance(500),
          carry: (at) => room.asked[at % Math.max(room.asked.length, 1)]?.carryOut(),
          answer: (at) => answered(at)?.answer(),
          lose: (at) => answered(at)?.lose(),
        };
        for (const { move, at } of steps) {
          await run[move](at);
          await settle();
          expectTrue(timeline, room, $view.get());
        }
      }),
      { seed: 20260302, numRuns: 150 },
    );
  });
});

describe('P20: people in the timeline', () => {
  const namesIn = (timeline: Timeline) => [...new Set(stateOf(timeline).window.messages.map(({ author }) => author.name))];
  const robert = { ...bob, name: 'Robert', picture: 'AAAAAAAAAAAAAAAAAAAAAA' as Account['picture'] };

  it('are called as they are now, also in what was loaded from long ago', async () => {
    const { room, timeline, change } = openWith(120);
    void timeline.loadOlder();
    await room.next().answer();
    change(robert);
    expect(namesIn(timeline)).toEqual(['Robert']);
    expect(stateOf(timeline).window.messages[0]!.author).toEqual(robert);
    expect(stateOf(timeline).generation).toBe(1);
  });

  it('also in a page that was on its way when they changed', async () => {
    const { room, timeline, change } = openWith(120);
    void timeline.loadOlder();
    const page = room.next();
    page.carryOut();
    change(robert);
    await page.answer();
    expect(seqs(timeline)).toHaveLength(100);
    expect(namesIn(timeline)).toEqual(['Robert']);
  });

  it('also where nobody told the page, but a view that was fetched anew', async () => {
    const { room, timeline, $view } = openWith(120);
    void timeline.loadOlder();
    await room.next().answer();
    const view = room.view();
    $view.set({ ...view, members: [{ ...memberOf('bob'), account: robert }] });
    expect(namesIn(timeline)).toEqual(['Robert']);
  });

  it('and nothing is drawn anew when it is somebody else, or nothing that is seen has changed', () => {
    const { timeline, change } = openWith(20);
    const before = timeline.$state.get();
    change({ ...alice, name: 'Alicia' });
    change({ ...bob });
    expect(timeline.$state.get()).toBe(before);
  });
});

// A session by itself, over hand-flushed queues: what it does when its rooms cannot be read, and after it has said that it closes.
import { expect, it } from 'vitest';
import { ownOf, summaryOf } from '../../protocol/samples.testing.ts';
import { CLOSE, PROTOCOL_VERSION } from '../../protocol/constants.ts';
import type { Placed } from '../../protocol/protocol.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { createFakeClock } from '../clock.ts';
import { createInProcessBus } from '../cluster/in-process.ts';
import { newId } from '../ids.ts';
import { silentLog } from '../log.ts';
import { createQueues } from '../testing/queues.ts';
import { createPulse } from './outgoing.ts';
import { createRoomFeeds } from './room-feeds.ts';
import { createSession } from './session.ts';

const roomId = newId() as RoomId;
const caller = { accountId: 'alice' as AccountId, role: 'owner' as const, sessionId: newId(), signInId: newId() };

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Greeted, in one room that is at 7, of which it knows what is before `resumeFrom`. */
const openSession = async (resumeFrom: number, readEvents: () => Promise<Placed[]>) => {
  const bus = createInProcessBus();
  const clock = createFakeClock();
  const feeds = createRoomFeeds({ bus, clock, log: silentLog, readEvents, seqsOf: async () => new Map([[roomId, 7]]) });
  const room = { id: roomId, slug: 'garden', name: 'Garden', visibility: 'public' as const, isLocked: false, createdAt: 0 };
  const queues = createQueues((queued) => queued);
  const frames: { re?: number; seq?: number }[] = [];
  const closes: number[] = [];
  const asked: string[] = [];
  const ends: string[] = [];
  const dial = queues.dialTo((ws, socket) => {
    createSession(ws, socket, caller, {
      bus,
      clock,
      log: silentLog,
      feeds,
      pulse: createPulse((flush) => queueMicrotask(flush)),
      greet: async () => ({
        me: ownOf(caller.accountId, 'Alice'),
        rooms: [{ ...summaryOf(room), seq: 7 }],
        waitingFor: [],
      }),
      dispatch: async (_caller, { id, ask }) => {
        asked.push(ask);
        return { re: id, ok: {} };
      },
      onEnd: (_session, end) => ends.push(end),
    });
  });
  const wire = dial({
    onOpen: () => {},
    onText: (text) => frames.push(JSON.parse(text) as { re?: number; seq?: number }),
    onClose: (code) => closes.push(code),
  });
  wire.send(JSON.stringify({ id: 1, ask: 'hello', body: { version: PROTOCOL_VERSION, resume: [{ roomId, seq: resumeFrom }] } }));
  const link = queues.links[0]!;
  link.moveUp(1);
  await turn();
  return { bus, feeds, link, wire, frames, closes, asked, ends };
};

it('R1: when what was missed cannot be read, hello has its one answer and the socket closes with 4000', async () => {
  const { feeds, link, frames, closes } = await openSession(3, () => Promise.reject(new Error('no answer')));
  link.moveDown(100);
  expect(frames).toMatchObject([{ re: 1, ok: { stale: [] } }]);
  expect(closes).toEqual([CLOSE.resume]);
  expect(feeds.size).toBe(0);
});

it('R5: after its closing frame a session sends nothing more, however long the other side takes to read it', async () => {
  const { bus, link, frames, closes } = await openSession(7, async () => []);
  const say = (seq: number) => bus.publishToRoom(roomId, { kind: 'event', placed: { event: 'rooms.renamed', body: { name: 'x' }, seq } });
  say(8);
  bus.publishToAccount(caller.accountId, { kind: 'revoked', signInId: caller.signInId });
  const owed = link.down;
  say(9);
  bus.publishToRoom(roomId, { kind: 'signal', signal: { signal: 'calls.changed', body: { call: null } } });
  await turn();
  expect(link.down).toBe(owed);
  link.moveDown(100);
  expect(frames.map(({ re, seq }) => re ?? seq)).toEqual([1, 8]);
  expect(closes).toEqual([CLOSE.signedOut]);
});

it('W9: from the moment that its sign-in is over a session takes nothing and follows nothing, whether the other side reads that or not', async () => {
  const { bus, feeds, link, wire, closes, asked, ends } = await openSession(7, async () => []);
  wire.send(JSON.stringify({ id: 2, ask: 'chat.post', body: {} }));
  link.moveUp(1);
  bus.publishToAccount(caller.accountId, { kind: 'revoked', signInId: 'of another browser' });
  expect(ends).toEqual([]);
  bus.publishToAccount(caller.accountId, { kind: 'revoked', signInId: caller.signInId });
  expect(ends).toEqual(['left']);
  expect(feeds.size).toBe(0);
  wire.send(JSON.stringify({ id: 3, ask: 'chat.history', body: {} }));
  link.moveUp(1);
  await turn();
  expect(asked).toEqual(['chat.post']);
  link.moveDown(100);
  expect(closes).toEqual([CLOSE.signedOut]);
  expect(ends).toEqual(['left']);
});

import { describe, expect, test } from 'vitest';
import type { AccountEvent } from '../../protocol/protocol.ts';
import type { RoomSummary, WaitingFor } from '../../protocol/rooms.ts';
import { ownOf, summaryOf } from '../../protocol/samples.testing.ts';
import type { RoomId } from '../../protocol/wire.ts';
import type { Hello } from '../connection/connection.ts';
import { createListeners } from '../connection/listeners.ts';
import { createDoorsteps, type Waited } from './doorstep.ts';
import type { ExitReason } from './room-store.ts';

const roomOf = (id: string) => ({ id: id as RoomId, slug: id, name: id, visibility: 'private' as const, isLocked: false, createdAt: 0 });
const garden = summaryOf(roomOf('garden'), 'guest');
const kitchen = summaryOf(roomOf('kitchen'), 'member');
const before = ({ room }: RoomSummary, askedAt = 1): WaitingFor => ({ roomId: room.id, name: room.name, slug: room.slug, askedAt });

const open = () => {
  const hellos = createListeners<[Hello]>();
  const events = createListeners<[AccountEvent]>();
  const exits = createListeners<[RoomSummary, ExitReason]>();
  const doorsteps = createDoorsteps({
    connection: { onHello: hellos.add, onAccountEvent: events.add },
    onExited: exits.add,
  });
  const ended: Waited[] = [];
  doorsteps.onWaited((waited) => ended.push(waited));
  return {
    ...doorsteps,
    ended,
    at: (slug: string) => doorsteps.$doorsteps.get()[slug],
    hello: (rooms: RoomSummary[], waitingFor: WaitingFor[]) => hellos.tell({ me: ownOf('bob', 'Bob'), rooms, stale: [], waitingFor }),
    event: events.tell,
    exit: exits.tell,
  };
};

describe('waiting in front of a room', () => {
  test('is told by hello, so that a reload finds it again', () => {
    const step = open();
    step.hello([kitchen], [before(garden)]);
    expect(step.at('garden')).toEqual({ kind: 'waiting', waiting: before(garden) });
    expect(step.at('kitchen')).toBeUndefined();
  });

  test('begins by an event, and by the answer that overtakes it', () => {
    const step = open();
    step.wait(before(garden));
    step.event({ event: 'rooms.waiting', body: { waiting: before(garden) } });
    expect(step.at('garden')?.kind).toBe('waiting');
  });

  test.each([
    ['the room is entered first', ['rooms.entered', 'rooms.waited']],
    ['the wait is over first', ['rooms.waited', 'rooms.entered']],
  ] as const)('admitted: nothing else is shown meanwhile, and it is told once (%s)', (_, order) => {
    const step = open();
    step.hello([], [before(garden)]);
    for (const event of order) {
      if (event === 'rooms.waited') step.event({ event, body: { roomId: garden.room.id, outcome: 'admitted' } });
      else step.event({ event, body: { summary: garden } });
      if (event === 'rooms.waited' && order[0] === event) expect(step.at('garden')?.kind).toBe('waiting');
    }
    expect(step.at('garden')).toBeUndefined();
    expect(step.ended).toEqual([{ waiting: before(garden), outcome: 'admitted' }]);
  });

  test.each(['turned-away', 'stopped', 'closed'] as const)('%s: said until one waits again', (outcome) => {
    const step = open();
    step.hello([], [before(garden)]);
    step.event({ event: 'rooms.waited', body: { roomId: garden.room.id, outcome } });
    expect(step.at('garden')).toEqual({ kind: 'waited', name: 'garden', outcome });
    expect(step.ended).toHaveLength(1);
    step.wait(before(garden, 2));
    expect(step.at('garden')?.kind).toBe('waiting');
  });

  test('the end of a wait that this window knows nothing of changes nothing', () => {
    const step = open();
    step.event({ event: 'rooms.waited', body: { roomId: garden.room.id, outcome: 'turned-away' } });
    expect(step.$doorsteps.get()).toEqual({});
  });

  test('what happened while away: in, or no longer waiting', () => {
    const step = open();
    step.hello([], [before(garden), before(kitchen)]);
    step.hello([garden], []);
    expect(step.ended.map(({ waiting, outcome }) => [waiting.slug, outcome])).toEqual([
      ['garden', 'admitted'],
      ['kitchen', 'over'],
    ]);
    expect(step.at('garden')).toBeUndefined();
    expect(step.at('kitchen')).toEqual({ kind: 'waited', name: 'kitchen', outcome: 'over' });
  });
});

describe('put out of a room', () => {
  test.each(['removed', 'banned', 'deleted'] as const)('%s: said until one is in again', (reason) => {
    const step = open();
    step.hello([garden], []);
    step.exit(garden, reason);
    expect(step.at('garden')).toEqual({ kind: 'gone', name: 'garden', reason });
    step.event({ event: 'rooms.entered', body: { summary: garden } });
    expect(step.at('garden')).toBeUndefined();
  });

  test('whoever left knows why', () => {
    const step = open();
    step.exit(garden, 'left');
    expect(step.$doorsteps.get()).toEqual({});
  });
});

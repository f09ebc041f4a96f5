import { expect, test } from 'vitest';
import type { RoomSummary } from '../../protocol/rooms.ts';
import { accountOf, summaryOf } from '../../protocol/samples.testing.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { newcomersIn, waitingKeys } from './newcomers.ts';

const room = (id: string, ...waiting: [name: string, askedAt: number][]): RoomSummary => ({
  ...summaryOf({ id: id as RoomId, slug: id, name: id, visibility: 'public', isLocked: false, createdAt: 0 }),
  lobby: waiting.map(([name, askedAt]) => ({ account: accountOf(name), askedAt })),
});
const told = (before: RoomSummary[], after: RoomSummary[]) =>
  newcomersIn(after, waitingKeys(before)).map(({ summary, waiting }) => [summary.room.id, ...waiting.map(({ account }) => account.id)]);

test('whoever comes to wait is told of, once', () => {
  const first = [room('garden', ['bob', 1]), room('kitchen')];
  expect(told([], first)).toEqual([['garden', 'bob']]);
  expect(told(first, first)).toEqual([]);
  expect(told(first, [room('garden', ['bob', 1], ['carol', 2]), room('kitchen', ['bob', 3])])).toEqual([
    ['garden', 'carol'],
    ['kitchen', 'bob'],
  ]);
});

test('somebody who asks again is told of again; who goes is not', () => {
  expect(told([room('garden', ['bob', 1])], [room('garden', ['bob', 5])])).toEqual([['garden', 'bob']]);
  expect(told([room('garden', ['bob', 1])], [room('garden')])).toEqual([]);
});

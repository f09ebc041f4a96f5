import { expect, test } from 'vitest';
import type { ParticipantId } from '../../protocol/wire.ts';
import { createSpeaking } from './speaking.ts';

const ids = (...names: string[]) => names as ParticipantId[];
const own = 'own' as ParticipantId;

test.each([
  { told: [['a']], recent: ['a'] },
  { told: [['a'], []], recent: ['a'] },
  { told: [['a'], ['b']], recent: ['b', 'a'] },
  { told: [['a'], ['b', 'a']], recent: ['a', 'b'] },
  { told: [['a'], ['b', 'a'], ['b']], recent: ['b', 'a'] },
  { told: [['own']], recent: [] },
  { told: [['a'], ['own', 'b']], recent: ['b', 'a'] },
])('after $told the ones who spoke last are $recent', ({ told, recent }) => {
  const speaking = createSpeaking();
  for (const names of told) speaking.hear(ids(...names), own);
  expect(speaking.$recent.get()).toEqual(recent);
});

test('says nothing while the same ones go on speaking, in whatever order', () => {
  const speaking = createSpeaking();
  let changes = 0;
  speaking.hear(ids('a', 'b'), own);
  speaking.$speaking.listen(() => changes++);
  speaking.hear(ids('b', 'a'), own);
  expect(changes).toBe(0);
  speaking.hear(ids('b'), own);
  expect(changes).toBe(1);
});

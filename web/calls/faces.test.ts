import { expect, test } from 'vitest';
import type { ParticipantId } from '../../protocol/wire.ts';
import { callOf, person } from './calls.testing.ts';
import { facesOf, type Face } from './faces.ts';

const own = 'alice' as ParticipantId;
const keys = (faces: readonly Face[]) => faces.map(({ key, isAway }) => (isAway ? `${key} (away)` : key));

test('the others in the order they joined', () => {
  expect(keys(facesOf(callOf(person('bob'), person('alice'), person('carol')), own, []))).toEqual(['account-bob 0', 'account-carol 0']);
});

test('one person with two devices is two faces', () => {
  expect(keys(facesOf(callOf(person('bob'), person('bob', [], 'bob-2')), own, []))).toEqual(['account-bob 0', 'account-bob 1']);
});

test('who holds their seat while they reconnect is away', () => {
  expect(keys(facesOf(callOf({ ...person('bob'), isAway: true }), own, []))).toEqual(['account-bob 0 (away)']);
});

test('in a call that was built anew everybody stands where they stood, those who are not back yet as away', () => {
  const ghosts = facesOf(callOf(person('bob'), person('carol')), own, []);
  const anew = callOf(person('dave'), person('carol', [], 'carol-2'), person('alice', [], 'alice-2'));
  expect(keys(facesOf(anew, 'alice-2' as ParticipantId, ghosts))).toEqual(['account-bob 0 (away)', 'account-carol 0', 'account-dave 0']);
});

import { atom } from 'nanostores';
import { expect, test } from 'vitest';
import type { RoomId } from '../../protocol/wire.ts';
import { createCallEnded } from './call-ended.ts';

const garden = 'garden' as RoomId;

const open = (rooms: RoomId[] = [garden]) => {
  const $currentCall = atom<{ roomId: RoomId } | null>(null);
  const mine = new Set(rooms);
  return { $currentCall, mine, $hasEnded: createCallEnded({ $currentCall, isIn: (id) => mine.has(id) }) };
};

test('a call that was left has ended; one that goes on has not', () => {
  const { $currentCall, $hasEnded } = open();
  expect($hasEnded.get()).toBe(false);
  $currentCall.set({ roomId: garden });
  expect($hasEnded.get()).toBe(false);
  $currentCall.set(null);
  expect($hasEnded.get()).toBe(true);
});

test('whoever was put out of the room is not asked to stay in touch', () => {
  const { $currentCall, mine, $hasEnded } = open();
  $currentCall.set({ roomId: garden });
  mine.delete(garden);
  $currentCall.set(null);
  expect($hasEnded.get()).toBe(false);
});

import { atom } from 'nanostores';
import { expect, test } from 'vitest';
import { createFakeClock } from './clock.ts';
import type { ConnectionState } from './connection.ts';
import { createTrouble } from './trouble.ts';

const waiting: ConnectionState = { kind: 'waiting', retryAtMs: 0, isOnline: true };

const open = (first: ConnectionState = { kind: 'ready' }) => {
  const clock = createFakeClock();
  const $state = atom<ConnectionState>(first);
  return { clock, $state, $trouble: createTrouble({ $state }, clock) };
};

test('a hiccup is not told', () => {
  const { clock, $state, $trouble } = open();
  $state.set(waiting);
  clock.advance(999);
  $state.set({ kind: 'ready' });
  clock.advance(5_000);
  expect($trouble.get()).toBe('none');
});

test('a loss is told after a second, through all attempts, until it is over', () => {
  const { clock, $state, $trouble } = open();
  $state.set(waiting);
  clock.advance(600);
  $state.set({ kind: 'connecting', attempt: 1 });
  clock.advance(400);
  expect($trouble.get()).toBe('offline');
  $state.set(waiting);
  expect($trouble.get()).toBe('offline');
  $state.set({ kind: 'ready' });
  expect($trouble.get()).toBe('none');
});

test('the first connection has three seconds', () => {
  const { clock, $trouble } = open({ kind: 'connecting', attempt: 0 });
  clock.advance(2_999);
  expect($trouble.get()).toBe('none');
  clock.advance(1);
  expect($trouble.get()).toBe('offline');
});

test('an update is told at once and stays', () => {
  const { clock, $state, $trouble } = open();
  $state.set(waiting);
  $state.set({ kind: 'outdated' });
  expect($trouble.get()).toBe('outdated');
  clock.advance(5_000);
  expect($trouble.get()).toBe('outdated');
});

import { expect, test, vi } from 'vitest';
import { hueOf, monogram } from './Avatar.tsx';
import { $notices, dismiss, notify } from './toasts.ts';

test.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['Ada King of Lovelace', 'AL'],
  ['  ada   lovelace ', 'AL'],
  ['👩‍🚀 Sally', '👩‍🚀S'],
  ['日本 太郎', '日太'],
  ['', ''],
])('the monogram of %s is %s', (name, letters) => expect(monogram(name)).toBe(letters));

test('colours are steady, and spread', () => {
  const hues = Array.from({ length: 100 }, (_, index) => hueOf(`account-${index}`));
  expect(hues[7]).toBe(hueOf('account-7'));
  expect(new Set(hues.map((hue) => Math.floor(hue / 60))).size).toBe(6);
});

test('notices: the same words once, three at most, gone after a while', () => {
  vi.useFakeTimers();
  for (const text of ['a', 'b', 'a', 'c', 'd']) notify(text);
  expect($notices.get().map(({ text }) => text)).toEqual(['a', 'c', 'd']);
  dismiss($notices.get()[0]!.id);
  expect($notices.get()).toHaveLength(2);
  vi.runAllTimers();
  expect($notices.get()).toEqual([]);
  vi.useRealTimers();
});

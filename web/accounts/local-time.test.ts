import { expect, it } from 'vitest';
import { tellTimeIn } from './local-time.ts';

const noon = Date.UTC(2026, 0, 15, 12);

it.each([
  ['Europe/Berlin', 'UTC', '1 hour ahead'],
  ['UTC', 'Europe/Berlin', '1 hour behind'],
  ['Asia/Tokyo', 'Europe/Berlin', '8 hours ahead'],
  ['Asia/Kolkata', 'UTC', '5 h 30 min ahead'],
  ['Europe/Paris', 'Europe/Berlin', 'same time as here'],
])('%s is, from %s, %s', (there, here, difference) => {
  expect(tellTimeIn(there, noon, here)?.difference).toBe(difference);
});

it('tells the time by the clocks there, and nothing of places that nobody knows', () => {
  expect(tellTimeIn('Asia/Kolkata', noon, 'UTC')?.clock).toMatch(/^(17:30|5:30.PM)$/);
  expect(tellTimeIn('Garden/Shed', noon, 'UTC')).toBeNull();
});

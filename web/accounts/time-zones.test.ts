import { expect, it } from 'vitest';
import { allTimeZones, cityOf, minutesAhead, offsetIn, ofToday, regionOf } from './time-zones.ts';

const summer = Date.UTC(2026, 6, 1);
const winter = Date.UTC(2026, 0, 1);

it.each([
  ['Europe/Berlin', summer, 'GMT+2', 120],
  ['Europe/Berlin', winter, 'GMT+1', 60],
  ['UTC', winter, 'GMT', 0],
  ['Asia/Kolkata', winter, 'GMT+5:30', 330],
  ['America/St_Johns', winter, 'GMT-3:30', -210],
  ['Garden/Shed', winter, '', null],
])('%s at %i is %s', (zone, at, offset, minutes) => {
  expect([offsetIn(zone, at), minutesAhead(zone, at)]).toEqual([offset, minutes]);
});

it('is called by its city and where that is', () => {
  expect([cityOf('America/Argentina/Buenos_Aires'), regionOf('America/Argentina/Buenos_Aires')]).toEqual([
    'Buenos Aires',
    'America, Argentina',
  ]);
  expect([cityOf('UTC'), regionOf('UTC')]).toEqual(['UTC', '']);
});

it('places are called as they are today', () => {
  expect(['Asia/Calcutta', 'Europe/Kiev', 'Europe/Berlin'].map(ofToday)).toEqual(['Asia/Kolkata', 'Europe/Kyiv', 'Europe/Berlin']);
  expect(allTimeZones([])).toContain('Asia/Kolkata');
  expect(allTimeZones([])).not.toContain('Asia/Calcutta');
});

it('all of them are there once, with the person’s own', () => {
  const zones = allTimeZones(['Europe/Berlin', null, 'Mars/Base']);
  expect(new Set(zones).size).toBe(zones.length);
  for (const zone of ['UTC', 'Europe/Berlin', 'Mars/Base']) expect(zones).toContain(zone);
});

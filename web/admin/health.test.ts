import { expect, test } from 'vitest';
import type { HouseState } from '../../protocol/admin.ts';
import { isWell, PARTS, verdictOf } from './health.ts';

const state = (change: Partial<HouseState> = {}): HouseState => ({
  version: '1.0.0',
  node: 'v24',
  startedAt: 1,
  database: { isUp: true, kind: 'sqlite', bytes: 1 },
  media: { workers: 2, alive: 2, address: null },
  mail: { isSetUp: true, waiting: 0, lastError: null },
  people: 1,
  guests: 0,
  rooms: 1,
  messages: 0,
  sessions: 1,
  calls: 0,
  storedBytes: 0,
  ...change,
});

test.each<[string, Partial<HouseState>, string, boolean]>([
  ['all is well', {}, 'ok ok ok', true],
  ['the database is down', { database: { isUp: false, kind: 'sqlite', bytes: 0 } }, 'bad ok ok', false],
  ['a worker is dead', { media: { workers: 2, alive: 1, address: null } }, 'ok bad ok', false],
  ['there is no worker', { media: { workers: 0, alive: 0, address: null } }, 'ok bad ok', false],
  ['no mail is sent', { mail: { isSetUp: false, waiting: 0, lastError: null } }, 'ok ok off', true],
  ['mail waits', { mail: { isSetUp: true, waiting: 3, lastError: null } }, 'ok ok ok', true],
  ['mail fails', { mail: { isSetUp: true, waiting: 3, lastError: 'refused' } }, 'ok ok bad', false],
])('%s', (_what, change, verdicts, well) => {
  expect(PARTS.map((part) => verdictOf(part, state(change))).join(' ')).toBe(verdicts);
  expect(isWell(state(change))).toBe(well);
});

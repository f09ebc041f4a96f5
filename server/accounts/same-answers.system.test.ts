// Whether an address is known is told by nothing: neither by words nor by time. Pairs of the same request, one for an address that has an account and one
// for an address that has none, taken in turns, and compared by rank (Mann-Whitney).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../ids.ts';
import { createFakeClock } from '../clock.ts';
import { openHouse, postJson, type House } from '../testing/house.ts';

const PAIRS = 60;
const clock = createFakeClock(Date.now());
let house: House;
beforeAll(async () => {
  house = await openHouse({ clock });
});
afterAll(() => house.close());

/** Two-sided, by the normal approximation: what remains of chance that the two are the same. */
const mannWhitney = (one: readonly number[], other: readonly number[]): number => {
  const all = [...one.map((value) => ({ value, isOne: true })), ...other.map((value) => ({ value, isOne: false }))].toSorted(
    (a, b) => a.value - b.value,
  );
  const rankSum = all.reduce((sum, { isOne }, index) => (isOne ? sum + index + 1 : sum), 0);
  const [n, m] = [one.length, other.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const z = Math.abs(u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  // Abramowitz and Stegun, 26.2.17.
  const t = 1 / (1 + 0.2316419 * z);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 2 * tail * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI));
};

it('the comparison itself tells a tenth more from the same', () => {
  const noise = (index: number) => ((index * 7_919) % 101) / 100;
  const base = Array.from({ length: PAIRS }, (_, index) => 50 + noise(index));
  expect(
    mannWhitney(
      base,
      base.map((value, index) => value - noise(index) + noise(index + 13)),
    ),
  ).toBeGreaterThan(0.05);
  expect(
    mannWhitney(
      base,
      base.map((value) => value * 1.1),
    ),
  ).toBeLessThan(0.001);
});

it.each<[what: string, spoil: (accountId: string) => Promise<unknown>]>([
  ['an account', async () => {}],
  ['an account without a password', (id) => house.database.db.deleteFrom('credentials').where('userId', '=', id).execute()],
  ['a suspended account', (id) => house.database.db.updateTable('accounts').set({ suspendedAt: 1 }).where('id', '=', id).execute()],
])('signing in with a wrong password is answered alike, and as soon, for nobody and for %s', async (_what, spoil) => {
  const person = await house.signUp(`Alice ${newId()}`);
  await spoil(person.account.id);
  const ask = async (email: string) => {
    const startedAt = performance.now();
    const response = await postJson(house.url, '/api/accounts/sign-in', { email, password: 'none of the nine teapots' });
    const body = await response.text();
    return { ms: performance.now() - startedAt, answer: `${response.status} ${body}` };
  };
  const known: number[] = [];
  const unknown: number[] = [];
  const answers = new Set<string>();
  for (let pair = 0; pair < PAIRS; pair++) {
    // Time for the limits, which count by address, to forget.
    clock.advance(60_000);
    const first = await ask(person.email);
    const second = await ask(`${newId()}@example.org`);
    known.push(first.ms);
    unknown.push(second.ms);
    answers.add(first.answer).add(second.answer);
  }
  expect(answers.size).toBe(1);
  expect([...answers][0]).toMatch(/^401 .*wrong-credentials/);
  expect(mannWhitney(known, unknown)).toBeGreaterThan(0.001);
});

// Somebody on a phone opens a link that they were sent: two clicks to the call, without an account; they talk, are heard and seen, and stay as
// a member who keeps what they had.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, createRoom, eventually, joinCall, message, PASSWORD, say, sees, tile, type Person } from './stage/cast.ts';
import { makeLink, PHONE } from './stage/guests.ts';
import { contrastOf, received } from './stage/media-facts.ts';
import { openHouse, type House } from './stage/server.ts';

const BLANK = 20;

describe('a guest', () => {
  let house: House;
  let browser: Browser;
  let alice: Person;
  let gus: Person;
  let link: string;
  /** Everything that the guest's browser asked for, with what it said of where it came from. */
  const asked: string[] = [];

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    alice = await arrive(browser, house.url, 'Alice');
    gus = await arrive(browser, house.url, 'Gus', PHONE);
    gus.page.on('request', (request) => asked.push(`${request.url()} ${request.headers()['referer'] ?? ''}`));
    await createAccount(alice);
    await createRoom(alice, 'Garden', true);
    await say(alice, 'Said before the call');
    await joinCall(alice);
    link = await makeLink(alice);
    await say(alice, 'Said in the call');
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  it('I20: opens the link; the secret is gone from the address bar at once, and a reload still knows it', async () => {
    await gus.page.goto(link);
    expect(gus.page.url()).toBe(`${house.url}/join`);
    await gus.page.getByText('Alice invites you to').waitFor();
    await gus.page.getByRole('heading', { level: 1, name: 'Garden' }).waitFor();
    await gus.page.getByText('1 person is in the call now.').waitFor();
    await gus.page.reload();
    await gus.page.getByText('Alice invites you to').waitFor();
    expect(gus.page.url()).toBe(`${house.url}/join`);
  });

  it('is in the call after a name and two clicks', async () => {
    await gus.page.getByLabel('Name').fill('Gus');
    await gus.page.getByRole('button', { name: 'Join room', exact: true }).click();
    await gus.page.getByRole('button', { name: 'Join now', exact: true }).click();
    await gus.page.getByRole('button', { name: 'Leave call', exact: true }).waitFor();
    expect(await gus.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  it('is heard and seen there, and hears and sees', async () => {
    for (const [person, other] of [
      [alice, 'Gus'],
      [gus, 'Alice'],
    ] as const) {
      await tile(person, other).waitFor();
      await eventually(async () => expect(await contrastOf(person.page, other)).toBeGreaterThan(BLANK));
      const before = await received(person.page);
      await eventually(async () => {
        const after = await received(person.page);
        expect(Object.entries(after.videos).some(([id, frames]) => frames > (before.videos[id] ?? 0))).toBe(true);
        expect(Object.values(after.voices).some((energy) => energy > 0)).toBe(true);
      });
    }
  });

  it('I7: writes, and reads what was said in the call, and nothing from before it', async () => {
    await gus.page.getByRole('button', { name: /^Show chat/ }).click();
    await sees(gus, 'Said in the call');
    expect(await message(gus, 'Said before the call').count()).toBe(0);
    await say(gus, 'Written on a phone');
    await sees(alice, 'Written on a phone');
  });

  it('is offered nothing that guests may not do', async () => {
    await gus.page.goto('/');
    await gus.page.getByRole('link', { name: 'Garden' }).waitFor();
    for (const name of ['Create room', 'Browse rooms', 'Invite people']) {
      expect(
        await gus.page
          .getByText(name, { exact: true })
          .or(gus.page.getByRole('button', { name, exact: true }))
          .count(),
        name,
      ).toBe(0);
    }
  });

  it('I1: the secret was in no address that the server saw, and no referrer', () => {
    const secret = link.split('#')[1]!;
    expect(secret).toHaveLength(43);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((line) => line.includes(secret))).toEqual([]);
  });

  it('is told once, after a call, that they can stay', async () => {
    const prompt = gus.page.getByRole('heading', { name: 'Stay in touch?' });
    for (const time of [1, 2]) {
      await gus.page.goto('/');
      await gus.page.getByRole('link', { name: 'Garden' }).click();
      await joinCall(gus);
      await gus.page.getByRole('button', { name: 'Leave call', exact: true }).click();
      await gus.page.getByRole('button', { name: 'Leave call', exact: true }).waitFor({ state: 'detached' });
      if (time === 1) await prompt.waitFor();
      else expect(await prompt.count()).toBe(0);
    }
  });

  it('I15: creates an account from within, and keeps name, room, and what was said', async () => {
    await gus.page.goto('/');
    await gus.page.getByRole('link', { name: 'Create account' }).click();
    await gus.page.getByLabel('Email').fill('gus@example.org');
    await gus.page.getByLabel('Password').fill(PASSWORD);
    await gus.page.getByRole('button', { name: 'Create account', exact: true }).click();
    await gus.page.getByText('gus@example.org').waitFor();
    await gus.page.goto('/');
    await gus.page.getByRole('button', { name: 'Create room', exact: true }).waitFor();

    const elsewhere = await arrive(browser, house.url, 'Gus');
    await elsewhere.page.goto('/sign-in');
    await elsewhere.page.getByLabel('Email').fill('gus@example.org');
    await elsewhere.page.getByLabel('Password').fill(PASSWORD);
    await elsewhere.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await elsewhere.page.getByRole('link', { name: 'Garden' }).click();
    await sees(elsewhere, 'Written on a phone');
    await say(elsewhere, 'And now a member');
    await sees(alice, 'And now a member');
    // One person, before and after: there is no second one, and no guest any more.
    await alice.page.getByRole('button', { name: 'Back to Garden' }).click();
    await alice.page.getByRole('button', { name: /^2 members/ }).click();
    const members = alice.page.getByRole('complementary', { name: 'Members' }).getByRole('listitem');
    await members.filter({ hasText: 'Gus' }).waitFor();
    expect(await members.filter({ hasText: 'Guest' }).count()).toBe(0);
    await alice.page.getByRole('button', { name: 'Leave call', exact: true }).click();
    expect(elsewhere.errors).toEqual([]);
  });

  it('no page met an error', () => {
    expect([...alice.errors, ...gus.errors]).toEqual([]);
  });
});

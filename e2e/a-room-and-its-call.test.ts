// The main story: three people in a room and its call. What each of them sees, hears and reads, and what is left when the server dies.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, createRoom, eventually, joinCall, joinRoom, say, sees, tile, type Person } from './stage/cast.ts';
import { contrastOf, received, type Received } from './stage/media-facts.ts';
import { openHouse, type House } from './stage/server.ts';

const BLANK = 20;

const grown = (before: Record<string, number>, after: Record<string, number>) =>
  Object.entries(after).filter(([id, count]) => count > (before[id] ?? 0)).length;

describe('a room and its call', () => {
  let house: House;
  let browser: Browser;
  let alice: Person;
  let bob: Person;
  let carol: Person;
  let room: string;
  const everybody = () => [alice, bob, carol];

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    [alice, bob, carol] = await Promise.all([
      arrive(browser, house.url, 'Alice'),
      arrive(browser, house.url, 'Bob'),
      arrive(browser, house.url, 'Carol'),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  it('one creates an account and a room, two more join it', async () => {
    await createAccount(alice);
    room = await createRoom(alice, 'Garden');
    expect(room).toBe('/rooms/garden');
    for (const person of [bob, carol]) {
      await createAccount(person);
      await joinRoom(person, room);
    }
    await say(alice, 'Shall we move the beds?');
    for (const person of everybody()) await sees(person, 'Shall we move the beds?');
  });

  it('all three join the call; each sees two moving pictures and hears two voices', async () => {
    for (const person of everybody()) await joinCall(person);
    for (const person of everybody()) {
      const others = everybody().filter((other) => other !== person);
      for (const other of others) await tile(person, other.name).waitFor();
      let before: Received = await received(person.page);
      await eventually(async () => {
        const after = await received(person.page);
        expect(grown(before.videos, after.videos)).toBe(2);
        expect(Object.values(after.voices).filter((energy) => energy > 0)).toHaveLength(2);
        // Once more, from here: pictures that moved once may have stopped.
        const again = await received(person.page);
        before = again;
      });
      for (const other of others) await eventually(async () => expect(await contrastOf(person.page, other.name)).toBeGreaterThan(BLANK));
    }
  });

  it('media is encrypted with AES-GCM', async () => {
    const { ciphers } = await received(alice.page);
    expect(ciphers.length).toBeGreaterThan(0);
    for (const cipher of ciphers) expect(cipher).toMatch(/AEAD_AES_(128|256)_GCM/);
  });

  it('the second turns microphone and camera off and on again, and the others see it', async () => {
    await bob.page.getByRole('button', { name: 'Turn off microphone', exact: true }).click();
    await bob.page.getByRole('button', { name: 'Turn on microphone', exact: true }).waitFor();
    for (const person of [alice, carol]) await person.page.locator('[role=group][aria-label=Bob][data-muted=true]').waitFor();
    await bob.page.getByRole('button', { name: 'Turn off camera', exact: true }).click();
    for (const person of [alice, carol]) await tile(person, 'Bob').locator('video').waitFor({ state: 'hidden' });

    await bob.page.getByRole('button', { name: 'Turn on microphone', exact: true }).click();
    await bob.page.getByRole('button', { name: 'Turn on camera', exact: true }).click();
    for (const person of [alice, carol]) {
      await person.page.locator('[role=group][aria-label=Bob][data-muted=false]').waitFor();
      await eventually(async () => expect(await contrastOf(person.page, 'Bob')).toBeGreaterThan(BLANK));
      const before = await received(person.page);
      await eventually(async () => expect(grown(before.videos, (await received(person.page)).videos)).toBe(2));
    }
  });

  it('messages during the call reach all', async () => {
    await say(bob, 'I can hear you both');
    await say(carol, 'Me too');
    for (const person of everybody()) {
      await sees(person, 'I can hear you both');
      await sees(person, 'Me too');
    }
  });

  it('they are there after the server was killed and started again, and so is the call', async () => {
    await house.kill();
    await house.start();
    for (const person of everybody()) {
      await tile(person, person === alice ? 'Bob' : 'Alice').waitFor();
      const before = await received(person.page);
      await eventually(async () => expect(grown(before.videos, (await received(person.page)).videos)).toBe(2), 40_000);
    }
    await say(alice, 'Still here?');
    for (const person of everybody()) {
      await sees(person, 'Still here?');
      await sees(person, 'Me too');
    }
    const late = await alice.context.newPage();
    await late.goto(room);
    for (const text of ['Shall we move the beds?', 'I can hear you both', 'Me too', 'Still here?']) {
      await late.locator('[data-message-text]').filter({ hasText: text }).first().waitFor();
    }
    await late.close();
  });

  it('the third closes the tab, and the tile goes', async () => {
    await carol.page.close();
    for (const person of [alice, bob]) await tile(person, 'Carol').waitFor({ state: 'detached', timeout: 10_000 });
  });

  it('leaving frees the seat and ends the call with the last', async () => {
    await bob.page.getByRole('button', { name: 'Leave call', exact: true }).click();
    await tile(alice, 'Bob').waitFor({ state: 'detached' });
    await bob.page.getByRole('button', { name: 'Join call', exact: true }).waitFor();
    await alice.page.getByRole('button', { name: 'Leave call', exact: true }).click();
    await alice.page.getByRole('button', { name: 'Join call', exact: true }).waitFor();
  });

  it('no page met an error', () => {
    expect(everybody().flatMap(({ errors }) => errors)).toEqual([]);
  });
});

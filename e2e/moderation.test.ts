// Keeping order in a call: turning off, asking to turn on, taking the right to speak, removing, banning, and locking the room.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, createRoom, eventually, joinCall, joinRoom, tile, type Person } from './stage/cast.ts';
import { comeAsGuest, inCallMenu, makeLink } from './stage/guests.ts';
import { received } from './stage/media-facts.ts';
import { openHouse, type House } from './stage/server.ts';

const WITHIN_MS = 1_000;
/** In the unit of `totalAudioEnergy`, over `LISTEN_MS`; the fake microphone beeps once a second. */
const SILENCE = 1e-6;
const LISTEN_MS = 1_200;

const energy = async ({ page }: Person): Promise<number> =>
  Object.values((await received(page)).voices).reduce((sum, voice) => sum + voice, 0);

/** How much is heard from all others, for a while. */
const heardBy = async (person: Person): Promise<number> => {
  const before = await energy(person);
  await person.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), LISTEN_MS);
  return (await energy(person)) - before;
};

/** Counts what the page has opened and not given back; must run before its scripts. */
const watchDevices = (): void => {
  const opened: MediaStreamTrack[] = [];
  (window as unknown as { openedDevices: MediaStreamTrack[] }).openedDevices = opened;
  const { mediaDevices } = navigator;
  const real = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await real(constraints);
    opened.push(...stream.getTracks());
    return stream;
  };
};
const openDevices = ({ page }: Person): Promise<number> =>
  page.evaluate(
    () =>
      (window as unknown as { openedDevices: MediaStreamTrack[] }).openedDevices.filter(({ readyState }) => readyState === 'live').length,
  );

describe('moderation', () => {
  let house: House;
  let browser: Browser;
  let alice: Person;
  let bob: Person;
  let gus: Person;
  let link: string;
  const muted = (name: string, isMuted: boolean) => `[role=group][aria-label=${name}][data-muted=${String(isMuted)}]`;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    alice = await arrive(browser, house.url, 'Alice');
    bob = await arrive(browser, house.url, 'Bob');
    await bob.context.addInitScript(watchDevices);
    await createAccount(alice);
    await createAccount(bob);
    await createRoom(alice, 'Garden');
    link = await makeLink(alice);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  it('O11: locks the room: nobody new comes in, until it is unlocked', async () => {
    const { page } = alice;
    await page.getByRole('button', { name: /and settings/ }).click();
    await page.getByRole('button', { name: 'Lock room', exact: true }).click();
    await page.getByText(/^Locked/).waitFor();
    const hanna = await comeAsGuest(browser, link, 'Hanna');
    await hanna.page.getByRole('heading', { name: 'Garden is locked' }).waitFor();
    await bob.page.goto('/rooms/garden');
    await bob.page.getByRole('button', { name: 'Join room', exact: true }).click();
    await bob.page.getByText('The room is locked').first().waitFor();
    await page.getByRole('button', { name: 'Unlock room', exact: true }).click();
    await hanna.page.getByRole('button', { name: 'Try again', exact: true }).click();
    await hanna.page.getByRole('button', { name: 'Join room', exact: true }).click();
    await hanna.page.getByRole('button', { name: 'Join now', exact: true }).waitFor();
    expect(hanna.errors).toEqual([]);
    await hanna.context.close();
    await page.getByRole('button', { name: 'Close the members' }).click();
  });

  it('a member and a guest join the call', async () => {
    await joinRoom(bob, '/rooms/garden');
    gus = await comeAsGuest(browser, link, 'Gus');
    await gus.page.getByRole('button', { name: 'Join now', exact: true }).click();
    await joinCall(bob);
    await joinCall(alice);
    for (const name of ['Bob', 'Gus']) await tile(alice, name).waitFor();
    expect(await openDevices(bob)).toBeGreaterThan(0);
  });

  it('M26: the owner turns off a microphone: nothing of it is heard any more, and who did it is said', async () => {
    await eventually(async () => expect(await heardBy(alice)).toBeGreaterThan(SILENCE * 100));
    await inCallMenu(alice, 'Gus', 'Turn off their microphone');
    await gus.page.getByText('Alice turned off your microphone.').first().waitFor();
    await gus.page.getByRole('button', { name: 'Turn on microphone', exact: true }).first().waitFor();
    for (const { page } of [alice, bob]) await page.locator(muted('Gus', true)).waitFor();
    await inCallMenu(alice, 'Bob', 'Turn off their microphone');
    await alice.page.locator(muted('Bob', true)).waitFor();
    // Both are off. What a browser makes up for lost packets dies away.
    await eventually(async () => expect(await heardBy(alice)).toBeLessThan(SILENCE));
  });

  it('M29: asks to unmute; nothing goes on before they say so', async () => {
    await inCallMenu(alice, 'Gus', 'Ask to unmute');
    const question = gus.page.getByRole('region', { name: 'Alice asks you to unmute.' });
    await question.waitFor();
    expect(await alice.page.locator(muted('Gus', true)).count()).toBe(1);
    await question.getByRole('button', { name: 'Not now', exact: true }).click();
    await question.waitFor({ state: 'detached' });
    expect(await alice.page.locator(muted('Gus', true)).count()).toBe(1);
    await inCallMenu(alice, 'Gus', 'Ask to unmute');
    await question.getByRole('button', { name: 'Turn on microphone', exact: true }).click();
    await alice.page.locator(muted('Gus', false)).waitFor();
    await question.waitFor({ state: 'detached' });
  });

  it('M25: takes the right to speak and gives it back; nothing goes on by itself', async () => {
    await inCallMenu(alice, 'Gus', 'May speak');
    await alice.page.locator(muted('Gus', true)).waitFor();
    await gus.page.getByText('You may no longer speak here').first().waitFor();
    const toggle = gus.page.getByRole('group', { name: 'Your part in the call' }).getByRole('button', { name: 'Turn on microphone' });
    expect(await toggle.getAttribute('aria-disabled')).toBe('true');
    await inCallMenu(alice, 'Gus', 'May speak');
    await gus.page.getByText('You may speak now.').first().waitFor();
    expect(await toggle.getAttribute('aria-disabled')).toBeNull();
    expect(await alice.page.locator(muted('Gus', true)).count()).toBe(1);
    await toggle.click();
    await alice.page.locator(muted('Gus', false)).waitFor();
  });

  it('is offered to nobody who may not', async () => {
    for (const { page } of [bob, gus]) {
      await page.getByRole('button', { name: 'Show people', exact: true }).click();
      await page.getByRole('complementary', { name: 'People' }).getByText('Alice').waitFor();
      expect(await page.getByRole('button', { name: /^More about|^Mute everybody$/ }).count()).toBe(0);
    }
  });

  it('O8: removes somebody: out of the call at once, and told why', async () => {
    await inCallMenu(alice, 'Bob', 'Remove');
    await alice.page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await bob.page.getByRole('heading', { name: 'You were removed from Garden' }).waitFor({ timeout: WITHIN_MS });
    await tile(alice, 'Bob').waitFor({ state: 'detached' });
    // Nothing is left of the call in their page: no bar that offers it again, and no device that is still open.
    await eventually(async () => expect(await openDevices(bob)).toBe(0));
    await bob.page.getByRole('link', { name: 'Go to your rooms' }).click();
    await bob.page.getByRole('button', { name: 'Create room', exact: true }).waitFor();
    expect(await bob.page.getByRole('region', { name: 'The call that you are in' }).count()).toBe(0);
    expect(await bob.page.evaluate(() => (window.seenConnections ?? []).every(({ connectionState }) => connectionState === 'closed'))).toBe(
      true,
    );
  });

  it('O9: bans somebody: the call ends for them within a second, and no link lets them back', async () => {
    await inCallMenu(alice, 'Gus', 'Ban');
    await alice.page.getByRole('dialog').getByRole('button', { name: 'Ban', exact: true }).click();
    await gus.page.getByRole('heading', { name: 'You were banned from Garden' }).waitFor({ timeout: WITHIN_MS });
    await tile(alice, 'Gus').waitFor({ state: 'detached', timeout: WITHIN_MS });
    expect(await gus.page.evaluate(() => (window.seenConnections ?? []).every(({ connectionState }) => connectionState === 'closed'))).toBe(
      true,
    );
    const another = await makeLink(alice, async (page) => {
      await page.getByLabel('May be used').selectOption('ten');
    });
    expect(another).not.toBe(link);
    for (const each of [link, another]) {
      await gus.page.goto(each);
      await gus.page.getByRole('button', { name: 'Join room', exact: true }).click();
      await gus.page.getByRole('heading', { name: 'You cannot come into Garden' }).waitFor();
    }
  });

  it('lifts the ban, and they may come in again', async () => {
    const { page } = alice;
    await page.getByRole('button', { name: 'Leave call', exact: true }).click();
    await page.getByRole('button', { name: /and settings/ }).click();
    await page.getByRole('button', { name: 'Banned', exact: true }).click();
    await page.getByRole('button', { name: 'Lift the ban on Gus', exact: true }).click();
    await page.getByText('Nobody is banned from this room.').waitFor();
    await gus.page.goto(link);
    await gus.page.getByRole('button', { name: 'Join room', exact: true }).click();
    await gus.page.getByRole('button', { name: 'Join now', exact: true }).waitFor();
  });

  it('no page met an error', () => {
    expect([alice, bob, gus].flatMap(({ errors }) => errors)).toEqual([]);
  });
});

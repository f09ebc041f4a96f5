// People wait in front of a room: one is let in and goes on from there by themselves, another is turned away and told so.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, createRoom, joinCall, say, sees, tile, type Person } from './stage/cast.ts';
import { comeAsGuest, makeLink, PHONE, throughTheLobby } from './stage/guests.ts';
import { openHouse, type House } from './stage/server.ts';

describe('the lobby', () => {
  let house: House;
  let browser: Browser;
  let alice: Person;
  let gus: Person;
  let hanna: Person;
  let link: string;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    alice = await arrive(browser, house.url, 'Alice');
    await createAccount(alice);
    await createRoom(alice, 'Garden', true);
    link = await makeLink(alice, throughTheLobby);
    await say(alice, 'Not for those who wait');
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  it('whoever comes by its link waits, also after a reload, and sees nothing of the room', async () => {
    gus = await comeAsGuest(browser, link, 'Gus', PHONE);
    await alice.page.getByRole('region', { name: 'Waiting to come in' }).getByText('Gus waits to come in').waitFor();
    await alice.page.getByRole('link', { name: 'Lounge' }).click();
    await alice.page.getByRole('heading', { level: 1, name: 'Lounge' }).waitFor();
    hanna = await comeAsGuest(browser, link, 'Hanna');
    await alice.page.getByText('Hanna waits to come into Garden.').waitFor();
    for (const { page } of [gus, hanna]) {
      await page.getByRole('button', { name: 'Stop waiting', exact: true }).waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Stop waiting', exact: true }).waitFor();
      expect(await page.title()).toContain('Waiting · Garden');
      expect(await page.getByText('Not for those who wait').count()).toBe(0);
      expect(await page.getByLabel('Message', { exact: true }).count()).toBe(0);
      // Meanwhile they see themselves.
      await page.getByRole('group', { name: 'What others will see of you' }).locator('video').waitFor();
    }
  });

  it('whoever may let them in sees it where they are: in another room, in the room, and in its call', async () => {
    const { page } = alice;
    expect(await page.title()).toContain('Gus waits · Garden');
    const row = page.getByRole('link', { name: 'Garden' });
    expect(await row.evaluate((element) => document.getElementById(element.getAttribute('aria-describedby')!)!.textContent)).toContain(
      'Gus and Hanna wait to come in',
    );
    await row.click();
    await page.getByRole('region', { name: 'Waiting to come in' }).getByText('Gus and Hanna wait to come in').waitFor();
    await joinCall(alice);
    await page.getByRole('region', { name: 'Waiting to come in' }).waitFor();
  });

  it('the one who is let in goes on to the call by themselves', async () => {
    const notice = alice.page.getByRole('region', { name: 'Waiting to come in' });
    await notice.getByRole('button', { name: 'Show', exact: true }).click();
    await notice.getByRole('button', { name: 'Let in Gus', exact: true }).click();
    await gus.page.getByRole('button', { name: 'Join now', exact: true }).click();
    await tile(alice, 'Gus').waitFor();
    await gus.page.getByRole('button', { name: /^Show chat/ }).click();
    await say(gus, 'Here I am');
    await sees(alice, 'Here I am');
  });

  it('the other is turned away, and told', async () => {
    const notice = alice.page.getByRole('region', { name: 'Waiting to come in' });
    await notice.getByText('Hanna waits to come in').waitFor();
    await notice.getByRole('button', { name: 'Turn away', exact: true }).click();
    await hanna.page.getByRole('heading', { name: 'You were not let in to Garden' }).waitFor();
    await notice.waitFor({ state: 'detached' });
    await hanna.page.goto('/');
    expect(await hanna.page.getByRole('link', { name: 'Garden' }).count()).toBe(0);
  });

  it('who comes while one reads another room is told of there, and all are let in at once', async () => {
    const { page } = alice;
    await page.getByRole('button', { name: 'Back to Garden' }).click();
    await page.getByRole('link', { name: 'Lounge' }).click();
    const ivo = await comeAsGuest(browser, link, 'Ivo');
    await page.getByRole('region', { name: 'Waiting to come in' }).getByText('Ivo waits to come in').waitFor();
    const jana = await comeAsGuest(browser, link, 'Jana');
    const notice = page.getByRole('region', { name: 'Waiting to come in' });
    await notice.getByText('Ivo and Jana wait to come in').waitFor();
    await notice.getByRole('button', { name: 'Let all in', exact: true }).click();
    for (const person of [ivo, jana]) await person.page.getByRole('button', { name: 'Join now', exact: true }).waitFor();
    expect([...ivo.errors, ...jana.errors]).toEqual([]);
    await ivo.context.close();
    await jana.context.close();
  });

  it('who does not want to wait any longer stops, and is no longer shown', async () => {
    const kim = await comeAsGuest(browser, link, 'Kim');
    const notice = alice.page.getByRole('region', { name: 'Waiting to come in' });
    await notice.getByText('Kim waits to come in').waitFor();
    await kim.page.getByRole('button', { name: 'Stop waiting', exact: true }).click();
    await kim.page.getByRole('heading', { name: 'You no longer wait for Garden' }).waitFor();
    await notice.waitFor({ state: 'detached' });
    expect(kim.errors).toEqual([]);
    await kim.context.close();
  });

  it('no page met an error', () => {
    expect([alice, gus, hanna].flatMap(({ errors }) => errors)).toEqual([]);
  });
});

// Names, rooms and messages that are meant to do harm, seen by somebody else: they are text wherever they stand, and nothing is fetched for them.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import { arrive, createRoom, joinRoom, message, PASSWORD, say, type Person } from './stage/cast.ts';
import { openHouse, type House } from './stage/server.ts';

const EVIL = '<img src=x onerror="window.harmed=1"><svg/onload=window.harmed=1>';

describe('words that are meant to do harm', () => {
  let house: House;
  let browser: Browser;
  let listener: Server;
  let address: string;
  /** What anybody fetched from elsewhere. */
  const fetched: string[] = [];
  let mallory: Person;
  let bob: Person;

  beforeAll(async () => {
    listener = createServer((request, response) => {
      fetched.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    mallory = await arrive(browser, house.url, 'Mallory');
    bob = await arrive(browser, house.url, 'Bob');
    for (const [{ page }, name] of [
      [bob, 'Bob'],
      [mallory, EVIL.slice(0, 60)],
    ] as const) {
      await page.goto('/create-account');
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Email').fill(`${name === 'Bob' ? 'bob' : 'mallory'}@example.org`);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Create account', exact: true }).click();
      await page.getByRole('button', { name: 'Create room', exact: true }).waitFor();
    }
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
    listener?.close();
  });

  const isUnharmed = async ({ page }: Person) => {
    expect(await page.evaluate(() => (window as { harmed?: number }).harmed)).toBeUndefined();
    expect(await page.locator('img[src="x"], svg[onload]').count()).toBe(0);
  };

  it('A9: a message makes nobody’s browser fetch anything', async () => {
    const path = await createRoom(bob, 'A room');
    await joinRoom(mallory, path);
    const words = `![picture](${address}/markdown.png) <img src="${address}/html.png"> ${address}/link.png and the end`;
    await say(mallory, words);
    await message(bob, 'and the end').first().waitFor();
    await bob.page
      .getByRole('link', { name: `${address}/link.png` })
      .first()
      .waitFor();
    // What the page fetches, it fetches before it answers this.
    await bob.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    expect(fetched).toEqual([]);
    // The page's policy would stop them, too; there is nothing for it to stop.
    expect(await bob.page.locator('[data-message-text] :is(img, video, iframe, object, embed)').count()).toBe(0);
    await isUnharmed(bob);
  });

  it('A18: names are text where they are asked about, too', async () => {
    const { page } = bob;
    await page.getByRole('button', { name: /members? and settings/ }).click();
    await page.getByRole('button', { name: /^More about .*onerror/ }).click();
    await page.getByRole('menuitem', { name: /^Remove/ }).click();
    await page.getByRole('dialog').getByText('onerror').first().waitFor();
    await isUnharmed(bob);
    expect([...bob.errors, ...mallory.errors]).toEqual([]);
  });
});

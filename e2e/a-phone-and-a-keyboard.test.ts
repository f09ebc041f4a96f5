// Signing up, signing in, a room and a message, at 360 px and without a mouse.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import { arrive, PASSWORD, sees, type Person } from './stage/cast.ts';
import { openHouse, type House } from './stage/server.ts';

const TABS = 40;

/** Goes on with Tab until the element is where the keyboard is, as a person would. */
const tabTo = async (page: Page, role: 'button' | 'link' | 'textbox' | 'radio', name: string | RegExp): Promise<void> => {
  const target = page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name }).first();
  await target.waitFor();
  for (let tab = 0; tab < TABS; tab++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${String(name)} was not reached with Tab`);
};

const fitsTheWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

describe('a phone and a keyboard', () => {
  let house: House;
  let browser: Browser;
  let alice: Person;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    alice = await arrive(browser, house.url, 'Alice', { viewport: { width: 360, height: 740 } });
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  it('creates an account; what is wrong is said, and nothing typed is lost', async () => {
    const { page } = alice;
    await page.goto('/create-account');
    await tabTo(page, 'textbox', 'Name');
    await page.keyboard.type('Alice');
    await page.keyboard.press('Tab');
    await page.keyboard.type('alice@example.org');
    await page.keyboard.press('Tab');
    await page.keyboard.type('short');
    await page.keyboard.press('Enter');
    await page.locator('[aria-invalid=true]').first().waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Alice');
    expect(await page.getByLabel('Password').evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Create room', exact: true }).waitFor();
    expect(await fitsTheWidth(page)).toBe(true);
  });

  it('makes a room and writes in it', async () => {
    const { page } = alice;
    await tabTo(page, 'button', 'Create room');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Name').waitFor();
    await page.keyboard.type('Garden');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Garden' }).waitFor();
    expect(await fitsTheWidth(page)).toBe(true);
    await tabTo(page, 'textbox', 'Message');
    await page.keyboard.type('Written without a mouse');
    await page.keyboard.press('Enter');
    await sees(alice, 'Written without a mouse');
  });

  it('goes back to its rooms, signs out, and signs in again', async () => {
    const { page } = alice;
    await tabTo(page, 'link', /back to rooms/i);
    await page.keyboard.press('Enter');
    const account = page.getByRole('button', { name: 'Sign out', exact: true });
    if (!(await account.isVisible())) {
      await tabTo(page, 'button', /Alice/);
      await page.keyboard.press('Enter');
    }
    await tabTo(page, 'button', 'Sign out');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await tabTo(page, 'textbox', 'Email');
    await page.keyboard.type('alice@example.org');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Create room', exact: true }).waitFor();
  });

  it('no page met an error', () => {
    expect(alice.errors).toEqual([]);
  });
});

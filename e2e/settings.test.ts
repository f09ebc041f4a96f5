// The settings from the keyboard; the devices that are signed in, which are signed out from one of them; and the end of an account.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, createRoom, joinRoom, PASSWORD, say, sees, type Person } from './stage/cast.ts';
import { openHouse, type House } from './stage/server.ts';
import { accountMenu, emailOf, giveCredentials, isOut, openSettings, signIn } from './stage/ways-in.ts';

describe('settings', () => {
  let house: House;
  let browser: Browser;
  let alice: Person;
  let bob: Person;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    alice = await arrive(browser, house.url, 'Alice');
    bob = await arrive(browser, house.url, 'Bob');
    await createAccount(alice);
    await createAccount(bob);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  it('are reached and left by the keyboard alone', async () => {
    const { page } = alice;
    const room = await createRoom(alice, 'Garden');
    await accountMenu(alice).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Settings' }).waitFor();
    await page.keyboard.press('s');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Profile' }).waitFor();
    const link = page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Account' });
    await link.focus();
    await page.keyboard.press('Enter');
    const heading = page.getByRole('heading', { level: 1, name: 'Account' });
    await heading.waitFor();
    // A screen reader says where one is.
    await expect.poll(() => heading.evaluate((element) => document.activeElement === element)).toBe(true);

    await page.getByRole('button', { name: 'Change password' }).press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await page.getByLabel('Present password').evaluate((element) => document.activeElement === element)).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/settings/account');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Garden' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(room);
  });

  it('on a phone are a list, then a page', async () => {
    const { page } = alice;
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto('/settings');
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await page.getByRole('link', { name: 'Appearance' }).click();
    await page.getByRole('heading', { level: 1, name: 'Appearance' }).waitFor();
    expect(await page.getByRole('link', { name: 'Security' }).count()).toBe(0);
    await page.getByRole('radio', { name: 'Dark' }).check();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
    await page.getByRole('link', { name: 'All settings' }).click();
    await page.getByRole('link', { name: 'Security' }).waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('P50: show where one is signed in, and sign each out at once, or all others', async () => {
    const others = [
      await arrive(browser, house.url, 'Alice', {
        userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1',
      }),
      await arrive(browser, house.url, 'Alice', {
        userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0',
      }),
      await arrive(browser, house.url, 'Alice', {
        userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15',
      }),
    ] as const;
    for (const other of others) await signIn(other, emailOf(alice));
    const [phone, firefox, mac] = others;
    const { page } = alice;
    await openSettings(alice, 'security');
    await page.getByText('This device', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Sign out Safari on iPhone' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click();
    await isOut(phone);
    await page.getByRole('button', { name: 'Sign out Safari on iPhone' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Sign out all others' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out all others' }).click();
    await Promise.all([isOut(firefox), isOut(mac)]);
    await page.getByText('The devices are signed out.').waitFor();
    await page.getByText('This device', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /^Sign out / }).count()).toBe(0);
    await Promise.all(others.map(({ context }) => context.close()));
  });

  it('end an account: what was said stays, signed as deleted', async () => {
    const { page } = bob;
    await joinRoom(bob, '/rooms/garden');
    await say(bob, 'I was here');
    await alice.page.goto('/rooms/garden');
    await sees(alice, 'I was here');
    await openSettings(bob, 'account');
    await page.getByRole('button', { name: /^Delete account/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Password').fill('not the password at all');
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await dialog.getByText('This is not your password.').waitFor();
    await dialog.getByLabel('Password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await isOut(bob);
    await page.getByText('Your account is deleted.').waitFor();
    await sees(alice, 'I was here');
    await alice.page.getByText('Deleted account').first().waitFor();
    await giveCredentials(bob, emailOf(bob));
    await page.getByText('No account has this email and password').waitFor();
    // The owner hands the house over first.
    await openSettings(alice, 'account');
    expect(await alice.page.getByRole('button', { name: /^Delete account/ }).isDisabled()).toBe(true);
    expect([...alice.errors, ...bob.errors]).toEqual([]);
  });
});

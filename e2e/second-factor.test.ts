// Codes from an authenticator: turned on with a real one, asked for, replaced by a backup code that works once, and turned off again.
import { URI, type TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, type Person } from './stage/cast.ts';
import { openHouse, type House } from './stage/server.ts';
import { confirmWith, emailOf, giveCredentials, isIn, isOut, openSettings, signIn, signOut } from './stage/ways-in.ts';

describe('a second factor', () => {
  let house: House;
  let browser: Browser;
  let alice: Person;
  let authenticator: TOTP;
  let backup: string[];

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    alice = await arrive(browser, house.url, 'Alice');
    await createAccount(alice);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  /** The one after the present: each is good once, and half a minute early is in time. */
  const nextCode = () => authenticator.generate({ timestamp: Date.now() + 30_000 });

  it('P40: is turned on with the key that is shown, and tells its backup codes', async () => {
    const { page } = alice;
    await openSettings(alice, 'security');
    await page.getByRole('button', { name: 'Turn on codes', exact: true }).click();
    await confirmWith(alice, 'Go on', 'not the password at all');
    await page.getByText('This is not your password.').waitFor();
    await confirmWith(alice, 'Go on');
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    const uri = await page.getByRole('link', { name: /The app is on this device/ }).getAttribute('href');
    authenticator = URI.parse(uri!) as TOTP;
    // What is shown to be typed by hand is the same key.
    const key = await page.getByText(/^Key:/).locator('..').innerText();
    expect(key.replace(/^Key:/, '').replaceAll(/\s/g, '')).toBe(authenticator.secret.base32);

    // Sent by itself with the sixth digit.
    await page.getByLabel('Six digits').fill(authenticator.generate());
    await page.getByRole('heading', { name: 'Your backup codes' }).waitFor();
    backup = await page.getByRole('dialog').getByRole('listitem').allInnerTexts();
    expect(new Set(backup).size).toBe(10);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    expect((await download).suggestedFilename()).toBe('parlor-backup-codes.txt');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 left').waitFor();
  });

  it('P41: after the password comes the code, and nothing before it', async () => {
    const { page } = alice;
    await signOut(alice);
    await giveCredentials(alice, emailOf(alice));
    const field = page.getByLabel('Six digits');
    await field.waitFor();
    // There is nobody signed in yet, also for whoever opens a room now.
    const me = await page.evaluate(async () => (await fetch('/api/accounts/me')).json() as Promise<{ account: unknown }>);
    expect(me.account).toBe(null);
    expect(await field.evaluate((element) => document.activeElement === element)).toBe(true);
    await field.fill('000000');
    await page.getByText('These are not the right digits.', { exact: false }).waitFor();
    expect(await field.inputValue()).toBe('');
    // As authenticators show it, with a space.
    await field.pressSequentially(nextCode().replace(/(...)/, '$1 '));
    await isIn(alice);
  });

  it('P43: a backup code stands in, once', async () => {
    const { page } = alice;
    const enter = async () => {
      await signOut(alice);
      await giveCredentials(alice, emailOf(alice));
      await page.getByRole('button', { name: 'Use a backup code instead' }).click();
      await page.getByLabel('Backup code').fill(backup[0]!);
      await page.getByRole('button', { name: 'Go on' }).click();
    };
    await enter();
    await isIn(alice);
    await enter();
    await page.getByText('This is none of your backup codes').waitFor();
    await page.getByLabel('Backup code').fill(backup[1]!);
    await page.keyboard.press('Enter');
    await isIn(alice);
    await openSettings(alice, 'security');
    await page.getByText('8 left').waitFor();
  });

  it('one goes back to the door, and another tab learns that one is in', async () => {
    const { page, context } = alice;
    await signOut(alice);
    await giveCredentials(alice, emailOf(alice));
    await page.getByRole('button', { name: 'Sign in as somebody else' }).click();
    await isOut(alice);
    const other = await context.newPage();
    await other.goto('/sign-in');
    await other.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await giveCredentials(alice, emailOf(alice));
    await page.getByRole('button', { name: 'Use a backup code instead' }).click();
    await page.getByLabel('Backup code').fill(backup[2]!);
    await page.keyboard.press('Enter');
    await isIn(alice);
    await other.getByRole('button', { name: 'Create room', exact: true }).waitFor();
    await other.close();
  });

  it('new backup codes end the old, and turning it off ends both', async () => {
    const { page } = alice;
    await openSettings(alice, 'security');
    await page.getByRole('button', { name: 'Make new codes', exact: true }).click();
    await confirmWith(alice, 'Make new codes');
    await page.getByRole('heading', { name: 'Your backup codes' }).waitFor();
    const renewed = await page.getByRole('dialog').getByRole('listitem').allInnerTexts();
    expect(renewed.filter((code) => backup.includes(code))).toEqual([]);
    await page.getByRole('button', { name: 'I have kept them' }).click();

    await page.getByRole('button', { name: 'Turn off codes', exact: true }).click();
    await confirmWith(alice, 'Turn off codes');
    await page.getByRole('button', { name: 'Turn on codes', exact: true }).waitFor();
    await signOut(alice);
    await signIn(alice);
    expect(alice.errors).toEqual([]);
  });
});

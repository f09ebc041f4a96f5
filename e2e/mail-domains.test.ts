// A house for the people of one mail domain: others are told, and whoever says that an address is theirs is let in once they have shown it.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMailServer, type MailServer } from '../server/testing/mail-server.ts';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, PASSWORD, type Person } from './stage/cast.ts';
import { openHouse, type House } from './stage/server.ts';
import { isIn } from './stage/ways-in.ts';

describe('a house for one mail domain', () => {
  let mailbox: MailServer;
  let house: House;
  let browser: Browser;
  let alice: Person;
  let bob: Person;

  beforeAll(async () => {
    mailbox = await startMailServer();
    const settings = (url: string) => ({ PUBLIC_URL: url, SMTP_URL: mailbox.url, MAIL_FROM: 'parlor@house.example' });
    [house, browser] = await Promise.all([openHouse(settings), openBrowser()]);
    alice = await arrive(browser, house.url, 'Alice');
    bob = await arrive(browser, house.url, 'Bob');
    await createAccount(alice);
    const { page } = alice;
    await page.goto('/admin/sign-up');
    await page.getByRole('radio', { name: 'By mail domain' }).check();
    await page.getByLabel('Add a domain').fill('club.example');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' });
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
    await mailbox?.close();
  });

  it('I14: says so before and after one tries, and takes nobody else', async () => {
    const { page } = bob;
    await page.goto('/create-account');
    await page.getByText('An address at club.example.').waitFor();
    await page.getByLabel('Name').fill('Bob');
    await page.getByLabel('Password').fill(PASSWORD);
    for (const email of ['bob@example.org', 'bob@evil-club.example']) {
      await page.getByLabel('Email').fill(email);
      await page.getByRole('button', { name: 'Create account', exact: true }).click();
      await page.getByText('Accounts here are for addresses at club.example.').waitFor();
    }
    // The page is not what keeps them out.
    const { code } = await page.evaluate(async (password) => {
      const body = JSON.stringify({ name: 'Bob', email: 'bob@example.org', password });
      const response = await fetch('/api/accounts/create', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return (await response.json()) as { code: string };
    }, PASSWORD);
    expect(code).toBe('sign-up-closed');
  });

  it('P10: an account is good for little before its address is confirmed, and for everything from that moment', async () => {
    const { page, context } = bob;
    await page.getByLabel('Email').fill('bob@club.example');
    await page.getByRole('button', { name: 'Create account', exact: true }).click();
    await page.getByText('Confirm your email to get in: we sent a link to bob@club.example.').waitFor();
    expect(await page.getByRole('button', { name: 'Create room', exact: true }).count()).toBe(0);
    // There is no way around it by another address.
    await page.goto('/settings/account');
    await page.getByRole('button', { name: 'Change password' }).waitFor();
    expect(await page.getByRole('button', { name: 'Change email' }).count()).toBe(0);
    await page.goto('/');

    const { text } = await mailbox.next('bob@club.example');
    const mail = await context.newPage();
    await mail.goto(text.split(/\s+/).find((word) => word.includes('/confirm#'))!);
    await mail.getByRole('button', { name: 'Confirm email' }).click();
    await mail.getByText('Your email is confirmed').waitFor();
    // In the window that was open all along.
    await isIn(bob);
    expect(await page.getByText('Confirm your email').count()).toBe(0);
    expect([...alice.errors, ...bob.errors]).toEqual([]);
  });
});

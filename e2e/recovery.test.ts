// A forgotten password, and the way back in: by a link in a mail that a real mail server took; in a house that sends none, by a link from its owner's
// hand, and for the owner by a command on the server's shell. And addresses that are confirmed and changed.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMailServer, type MailServer, type Received } from '../server/testing/mail-server.ts';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, eventually, PASSWORD, type Person } from './stage/cast.ts';
import { openHouse, type House } from './stage/server.ts';
import { emailOf, giveCredentials, isIn, isOut, openSettings, signIn } from './stage/ways-in.ts';

const SECOND = 'teapot meadow cobalt eleven';

const linkIn = ({ text }: Pick<Received, 'text'>, path: string): string => {
  const link = text.split(/\s+/).find((word) => word.includes(path));
  if (!link) throw new Error(`no link to ${path} in: ${text}`);
  return link;
};

describe('recovery, in a house that sends mail', () => {
  let mailbox: MailServer;
  let house: House;
  let browser: Browser;
  let alice: Person;
  /** Alice, at another browser. */
  let abroad: Person;
  let link: string;

  beforeAll(async () => {
    mailbox = await startMailServer();
    const settings = (url: string) => ({ PUBLIC_URL: url, SMTP_URL: mailbox.url, MAIL_FROM: 'Parlor <parlor@house.example>' });
    [house, browser] = await Promise.all([openHouse(settings), openBrowser()]);
    alice = await arrive(browser, house.url, 'Alice');
    abroad = await arrive(browser, house.url, 'Alice');
    await createAccount(alice);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
    await mailbox?.close();
  });

  it('confirms the address of a new account, once whoever sits in it says so', async () => {
    const { page } = alice;
    await openSettings(alice, 'account');
    await page.getByText('Not confirmed yet').waitFor();
    const confirm = linkIn(await mailbox.next(emailOf(alice)), '/confirm#');
    // Elsewhere it asks to sign in first, and comes back.
    await abroad.page.goto(confirm);
    await abroad.page.getByText('Sign in to your account first').waitFor();
    expect(new URL(abroad.page.url()).hash).toBe('');
    await abroad.page.getByRole('link', { name: 'Sign in', exact: true }).click();
    await abroad.page.getByLabel('Email', { exact: true }).fill(emailOf(alice));
    await abroad.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await abroad.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await abroad.page.getByRole('button', { name: 'Confirm email' }).click();
    await abroad.page.getByText('Your email is confirmed').waitFor();
    // In the window that was open all along.
    await page.getByText('Confirmed.').waitFor();
    await page.goto(confirm);
    await page.getByRole('button', { name: 'Confirm email' }).click();
    await page.getByText('This link is not good any more').waitFor();
  });

  it('P7: says the same for an address that is known and one that is not', async () => {
    const { page } = await arrive(browser, house.url, 'Stranger');
    const said: string[] = [];
    for (const email of [emailOf(alice), 'nobody@example.org']) {
      await page.goto('/sign-in');
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await page.getByLabel('Email', { exact: true }).fill(email);
      await page.getByRole('button', { name: 'Send the link' }).click();
      await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
      said.push((await page.getByRole('main').innerText()).replaceAll(email, ''));
    }
    expect(said[0]).toBe(said[1]);
    link = linkIn(await mailbox.next(emailOf(alice)), '/reset#');
    await page.context().close();
    expect(mailbox.received.filter(({ to }) => to.includes('nobody@example.org'))).toEqual([]);
  });

  it('P6: the link leads to a new password, and every other browser is signed out at once', async () => {
    const { page } = await arrive(browser, house.url, 'Stranger');
    for (const person of [alice, abroad]) {
      await person.page.goto('/');
      await isIn(person);
    }
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(link);
    const secret = link.split('#')[1]!;
    await page.getByLabel('New password').fill('too short');
    // It left the address before anything was asked, and is found again after a reload.
    expect(page.url()).toBe(`${house.url}/reset`);
    await page.reload();
    await page.getByLabel('New password').fill('too short');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('A password needs at least 15 characters').waitFor();
    await page.getByLabel('New password').fill(SECOND);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed').waitFor();
    await Promise.all([isOut(alice), isOut(abroad)]);
    // The address that was opened carries the secret behind its `#`, which no server is sent; nothing else does.
    expect(requests.filter((url) => url.includes(secret) && url !== link)).toEqual([]);
    expect(await page.evaluate(() => JSON.stringify([history.state, localStorage, sessionStorage]))).not.toContain(secret);
    const told = await mailbox.next(emailOf(alice));
    expect(told.subject).toBe('Your password was changed');

    await giveCredentials(alice, emailOf(alice), PASSWORD);
    await alice.page.getByText('No account has this email and password').waitFor();
    await signIn(alice, emailOf(alice), SECOND);

    await page.goto('about:blank');
    await page.goto(link);
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('This link is not good any more').waitFor();
    await page.context().close();
  });

  it('changes the address only once the new one is confirmed, and tells the old', async () => {
    const { page } = alice;
    await openSettings(alice, 'account');
    await page.getByRole('button', { name: 'Change email' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('New email').fill('alice@new.example');
    await dialog.getByLabel('Password').fill(SECOND);
    await dialog.getByRole('button', { name: 'Change email' }).click();
    await page.getByText('Waits to be confirmed').waitFor();
    await page.getByText('alice@example.org', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Send the mail again' }).click();
    await page.getByText('The mail is on its way.').waitFor();
    const [first, second] = [await mailbox.next('alice@new.example'), await mailbox.next('alice@new.example')];
    await page.goto(linkIn(first, '/confirm#'));
    await page.getByRole('button', { name: 'Confirm email' }).click();
    await page.getByText('This link is not good any more').waitFor();
    await page.goto('about:blank');
    await page.goto(linkIn(second, '/confirm#'));
    await page.getByRole('button', { name: 'Confirm email' }).click();
    await page.getByText('Your email is confirmed').waitFor();
    expect((await mailbox.next('alice@example.org')).subject).toBe('Your address was changed');
    await openSettings(alice, 'account');
    await page.getByText('alice@new.example', { exact: true }).waitFor();
  });

  it('changes the password from within, and signs the other browsers out', async () => {
    await signIn(abroad, 'alice@new.example', SECOND);
    const { page } = alice;
    await openSettings(alice, 'account');
    await page.getByRole('button', { name: 'Change password' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Present password').fill('not this one, surely');
    await dialog.getByLabel('New password').fill('alice@new.example!!');
    await dialog.getByRole('button', { name: 'Change password' }).click();
    await dialog.getByText('This is not your password.').waitFor();
    await dialog.getByLabel('Present password').fill(SECOND);
    await dialog.getByRole('button', { name: 'Change password' }).click();
    await dialog.getByText('This password is too easy to guess').waitFor();
    await dialog.getByLabel('New password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed.').waitFor();
    await isOut(abroad);
    await page.goto('/');
    await isIn(alice);
    expect([...alice.errors, ...abroad.errors]).toEqual([]);
  });
});

describe('recovery, in a house that sends no mail', () => {
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

  const choose = async ({ page }: Person, link: string, password: string): Promise<void> => {
    await page.goto(link);
    await page.getByLabel('New password').fill(password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed').waitFor();
    await page.getByRole('link', { name: 'Sign in', exact: true }).click();
  };

  it('P9: the owner sees in Admin who asked, and hands out a link that works once', async () => {
    const stranger = await arrive(browser, house.url, 'Stranger');
    for (const email of [emailOf(bob), 'nobody@example.org']) {
      await stranger.page.goto('/forgot');
      await stranger.page.getByLabel('Email', { exact: true }).fill(email);
      await stranger.page.getByRole('button', { name: 'Ask for a link' }).click();
      await stranger.page.getByText('whoever runs this house was told').waitFor();
    }
    const { page } = alice;
    await page.goto('/admin/people');
    const help = page.getByRole('button', { name: 'Make link for Bob' });
    // It is passed on within a second, and the page asks every half minute.
    await eventually(async () => {
      await page.reload();
      await help.waitFor({ timeout: 2_000 });
    });
    expect(await page.getByText('nobody@example.org').count()).toBe(0);
    await help.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const link = await dialog.getByLabel('Link for a new password').inputValue();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await help.waitFor({ state: 'detached' });

    await choose(stranger, link, SECOND);
    await isOut(bob);
    await signIn(stranger, emailOf(bob), SECOND);
    await stranger.page.goto('about:blank');
    await stranger.page.goto(link);
    await stranger.page.getByLabel('New password').fill(PASSWORD);
    await stranger.page.getByRole('button', { name: 'Change password' }).click();
    await stranger.page.getByText('This link is not good any more').waitFor();
    await stranger.context.close();
  });

  it('P13: the owner asks the shell of the server', async () => {
    const command = join(import.meta.dirname, '../setup/recover.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [command], { env: house.environment });
    const { pathname, hash } = new URL(linkIn({ text: stdout }, '/reset#'));
    await choose(bob, `${house.url}${pathname}${hash}`, SECOND);
    await isOut(alice);
    await signIn(alice, emailOf(alice), SECOND);
    await alice.page.goto('/admin/people');
    await alice.page.getByRole('heading', { level: 1 }).waitFor();
    expect([...alice.errors, ...bob.errors]).toEqual([]);
  });
});

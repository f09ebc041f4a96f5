// A passkey, with Chromium's own authenticator: made, used instead of the password, renamed, and removed.
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, type Person } from './stage/cast.ts';
import { openHouse, type House } from './stage/server.ts';
import { confirmWith, isIn, isOut, openSettings, signOut } from './stage/ways-in.ts';

describe('a passkey', () => {
  let house: House;
  let browser: Browser;
  let alice: Person;
  let devices: CDPSession;
  let authenticatorId: string;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    alice = await arrive(browser, house.url, 'Alice');
    devices = await alice.context.newCDPSession(alice.page);
    await devices.send('WebAuthn.enable');
    ({ authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    }));
    await createAccount(alice);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  /** Whether a finger lies on the device. */
  const touch = (enabled: boolean) => devices.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  const keys = async () => (await devices.send('WebAuthn.getCredentials', { authenticatorId })).credentials;

  it('P31: is made by who has confirmed, under a name that the page suggests', async () => {
    const { page } = alice;
    await openSettings(alice, 'security');
    await page.getByText('No passkey yet').waitFor();
    await page.getByRole('button', { name: 'Add a passkey', exact: true }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Linux computer');
    await confirmWith(alice, 'Go on', 'not the password at all');
    await page.getByText('This is not your password.').waitFor();
    expect(await keys()).toEqual([]);
    await confirmWith(alice, 'Go on');
    await page.getByRole('button', { name: 'Rename Linux computer' }).waitFor();
    expect(await keys()).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);
  });

  it('is made once on a device', async () => {
    const { page } = alice;
    await page.getByRole('button', { name: 'Add a passkey', exact: true }).click();
    await confirmWith(alice, 'Go on');
    await page.getByText('This device holds a passkey for your account already.').waitFor();
    await page.keyboard.press('Escape');
    expect(await keys()).toHaveLength(1);
  });

  it('P30: signs in without a password, and without an address', async () => {
    const { page } = alice;
    await touch(false);
    await signOut(alice);
    await touch(true);
    await page.getByRole('button', { name: 'Sign in with a passkey', exact: true }).click();
    await isIn(alice);
    expect((await keys())[0]!.signCount).toBeGreaterThan(1);
  });

  it('is offered by the browser in the field of the address', async () => {
    await touch(false);
    await signOut(alice);
    await touch(true);
    // The device answers for its person as soon as it is asked: nothing is pressed.
    await alice.page.goto('/sign-in');
    await isIn(alice);
  });

  it('is renamed', async () => {
    const { page } = alice;
    await openSettings(alice, 'security');
    await page.getByRole('button', { name: 'Rename Linux computer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Give it a name that you know it by.').waitFor();
    await dialog.getByLabel('Name').fill('The one at the window');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The one at the window').waitFor();
    await page.reload();
    await page.getByText('The one at the window').waitFor();
  });

  it('is removed, and signs nobody in any more', async () => {
    const { page } = alice;
    await page.getByRole('button', { name: 'Remove The one at the window' }).click();
    await confirmWith(alice, 'Remove passkey');
    await page.getByText('No passkey yet').waitFor();
    await touch(false);
    await signOut(alice);
    await touch(true);
    await page.getByRole('button', { name: 'Sign in with a passkey', exact: true }).click();
    await page.getByText('This passkey was not accepted').waitFor();
    await isOut(alice);
    expect(alice.errors).toEqual([]);
  });
});

// Signing in by a real OpenID provider that the test runs: a new account, the room that was wanted, a password and a second factor of one's own,
// and what is said when the provider signs nobody in.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT, openProvider } from '../server/testing/openid-provider.ts';
import { turnOnCodes } from './stage/account-screens.ts';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, createRoom, PASSWORD, type Person } from './stage/cast.ts';
import { openHouse, type House } from './stage/server.ts';
import { accountMenu, giveCredentials, isIn, openSettings, signOut } from './stage/ways-in.ts';

const BUTTON = 'Sign in with The Provider';

describe('an OpenID provider', () => {
  let provider: Awaited<ReturnType<typeof openProvider>>;
  let house: House;
  let browser: Browser;
  let nina: Person;

  beforeAll(async () => {
    const settings = async (url: string) => {
      provider = await openProvider(`${url}/api/openid/callback`);
      return {
        OPENID_ISSUER: provider.issuer,
        OPENID_CLIENT_ID: CLIENT.clientId,
        OPENID_CLIENT_SECRET: CLIENT.clientSecret,
        OPENID_NAME: BUTTON,
      };
    };
    [house, browser] = await Promise.all([openHouse(settings), openBrowser()]);
    const alice = await arrive(browser, house.url, 'Alice');
    await createAccount(alice);
    await createRoom(alice, 'Garden');
    await alice.context.close();
    nina = await arrive(browser, house.url, 'Nina');
    provider.seat({ sub: 'nina-1', email: 'nina@example.org', email_verified: true, name: 'Nina Newcomer' });
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
    await provider?.close();
  });

  it('P60: leads to a new account, and to the room that was wanted', async () => {
    const { page } = nina;
    await page.goto('/rooms/garden');
    await page.getByRole('button', { name: BUTTON, exact: true }).click();
    await page.getByRole('button', { name: 'Join room', exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/rooms/garden');
    await accountMenu(nina).waitFor();
    await openSettings(nina, 'security');
    await page.getByText(`“${BUTTON}” leads to this account.`).waitFor();
    expect(await page.getByRole('button', { name: 'Turn on codes', exact: true }).isDisabled()).toBe(true);
  });

  it('P1: a password of one’s own is chosen without another, just after signing in', async () => {
    const { page } = nina;
    await openSettings(nina, 'account');
    await page.getByRole('button', { name: 'Choose a password' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Present password').count()).toBe(0);
    await dialog.getByLabel('New password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Choose a password' }).click();
    await page.getByRole('button', { name: 'Change password' }).waitFor();
    await signOut(nina);
    await giveCredentials(nina, 'nina@example.org');
    await isIn(nina);
  });

  it('with a second factor, the code is asked for after the provider, and the way goes on from there', async () => {
    const { page } = nina;
    const { backup } = await turnOnCodes(nina);
    await signOut(nina);
    await page.goto('/rooms/garden');
    await page.getByRole('button', { name: BUTTON, exact: true }).click();
    await page.getByRole('button', { name: 'Use a backup code instead' }).click();
    expect(new URL(page.url()).searchParams.has('step')).toBe(false);
    await page.getByLabel('Backup code').fill(backup[0]!);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Join room', exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/rooms/garden');
  });

  it('says why nobody was signed in', async () => {
    // The provider remembers who signed in there before.
    const otto = await arrive(browser, house.url, 'Otto');
    const { page } = otto;
    await page.goto('/sign-in');
    provider.refuse(true);
    await page.getByRole('button', { name: BUTTON, exact: true }).click();
    await page.getByText('Nobody was signed in').waitFor();
    provider.refuse(false);
    provider.seat({ sub: 'otto', email: 'nina@example.org', email_verified: true });
    await page.getByRole('button', { name: BUTTON, exact: true }).click();
    await page.getByText('There is an account with your email already').waitFor();
    await page.goto('/sign-in?problem=%3Cimg%20src%3Dx%3E');
    await page.getByText('Signing in that way did not work').waitFor();
    expect([...nina.errors, ...otto.errors]).toEqual([]);
  });
});

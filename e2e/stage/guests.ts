// Links that let people in, made and used through what a person sees.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { arrive, type Person } from './cast.ts';

export const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** From the room that is open: `choose` is what the link is to allow, beyond what it does at first. */
export const makeLink = async ({ page }: Person, choose?: (page: Page) => Promise<void>): Promise<string> => {
  await page.getByRole('button', { name: 'Invite people', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: /Invite people/ });
  if (choose) {
    await dialog.getByRole('button', { name: 'Change what the link allows' }).click();
    await choose(page);
  }
  await dialog.getByRole('button', { name: 'Copy invitation link' }).click();
  const link = await dialog.getByLabel('Invitation link').inputValue();
  await dialog.getByRole('button', { name: 'Close' }).click();
  return link;
};

export const throughTheLobby = async (page: Page): Promise<void> => {
  await page.getByRole('radio', { name: 'A moderator lets them in' }).check();
};

/** Somebody without an account, in front of the room or in it. */
export const comeAsGuest = async (browser: Browser, link: string, name: string, options: BrowserContextOptions = {}): Promise<Person> => {
  const guest = await arrive(browser, new URL(link).origin, name, options);
  await guest.page.goto(link);
  await guest.page.getByLabel('Name').fill(name);
  await guest.page.getByRole('button', { name: 'Join room', exact: true }).click();
  return guest;
};

/** What a moderator does to somebody in the call, from the list of people beside the stage. */
export const inCallMenu = async ({ page }: Person, name: string, entry: string): Promise<void> => {
  const opener = page.getByRole('button', { name: 'Show people', exact: true });
  if (await opener.isVisible()) await opener.click();
  await page
    .getByRole('complementary', { name: 'People' })
    .getByRole('button', { name: `More about ${name}` })
    .click();
  const menu = page.getByRole('menu', { name: `More about ${name}` }).filter({ visible: true });
  await menu
    .getByRole('menuitem', { name: entry })
    .or(menu.getByRole('menuitemcheckbox', { name: entry }))
    .click();
};

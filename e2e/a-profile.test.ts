// What somebody says of themselves in one window is seen at once in every other: in messages, among the members, on a call's tile; and when they
// delete their account, what they said stays, signed by nobody.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import {
  arrive,
  createAccount,
  createRoom,
  eventually,
  joinCall,
  joinRoom,
  message,
  PASSWORD,
  say,
  sees,
  tile,
  type Person,
} from './stage/cast.ts';
import { photo } from './stage/pictures.ts';
import { openHouse, type House } from './stage/server.ts';

/** The address of the picture beside the message, once it has been drawn; null for a monogram. */
const pictureBeside = (person: Person, text: string): Promise<string | null> =>
  person.page
    .locator('article')
    .filter({ has: message(person, text) })
    .evaluate((article) => {
      const image = article.querySelector<HTMLImageElement>('.avatar img');
      return image?.complete && image.naturalWidth > 0 ? new URL(image.currentSrc).pathname : null;
    });
const authorOf = (person: Person, text: string) =>
  person.page
    .locator('article')
    .filter({ has: message(person, text) })
    .locator('header bdi');
const openMembers = async ({ page }: Person) => {
  const opener = page.getByRole('button', { name: /and settings/ });
  if ((await opener.getAttribute('aria-expanded')) !== 'true') await opener.click();
  await page.getByRole('complementary', { name: 'Members' }).waitFor();
};
const members = ({ page }: Person) => page.getByRole('complementary', { name: 'Members' });

describe('a profile', () => {
  let house: House;
  let browser: Browser;
  let alice: Person;
  let bob: Person;
  let room: string;
  /** The same person's other window. */
  let elsewhere: Person;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    [alice, bob] = await Promise.all([arrive(browser, house.url, 'Alice'), arrive(browser, house.url, 'Bob')]);
    await createAccount(alice);
    room = await createRoom(alice, 'Garden');
    await createAccount(bob);
    await joinRoom(bob, room);
    await say(bob, 'From the old days');
    await sees(alice, 'From the old days');
    elsewhere = { ...bob, page: await bob.context.newPage() };
    await elsewhere.page.goto('/settings/profile');
    await elsewhere.page.getByLabel('Name').waitFor();
    await openMembers(alice);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  it('P20: a name that is saved in one window is read in all others at once', async () => {
    const { page } = elsewhere;
    await page.getByLabel('Name').fill('Robert');
    await page.getByLabel('Pronouns').fill('he/him');
    await page.getByRole('combobox', { name: 'Time zone' }).fill('kolk');
    await page.getByRole('option', { name: /Kolkata|Calcutta/ }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved. Everybody sees it already.').waitFor();
    for (const person of [alice, bob]) await expect.poll(() => authorOf(person, 'From the old days').textContent()).toBe('Robert');
    await members(alice).getByRole('button', { name: 'Robert', exact: true }).waitFor();
    await bob.page
      .getByRole('button', { name: /^Robert/ })
      .first()
      .waitFor();
    // And nothing is left to save.
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
  });

  it('P23: a picture is cut, sent and seen beside what was said, among the members and in the sidebar', async () => {
    const { page } = elsewhere;
    expect(await pictureBeside(alice, 'From the old days')).toBeNull();
    await page.locator('input[type=file]').setInputFiles(await photo(page, 220));
    await page.getByRole('button', { name: 'Zoom in', exact: true }).click();
    await page.getByRole('button', { name: 'Turn right', exact: true }).click();
    await page.getByRole('button', { name: 'Use this', exact: true }).and(page.locator(':enabled')).click();
    await page.getByText('Your picture is changed.').waitFor();
    for (const person of [alice, bob]) {
      await eventually(async () => expect(await pictureBeside(person, 'From the old days')).toMatch(/^\/api\/pictures\/[\w-]{22}\/64$/));
    }
    await members(alice).locator('.avatar img').waitFor();
  });

  it('what is no picture is refused, and the one before stays', async () => {
    const { page } = elsewhere;
    const before = await pictureBeside(alice, 'From the old days');
    const script = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>');
    await page.locator('input[type=file]').setInputFiles({ name: 'x.tiff', mimeType: 'image/tiff', buffer: script });
    await page.getByText('This is no picture that can be read here.').waitFor();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) });
    await page.getByText('This file is larger than 10 MB.').waitFor();
    expect(await pictureBeside(alice, 'From the old days')).toBe(before);
  });

  it('one that is taken away comes back by the notice', async () => {
    const { page } = elsewhere;
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await eventually(async () => expect(await pictureBeside(alice, 'From the old days')).toBeNull());
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await eventually(async () => expect(await pictureBeside(alice, 'From the old days')).not.toBeNull());
  });

  it('P21: a status stands beside the name in messages and among the members, and goes with a word', async () => {
    const { page } = elsewhere;
    await page.getByRole('button', { name: 'Set a status', exact: true }).click();
    await page.getByRole('button', { name: 'At lunch' }).click();
    await page.getByRole('button', { name: 'Set status', exact: true }).click();
    const seen = (person: Person) => person.page.locator('article').getByRole('img', { name: 'Status: At lunch' });
    await seen(alice).waitFor();
    await seen(bob).waitFor();
    await members(alice).getByRole('img', { name: 'Status: At lunch' }).waitFor();
    await page.getByRole('button', { name: 'Clear status', exact: true }).click();
    await seen(alice).waitFor({ state: 'detached' });
    await members(alice).getByRole('img', { name: 'Status: At lunch' }).waitFor({ state: 'detached' });
  });

  it('the card says who it is; by the keyboard too, which has its focus back afterwards', async () => {
    const { page } = alice;
    const name = page.locator('article').getByRole('button', { name: 'Robert', exact: true });
    await name.focus();
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog', { name: 'Robert' });
    await card.getByText('he/him').waitFor();
    await card.getByText(/ahead|behind|same time/).waitFor();
    await card.locator('.avatar img').waitFor();
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    expect(await name.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('what is written and not saved is kept while one looks elsewhere, and takes up what another window saved', async () => {
    const { page } = elsewhere;
    await page.getByLabel('About', { exact: true }).fill('Keeps bees');
    await page.getByRole('link', { name: 'Appearance', exact: true }).click();
    await page.getByText('Your profile has changes that are not saved.').waitFor();
    await page.getByRole('button', { name: 'Go back', exact: true }).click();
    await page.getByText('Not saved yet.').waitFor();
    const other = await bob.context.newPage();
    await other.goto('/settings/profile');
    await other.getByLabel('Pronouns').fill('they/them');
    await other.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => page.getByLabel('Pronouns').inputValue()).toBe('they/them');
    expect(await page.getByLabel('About', { exact: true }).inputValue()).toBe('Keeps bees');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => other.getByLabel('About', { exact: true }).inputValue()).toBe('Keeps bees');
    expect(await other.getByLabel('Pronouns').inputValue()).toBe('they/them');
    await other.close();
  });

  it('P20: on a call’s tile as well, while the call goes on', async () => {
    await joinCall(bob);
    await bob.page.getByRole('button', { name: 'Turn off camera', exact: true }).click();
    await joinCall(alice);
    await tile(alice, 'Robert').waitFor();
    await tile(alice, 'Robert').locator('.avatar img').waitFor();
    const { page } = elsewhere;
    await page.getByLabel('Name').fill('Bobby');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await tile(alice, 'Bobby').waitFor();
    expect(await tile(alice, 'Robert').count()).toBe(0);
  });

  it('P25: who deletes their account is out of the call, and what they said is signed “Deleted account”', async () => {
    const { page } = elsewhere;
    await page.goto('/settings/account');
    await page.getByRole('button', { name: 'Delete account …', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/password/i).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Delete for good', exact: true }).click();
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await bob.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await tile(alice, 'Bobby').waitFor({ state: 'detached', timeout: 2_000 });
    await alice.page.getByRole('button', { name: 'Leave call', exact: true }).click();
    await expect.poll(() => authorOf(alice, 'From the old days').textContent()).toBe('Deleted account');
    expect(await pictureBeside(alice, 'From the old days')).toBeNull();
    await openMembers(alice);
    expect(
      await members(alice)
        .getByText(/Bob|Robert/)
        .count(),
    ).toBe(0);
  });

  it('no page met an error', () => {
    expect([alice, bob].flatMap(({ errors }) => errors)).toEqual([]);
  });
});

// Those who run the house, at work: an admin is made, somebody is suspended and restored, the house is closed and opened to those who are invited,
// somebody who forgot their password is helped, and all of it is in the trail.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, createRoom, joinCall, joinRoom, tile, type Person } from './stage/cast.ts';
import { openHouse, type House } from './stage/server.ts';
import { emailOf, giveCredentials, isIn, isOut, signIn } from './stage/ways-in.ts';

const NEW_PASSWORD = 'copper window gentle mango';

describe('Admin', () => {
  let house: House;
  let browser: Browser;
  let people: Person[];
  let alice: Person;
  let bob: Person;
  let carol: Person;
  let stranger: Person;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    people = [];
    for (const name of ['Alice', 'Bob', 'Carol', 'Stranger']) people.push(await arrive(browser, house.url, name));
    [alice, bob, carol, stranger] = people as [Person, Person, Person, Person];
    // Alice first: she owns the house.
    for (const person of [alice, bob, carol]) await createAccount(person);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  const openAdmin = async ({ page, name }: Person, of = 'People') => {
    await page.goto('/');
    await page
      .getByRole('button', { name: new RegExp(name) })
      .last()
      .click();
    await page.getByRole('menuitem', { name: 'Admin', exact: true }).click();
    if (of !== 'People') await page.getByRole('link', { name: of, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: of, exact: true }).waitFor();
  };
  const choose = async ({ page }: Person, whom: string, action: string | RegExp) => {
    await page.getByRole('button', { name: `What to do with ${whom}`, exact: true }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };
  const rowOf = (page: Page, whom: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader').filter({ hasText: whom }) });
  const confirm = ({ page }: Person, action: string) => page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();

  it('is no place for members, who do not see that it is there', async () => {
    await bob.page.goto('/admin');
    await bob.page.getByText('There is nothing at this address').waitFor();
    await bob.page.goto('/');
    await bob.page.getByRole('button', { name: /Bob/ }).last().click();
    await bob.page.getByRole('menuitem', { name: 'Settings', exact: true }).waitFor();
    expect(await bob.page.getByRole('menuitem', { name: 'Admin', exact: true }).count()).toBe(0);
    await bob.page.keyboard.press('Escape');
  });

  it('the owner makes Bob an admin, in whose open window it is there at once', async () => {
    await openAdmin(alice);
    await alice.page.getByLabel('Search by name or address').fill('BOB');
    await rowOf(alice.page, 'Carol').waitFor({ state: 'detached' });
    await choose(alice, 'Bob', 'Make an admin…');
    await confirm(alice, 'Make an admin');
    await rowOf(alice.page, 'Bob').getByText('Admin', { exact: true }).waitFor();

    await bob.page.getByRole('button', { name: /Bob/ }).last().click();
    await bob.page.getByRole('menuitem', { name: 'Admin', exact: true }).click();
    await bob.page.getByRole('heading', { level: 1, name: 'People', exact: true }).waitFor();
    // To the owner, and to himself, he does nothing.
    await rowOf(bob.page, 'Carol').waitFor();
    for (const [whom, count] of [
      ['Alice', 0],
      ['Bob', 0],
      ['Carol', 1],
    ] as const) {
      expect(await rowOf(bob.page, whom).getByRole('button').count(), whom).toBe(count);
    }
  });

  it('H4: Carol is suspended: out of her window and of her call within a second, and with no way back in', async () => {
    const { page } = alice;
    await page.goto('/');
    const garden = await createRoom(alice, 'Garden');
    let closedAt = 0;
    carol.page.on('websocket', (socket) => socket.on('close', () => (closedAt = performance.now())));
    await joinRoom(carol, garden);
    await joinCall(carol);
    await joinCall(alice);
    await tile(alice, 'Carol').waitFor();
    await page.getByRole('button', { name: 'Leave call', exact: true }).click();

    await openAdmin(alice);
    await choose(alice, 'Carol', 'Suspend…');
    const start = performance.now();
    await confirm(alice, 'Suspend');
    await isOut(carol);
    // When her socket went; drawing the door again takes its own time.
    expect(closedAt - start).toBeGreaterThan(0);
    expect(closedAt - start).toBeLessThan(1_000);
    await rowOf(page, 'Carol').getByText('Suspended', { exact: true }).waitFor();

    await page.getByRole('link', { name: 'Rooms', exact: true }).click();
    await rowOf(page, 'Garden').waitFor();
    expect(await page.getByText(/in a call/).count()).toBe(0);

    await giveCredentials(carol, emailOf(carol));
    await carol.page.getByText('This account is suspended').waitFor();
  });

  it('and restored', async () => {
    await openAdmin(alice);
    await alice.page.getByText('Suspended', { exact: true }).first().click();
    await rowOf(alice.page, 'Bob').waitFor({ state: 'detached' });
    await choose(alice, 'Carol', 'Restore');
    await alice.page.getByText('Carol can sign in again.').waitFor();
    await signIn(carol);
  });

  it('without a mail server, Carol asks for help and gets in by a link that is good once', async () => {
    await carol.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await isOut(carol);
    await carol.page.goto('/forgot');
    await carol.page.getByLabel('Email', { exact: true }).fill(emailOf(carol));
    await carol.page.locator('form button[type=submit]').click();
    await carol.page
      .getByRole('heading', { level: 1 })
      .filter({ hasNotText: /forgot/i })
      .waitFor();

    await openAdmin(alice);
    await alice.page.getByText(/^Carol asked for help/).waitFor();
    await alice.page.getByRole('button', { name: 'Make link for Carol', exact: true }).click();
    await confirm(alice, 'Make the link');
    const link = await alice.page.getByLabel('Link for a new password').inputValue();
    await alice.page.getByText(/^Good once, until/).waitFor();
    await confirm(alice, 'Done');
    await alice.page.getByText(/^Carol asked for help/).waitFor({ state: 'detached' });

    await carol.page.goto(link);
    await carol.page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
    await carol.page.locator('form button[type=submit]').click();
    await giveCredentials(carol, emailOf(carol), NEW_PASSWORD);
    await isIn(carol);
  });

  it('the house is closed, and a stranger is told so', async () => {
    const { page } = alice;
    await openAdmin(alice, 'Sign-up and limits');
    await page.getByRole('radio', { name: 'Nobody', exact: true }).check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved. It holds from now on.').waitFor();
    await stranger.page.goto('/create-account');
    await stranger.page.getByText('This house makes no new accounts').waitFor();
  });

  it('and opened to those who are invited: the stranger comes in by a link, and by nothing else', async () => {
    const { page } = alice;
    await page.getByRole('radio', { name: 'By invitation', exact: true }).check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' });
    await stranger.page.goto('/create-account');
    await stranger.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await stranger.page.getByLabel('Password', { exact: true }).count()).toBe(0);

    await page.getByRole('link', { name: 'Invitations', exact: true }).click();
    await page.getByRole('button', { name: 'Invite to the house', exact: true }).click();
    await confirm(alice, 'Make the link');
    await page.getByRole('img', { name: 'QR code of the invitation link' }).waitFor();
    const link = await page.getByRole('textbox', { name: 'Invitation link', exact: true }).inputValue();
    await confirm(alice, 'Done');
    await page.getByText('To this house', { exact: true }).waitFor();

    await stranger.page.goto(link);
    await stranger.page.getByText('Alice invites you to this house').waitFor();
    await stranger.page.getByRole('link', { name: 'Create account', exact: true }).click();
    await stranger.page.getByLabel('Name', { exact: true }).fill('Dora');
    await stranger.page.getByLabel('Email', { exact: true }).fill('dora@example.org');
    await stranger.page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
    await stranger.page.getByRole('button', { name: 'Create account', exact: true }).click();
    await isIn({ ...stranger, name: 'Dora' });
    // Good once: it is good no longer, and not listed any more.
    await page.reload();
    await page.getByText('No invitations are good now').waitFor();
  });

  it('H6: all of it is in the trail, newest first', async () => {
    const { page } = alice;
    await page.getByRole('link', { name: 'Trail', exact: true }).click();
    await page.getByText('That is all, from the beginning.').waitFor();
    const sentences = await page.getByRole('main').getByRole('listitem').locator('p:first-child').allInnerTexts();
    expect(sentences).toEqual([
      'Alice made an invitation to this house, for members',
      'Alice changed the settings of the house',
      'Alice changed the settings of the house',
      'Alice made a one-time link for Carol',
      'Alice restored Carol',
      'Alice suspended Carol',
      'Alice made Bob an admin',
    ]);
    await page.getByText('Who may make an account: Nobody → By invitation').waitFor();
  });

  it('Health says that all is well', async () => {
    await alice.page.getByRole('link', { name: 'Health', exact: true }).click();
    await alice.page.getByText('All is well').waitFor();
    await alice.page.getByText('SQLite').waitFor();
  });

  it('H1: Bob’s Admin is gone from his open window when it is taken away', async () => {
    await bob.page.goto('/admin/rooms');
    await bob.page.getByText('Garden').waitFor();
    await alice.page.getByRole('link', { name: 'People', exact: true }).click();
    await choose(alice, 'Bob', 'Take Admin away…');
    await confirm(alice, 'Take Admin away');
    await bob.page.getByText('There is nothing at this address').waitFor();
  });

  it('the house is handed over by writing a name, and is somebody else’s then', async () => {
    await choose(alice, 'Bob', 'Hand over the house…');
    const dialog = alice.page.getByRole('dialog');
    const button = dialog.getByRole('button', { name: 'Hand over the house', exact: true });
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByLabel('Write “Bob” to confirm').fill('bob');
    await button.click();
    await rowOf(alice.page, 'Bob').getByText('Owner', { exact: true }).waitFor();
    await rowOf(alice.page, 'Alice').getByText('Admin', { exact: true }).waitFor();
    expect(await rowOf(alice.page, 'Bob').getByRole('button').count()).toBe(0);
  });

  it('without an error on any page', () => expect(people.flatMap(({ errors }) => errors)).toEqual([]));
});

// What is written is kept: unread counts across a reload, a message written while the server is away, a text that is too long, long history.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, createRoom, joinRoom, message, say, sees, type Person } from './stage/cast.ts';
import { openHouse, type House } from './stage/server.ts';

describe('words are kept', () => {
  let house: House;
  let browser: Browser;
  let alice: Person;
  let bob: Person;
  let room: string;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    alice = await arrive(browser, house.url, 'Alice');
    bob = await arrive(browser, house.url, 'Bob');
    await createAccount(alice);
    await createAccount(bob);
    room = await createRoom(alice, 'Garden');
    await joinRoom(bob, room);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  it('unread messages are counted, and still are after a reload', async () => {
    await bob.page.goto('/rooms');
    for (const text of ['one', 'two', 'three']) await say(alice, text);
    const row = bob.page.getByRole('listitem').filter({ has: bob.page.getByRole('link', { name: 'Garden', exact: true }) });
    const unread = row.getByText('3', { exact: true });
    await unread.waitFor();
    await bob.page.reload();
    await unread.waitFor();
    await row.getByRole('link').click();
    await sees(bob, 'three');
    await unread.waitFor({ state: 'detached' });
  });

  it('C6, C7: what is written while the server is away goes out when it is back, once, also after a reload of the page', async () => {
    await alice.page.goto(room);
    await sees(alice, 'three');
    await house.kill();
    await say(alice, 'into the dark');
    await sees(alice, 'into the dark');
    await house.start();
    await sees(bob, 'into the dark');
    await alice.page.reload();
    await sees(alice, 'into the dark');
    for (const person of [alice, bob]) expect(await message(person, 'into the dark').count()).toBe(1);
  });

  it('C4: a message that is too long is refused in words, and nothing typed is lost', async () => {
    const long = 'a long story '.repeat(700);
    const field = alice.page.getByLabel('Message', { exact: true });
    await field.fill(long);
    await alice.page.getByRole('button', { name: 'Send', exact: true }).click({ force: true });
    await alice.page
      .getByText(/8,000 characters/)
      .first()
      .waitFor();
    expect(await field.inputValue()).toBe(long);
    await field.fill('a short one');
    await alice.page.getByRole('button', { name: 'Send', exact: true }).click();
    await sees(bob, 'a short one');
  });

  it('no page met an error', () => {
    expect([alice, bob].flatMap(({ errors }) => errors)).toEqual([]);
  });
});

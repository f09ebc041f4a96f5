// Every screen there is, each with the way to it: what is photographed and what axe looks at.
import type { Browser } from 'playwright-core';
import { DOOR_SCREENS, SETTINGS_SCREENS, turnOnCodes } from './account-screens.ts';
import { ADMIN_SCREENS } from './admin-screens.ts';
import { arrive, createAccount, createRoom, joinCall, joinRoom, say, sees, tile, type Person } from './cast.ts';
import { CALL_PEOPLE_SCREEN, furnishPeople, JOIN_SCREENS, PEOPLE_SCREENS } from './people-screens.ts';
import { PROFILE_SCREENS } from './profile-screens.ts';
import { opened, settled, type Screen } from './screen.ts';

const GARDEN = '/rooms/garden';

export const SCREENS: Screen[] = [
  ...DOOR_SCREENS,
  ...JOIN_SCREENS,
  { name: 'home', who: 'alice', show: opened('/', 'Browse rooms') },
  { name: 'directory', who: 'alice', show: opened('/rooms', 'Lounge') },
  {
    name: 'create-room',
    who: 'alice',
    async show(person) {
      await opened('/', 'Browse rooms')(person);
      await person.page.getByRole('button', { name: 'Create room', exact: true }).first().click();
      await person.page.getByRole('dialog').waitFor();
      await settled(person);
    },
  },
  { name: 'room', who: 'alice', show: opened(GARDEN, 'Shall we move the beds?') },
  { name: 'room-empty', who: 'alice', show: opened('/rooms/kitchen', 'Kitchen') },
  {
    name: 'room-members',
    who: 'alice',
    async show(person) {
      await opened(GARDEN, 'Shall we move the beds?')(person);
      const opener = person.page.getByRole('button', { name: /and settings/ });
      await opener.waitFor();
      if (!(await person.page.getByText('Owner').first().isVisible())) await opener.click();
      await person.page.getByText('Owner').first().waitFor();
      await settled(person);
    },
  },
  {
    name: 'room-offline',
    who: 'alice',
    async show(person) {
      await opened(GARDEN, 'Shall we move the beds?')(person);
      await person.context.setOffline(true);
      await person.page.evaluate(() => window.dispatchEvent(new Event('offline')));
      await say(person, 'Written in a tunnel');
      await sees(person, 'Written in a tunnel');
    },
  },
  { name: 'missing', who: 'alice', show: opened('/rooms/nowhere', 'There is no such room') },
  ...PEOPLE_SCREENS,
  ...PROFILE_SCREENS,
  ...SETTINGS_SCREENS,
  ...ADMIN_SCREENS,
  { name: 'before-the-call', who: 'alice', show: opened(`${GARDEN}/call`, 'Join now') },
  {
    name: 'in-the-call',
    who: 'alice',
    async show(person) {
      await person.page.goto(GARDEN);
      await joinCall(person);
      await tile(person, 'Bob').waitFor();
      await person.page.mouse.move(300, 300);
      await settled(person);
    },
  },
  CALL_PEOPLE_SCREEN,
];

/** A house with something in it: two rooms, some talk, a call that Bob is in, links that let people in, and Carol, who signs in
 * with a second factor. */
export const furnish = async (browser: Browser, url: string): Promise<Person> => {
  const alice = await arrive(browser, url, 'Alice');
  const bob = await arrive(browser, url, 'Bob');
  await createAccount(alice);
  await createAccount(bob);
  const carol = await arrive(browser, url, 'Carol');
  await createAccount(carol);
  await turnOnCodes(carol);
  await carol.context.close();
  await createRoom(alice, 'Kitchen');
  await createRoom(alice, 'Garden');
  await joinRoom(bob, GARDEN);
  for (const [person, text] of [
    [alice, 'Shall we move the beds?'],
    [bob, 'Yes, before the frost. I made a list: https://example.org/garden/spring?list=beds'],
    [bob, 'And the apple tree needs somebody tall.'],
    [alice, 'Then it is you. Saturday, ten?\nI bring the ladder, and coffee.'],
  ] as const) {
    await say(person, text);
    await sees(alice, text.split(/[\n?]/)[0]!);
  }
  await furnishPeople(browser, alice);
  await joinCall(bob);
  return alice;
};

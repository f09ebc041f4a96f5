// Every screen there is, each with the way to it: what is photographed and what axe looks at.
import type { Browser } from 'playwright-core';
import { arrive, createAccount, createRoom, joinCall, joinRoom, say, sees, tile, type Person } from './cast.ts';

export type Screen = {
  name: string;
  /** Signed-out screens are shown to a stranger. */
  who: 'stranger' | 'alice';
  show(person: Person): Promise<void>;
};

const GARDEN = '/rooms/garden';

/** Nothing moves and no colour changes any more. */
export const settled = ({ page }: Person) =>
  page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished.catch(() => {})),
    ),
  );

const open =
  (path: string, sign: string): Screen['show'] =>
  async (person) => {
    await person.page.goto(path);
    await person.page.getByText(sign).filter({ visible: true }).first().waitFor();
    await settled(person);
  };

export const SCREENS: Screen[] = [
  { name: 'sign-in', who: 'stranger', show: open('/sign-in', 'Welcome back') },
  { name: 'create-account', who: 'stranger', show: open('/create-account', 'Password') },
  {
    name: 'create-account-errors',
    who: 'stranger',
    async show(person) {
      await open('/create-account', 'Password')(person);
      await person.page.getByLabel('Email').fill('nobody');
      await person.page.getByRole('button', { name: 'Create account', exact: true }).click();
      await person.page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  { name: 'home', who: 'alice', show: open('/', 'Browse rooms') },
  { name: 'directory', who: 'alice', show: open('/rooms', 'Lounge') },
  {
    name: 'create-room',
    who: 'alice',
    async show(person) {
      await open('/', 'Browse rooms')(person);
      await person.page.getByRole('button', { name: 'Create room', exact: true }).first().click();
      await person.page.getByRole('dialog').waitFor();
      await settled(person);
    },
  },
  { name: 'room', who: 'alice', show: open(GARDEN, 'Shall we move the beds?') },
  { name: 'room-empty', who: 'alice', show: open('/rooms/kitchen', 'Kitchen') },
  {
    name: 'room-members',
    who: 'alice',
    async show(person) {
      await open(GARDEN, 'Shall we move the beds?')(person);
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
      await open(GARDEN, 'Shall we move the beds?')(person);
      await person.context.setOffline(true);
      await person.page.evaluate(() => window.dispatchEvent(new Event('offline')));
      await say(person, 'Written in a tunnel');
      await sees(person, 'Written in a tunnel');
    },
  },
  { name: 'missing', who: 'alice', show: open('/rooms/nowhere', 'There is no such room') },
  { name: 'before-the-call', who: 'alice', show: open(`${GARDEN}/call`, 'Join now') },
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
];

/** A house with something in it: two rooms, some talk, and a call that Bob is in. */
export const furnish = async (browser: Browser, url: string): Promise<Person> => {
  const alice = await arrive(browser, url, 'Alice');
  const bob = await arrive(browser, url, 'Bob');
  await createAccount(alice);
  await createAccount(bob);
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
  await joinCall(bob);
  return alice;
};

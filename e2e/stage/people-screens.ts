// The screens of inviting people, of coming in by a link, of waiting, and of keeping order.
import type { Browser, Page } from 'playwright-core';
import { createRoom, joinCall, tile, type Person } from './cast.ts';
import { comeAsGuest, makeLink, throughTheLobby } from './guests.ts';
import { opened, settled, type Screen } from './screen.ts';

const GARDEN = '/rooms/garden';
const LOCKED = '/rooms/kitchen';

/** The links there are, once the house is furnished. */
const links = { guest: '', lobby: '', member: '', locked: '' };
let studio = '';

/** A private room with two people in front of it, another that is locked, and links of each kind. From the room that is open. */
export const furnishPeople = async (browser: Browser, alice: Person): Promise<void> => {
  links.guest = await makeLink(alice, async (page) => {
    await page.getByLabel('Speak and show their camera').uncheck();
  });
  studio = await createRoom(alice, 'Studio', true);
  links.lobby = await makeLink(alice, throughTheLobby);
  links.member = await makeLink(alice, async (page) => {
    await page.getByRole('radio', { name: 'Members' }).check();
  });
  for (const name of ['Hanna', 'Ivo of the long and winding name']) {
    const waiting = await comeAsGuest(browser, links.lobby, name);
    await waiting.page.getByRole('button', { name: 'Stop waiting', exact: true }).waitFor();
    // Their page stays open, or they wait no longer; it need not draw pictures meanwhile.
    await waiting.page.getByRole('button', { name: 'Turn off camera', exact: true }).click();
  }
  await alice.page.goto(LOCKED);
  links.locked = await makeLink(alice);
  await alice.page.getByRole('button', { name: /and settings/ }).click();
  await alice.page.getByRole('button', { name: 'Lock room', exact: true }).click();
  await alice.page.getByRole('button', { name: 'Unlock room', exact: true }).waitFor();
  await alice.page.getByRole('button', { name: 'Close the members' }).click();
};

/** A link, opened as from a mail: another document, so that its secret is found. */
const followed =
  (link: () => string, sign: string): Screen['show'] =>
  async (person) => {
    await person.page.goto('about:blank');
    await opened(link(), sign)(person);
  };

const origin = () => new URL(links.guest).origin;

/** As a guest, whether for the first time in this browser or not. */
const come = async (page: Page, link: string, sign: string): Promise<void> => {
  await page.goto('about:blank');
  await page.goto(link);
  const button = page.getByRole('button', { name: 'Join room', exact: true });
  await button.waitFor();
  const name = page.getByLabel('Name');
  if (await name.isVisible()) await name.fill('Gus');
  await button.click();
  await page.getByText(sign).first().waitFor();
};

export const JOIN_SCREENS: Screen[] = [
  { name: 'join', who: 'stranger', show: followed(() => links.guest, 'Have an account here?') },
  {
    name: 'join-error',
    who: 'stranger',
    async show(person) {
      await followed(() => links.guest, 'Have an account here?')(person);
      await person.page.getByRole('button', { name: 'Join room', exact: true }).click();
      await person.page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  { name: 'join-as-member', who: 'stranger', show: followed(() => links.member, 'with an account here') },
  { name: 'join-incomplete', who: 'stranger', show: followed(() => `${origin()}/join#half`, 'This link is not complete') },
  { name: 'join-expired', who: 'stranger', show: followed(() => `${origin()}/join#${'A'.repeat(43)}`, 'not good any more') },
  {
    name: 'join-locked',
    who: 'guest',
    async show(person) {
      // The room is locked: nobody waits for it any more. Its moderators see those who did before.
      await come(person.page, links.locked, 'Kitchen is locked');
      await settled(person);
    },
  },
  {
    name: 'waiting',
    who: 'guest',
    async show(person) {
      await come(person.page, links.lobby, 'Stop waiting');
      await person.page.getByRole('group', { name: 'What others will see of you' }).locator('video').waitFor();
      await settled(person);
    },
  },
  {
    name: 'waiting-over',
    who: 'guest',
    async show(person) {
      await come(person.page, links.lobby, 'Stop waiting');
      await person.page.getByRole('button', { name: 'Stop waiting', exact: true }).click();
      await person.page.getByText('You no longer wait for Studio').first().waitFor();
      await settled(person);
    },
  },
  {
    name: 'guest-before-the-call',
    who: 'guest',
    async show(person) {
      await come(person.page, links.guest, 'You can listen and write here');
      await settled(person);
    },
  },
  { name: 'guest-room', who: 'guest', show: opened(GARDEN, 'Nothing has been said') },
  { name: 'guest-home', who: 'guest', show: opened('/', 'With an account you keep') },
];

const invited = async ({ page }: Person): Promise<void> => {
  await page.goto(GARDEN);
  const opener = page.getByRole('button', { name: 'Invite people', exact: true }).first();
  const members = page.getByRole('button', { name: /and settings/ });
  await members.waitFor();
  // On a phone it is in the panel of the members.
  if (!(await opener.isVisible())) await members.click();
  await opener.click();
  await page.getByRole('dialog', { name: /Invite people/ }).waitFor();
};

const panelOpened = async ({ page }: Person, path: string): Promise<void> => {
  await page.goto(path);
  const members = page.getByRole('button', { name: /and settings/ });
  await members.waitFor();
  const panel = page.getByRole('complementary', { name: 'Members' });
  if (!(await panel.isVisible())) await members.click();
  await panel.getByText('Owner').waitFor();
};

export const PEOPLE_SCREENS: Screen[] = [
  {
    name: 'invite',
    who: 'alice',
    async show(person) {
      await invited(person);
      await settled(person);
    },
  },
  {
    name: 'invite-editor',
    who: 'alice',
    async show(person) {
      await invited(person);
      await person.page.getByRole('button', { name: 'Change what the link allows' }).click();
      await person.page.getByLabel('Good for').selectOption('date');
      await settled(person);
    },
  },
  {
    name: 'invite-code',
    who: 'alice',
    async show(person) {
      await invited(person);
      await person.page.getByRole('button', { name: 'Copy invitation link' }).click();
      await person.page.getByRole('button', { name: 'QR code' }).click();
      await person.page.getByRole('img', { name: /^QR code/ }).waitFor();
      await settled(person);
    },
  },
  {
    name: 'invite-revoke',
    who: 'alice',
    async show(person) {
      await invited(person);
      await person.page.getByRole('button', { name: 'Revoke …' }).first().click();
      await person.page.getByRole('dialog', { name: 'Revoke this link?' }).waitFor();
      await settled(person);
    },
  },
  {
    name: 'room-lobby',
    who: 'alice',
    async show(person) {
      await opened(studio, 'wait to come in')(person);
      const members = person.page.getByRole('button', { name: 'Close the members' });
      if (await members.isVisible()) await members.click();
      await person.page.getByRole('button', { name: 'Show', exact: true }).click();
      await settled(person);
    },
  },
  {
    name: 'room-panel-of-a-moderator',
    who: 'alice',
    async show(person) {
      await panelOpened(person, studio);
      await person.page.getByRole('button', { name: 'Banned', exact: true }).click();
      await person.page.getByText('Nobody is banned').waitFor();
      await settled(person);
    },
  },
  {
    name: 'member-menu',
    who: 'alice',
    async show(person) {
      await panelOpened(person, GARDEN);
      await person.page.getByRole('button', { name: 'More about Bob' }).click();
      await settled(person);
    },
  },
  {
    name: 'member-ban',
    who: 'alice',
    async show(person) {
      await panelOpened(person, GARDEN);
      await person.page.getByRole('button', { name: 'More about Bob' }).click();
      await person.page.getByRole('menuitem', { name: 'Ban' }).click();
      await person.page.getByRole('dialog', { name: /^Ban Bob/ }).waitFor();
      await settled(person);
    },
  },
];

export const CALL_PEOPLE_SCREEN: Screen = {
  name: 'in-the-call-people',
  who: 'alice',
  async show(person) {
    const { page } = person;
    await page.goto(GARDEN);
    await joinCall(person);
    await tile(person, 'Bob').waitFor();
    const opener = page.getByRole('button', { name: 'Show people', exact: true });
    if (await opener.isVisible()) await opener.click();
    else {
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Show people' }).click();
    }
    await page.getByRole('complementary', { name: 'People' }).getByRole('button', { name: 'More about Bob' }).click();
    await settled(person);
  },
};

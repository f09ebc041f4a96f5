// The screens of what people say of themselves.
import type { Person } from './cast.ts';
import { photo } from './pictures.ts';
import { opened, settled, type Screen } from './screen.ts';

const PROFILE = '/settings/profile';
const GARDEN = '/rooms/garden';

const crop = async (person: Person): Promise<void> => {
  const { page } = person;
  await opened(PROFILE, 'About you')(person);
  await page.locator('input[type=file]').setInputFiles(await photo(page, 220));
  await page.getByRole('button', { name: 'Use this', exact: true }).and(page.locator(':enabled')).waitFor();
  await settled(person);
};

/** As they are in all that follows: sent as the page would send it. */
const present = async (person: Person): Promise<void> => {
  await crop(person);
  await person.page.getByRole('button', { name: 'Use this', exact: true }).click();
  await person.page.getByText('Your picture is changed.').waitFor();
};

const askStatus = async (person: Person): Promise<void> => {
  await opened(PROFILE, 'About you')(person);
  await person.page.getByRole('button', { name: /(Set a|Change your) status/ }).click();
  await person.page.getByRole('dialog').waitFor();
  await settled(person);
};

export const PROFILE_SCREENS: Screen[] = [
  { name: 'settings-profile-crop', who: 'alice', show: crop },
  {
    name: 'settings-profile',
    who: 'alice',
    async show(person) {
      await present(person);
      await person.page.getByRole('button', { name: 'Dismiss' }).click();
      await person.page.getByLabel('Pronouns').fill('she/her');
      await person.page.getByLabel('About', { exact: true }).fill('Keeps the greenhouse, Tuesdays and Fridays');
      await settled(person);
    },
  },
  {
    name: 'settings-profile-zone',
    who: 'alice',
    async show(person) {
      await opened(PROFILE, 'About you')(person);
      await person.page.getByRole('combobox', { name: 'Time zone' }).fill('ber');
      await person.page.getByRole('option', { name: /^Berlin/ }).waitFor();
      await settled(person);
    },
  },
  {
    name: 'settings-profile-wrong',
    who: 'alice',
    async show(person) {
      await opened(PROFILE, 'About you')(person);
      await person.page.getByLabel('Name').fill('');
      await person.page.getByRole('button', { name: 'Save', exact: true }).click();
      await person.page.locator('[aria-invalid=true]').waitFor();
      await settled(person);
    },
  },
  {
    name: 'status',
    who: 'alice',
    async show(person) {
      await askStatus(person);
      await person.page.getByRole('button', { name: 'At lunch' }).click();
      await person.page.getByLabel('Until').selectOption('A chosen time …');
      await settled(person);
    },
  },
  {
    name: 'status-emoji',
    who: 'alice',
    async show(person) {
      await askStatus(person);
      await person.page.getByRole('button', { name: /emoji/i }).first().click();
      await person.page.getByLabel('Or write one').waitFor();
      await settled(person);
    },
  },
  {
    name: 'room-card',
    who: 'alice',
    async show(person) {
      await askStatus(person);
      await person.page.getByRole('button', { name: 'At lunch' }).click();
      await person.page.getByRole('button', { name: 'Set status', exact: true }).click();
      await person.page.getByText('Your status is set.').waitFor();
      await opened(GARDEN, 'Shall we move the beds?')(person);
      await person.page.getByRole('button', { name: 'Alice', exact: true }).first().click();
      await person.page.getByRole('dialog', { name: 'Alice' }).waitFor();
      await settled(person);
    },
  },
];

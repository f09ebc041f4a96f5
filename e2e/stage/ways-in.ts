// Signing in and out, and the settings, as people do it through what they see.
import { PASSWORD, type Person } from './cast.ts';

export const emailOf = ({ name }: Pick<Person, 'name'>): string => `${name.toLowerCase()}@example.org`;

/** Inside: the rooms are there. */
export const isIn = async ({ page }: Person): Promise<void> => {
  await page.getByRole('button', { name: 'Create room', exact: true }).waitFor();
};

/** At the door. */
export const isOut = async ({ page }: Person): Promise<void> => {
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
};

export const signOut = async (person: Person): Promise<void> => {
  await person.page.goto('/');
  await person.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await isOut(person);
};

/** What opens the account's menu. The names of those who wrote something are buttons too, but open no menu. */
export const accountMenu = ({ page, name }: Person) => page.locator('button[aria-haspopup=menu]').filter({ hasText: name });

/** As far as the password leads: inside, or to the second step. */
export const giveCredentials = async ({ page }: Person, email: string, password = PASSWORD): Promise<void> => {
  await page.goto('/sign-in');
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

export const signIn = async (person: Person, email = emailOf(person), password = PASSWORD): Promise<void> => {
  await giveCredentials(person, email, password);
  await isIn(person);
};

export const openSettings = async ({ page }: Person, of: 'profile' | 'account' | 'security' | 'appearance'): Promise<void> => {
  await page.goto(`/settings/${of}`);
  await page.getByRole('heading', { level: 1, name: new RegExp(of, 'i') }).waitFor();
};

/** The one dialog that asks whether it is still you. */
export const confirmWith = async ({ page }: Person, action: string, password = PASSWORD): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: action, exact: true }).click();
};

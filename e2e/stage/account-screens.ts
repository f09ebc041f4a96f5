// The screens of signing in, recovering and securing an account.
import { URI, type TOTP } from 'otpauth';
import { PASSWORD, type Person } from './cast.ts';
import { opened, settled, type Screen } from './screen.ts';
import { accountMenu, confirmWith, giveCredentials } from './ways-in.ts';

/** Of the right form, and nobody's. */
const SECRET = 'A'.repeat(43);

/** A link, opened as from a mail: another document, so that its secret is found. */
const follow =
  (path: string, sign: string): Screen['show'] =>
  async (person) => {
    await person.page.goto('about:blank');
    await opened(`${path}#${SECRET}`, sign)(person);
  };

const pressed =
  (path: string, button: string): Screen['show'] =>
  async (person) => {
    await opened(path, button)(person);
    await person.page.getByRole('button', { name: button, exact: true }).click();
    await person.page.getByRole('dialog').waitFor();
    await settled(person);
  };

const ACCOUNT = '/settings/account';
const SECURITY = '/settings/security';

export const DOOR_SCREENS: Screen[] = [
  { name: 'sign-in', who: 'stranger', show: opened('/sign-in', 'Welcome back') },
  {
    name: 'sign-in-wrong',
    who: 'stranger',
    async show(person) {
      await giveCredentials(person, 'nobody@example.org', 'not the password at all');
      await person.page.getByText('No account has this email and password').waitFor();
      await settled(person);
    },
  },
  { name: 'sign-in-problem', who: 'stranger', show: opened('/sign-in?problem=expired', 'Welcome back') },
  {
    name: 'second-factor',
    who: 'stranger',
    async show(person) {
      await giveCredentials(person, 'carol@example.org');
      await person.page.getByLabel('Six digits').waitFor();
      await settled(person);
    },
  },
  {
    name: 'second-factor-backup',
    who: 'stranger',
    async show(person) {
      await giveCredentials(person, 'carol@example.org');
      await person.page.getByRole('button', { name: 'Use a backup code instead' }).click();
      await person.page.getByLabel('Backup code').fill('not one of them');
      await person.page.getByRole('button', { name: 'Go on' }).click();
      await person.page.getByText('This is none of your backup codes').waitFor();
      await settled(person);
    },
  },
  { name: 'create-account', who: 'stranger', show: opened('/create-account', 'Password') },
  {
    name: 'create-account-errors',
    who: 'stranger',
    async show(person) {
      await opened('/create-account', 'Password')(person);
      await person.page.getByLabel('Email').fill('nobody');
      await person.page.getByRole('button', { name: 'Create account', exact: true }).click();
      await person.page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  { name: 'forgot', who: 'stranger', show: opened('/forgot', 'Ask for a link') },
  {
    name: 'forgot-asked',
    who: 'stranger',
    async show(person) {
      await opened('/forgot', 'Ask for a link')(person);
      await person.page.getByLabel('Email').fill('somebody@example.org');
      await person.page.getByRole('button', { name: 'Ask for a link' }).click();
      await person.page.getByText('It was passed on').waitFor();
      await settled(person);
    },
  },
  { name: 'reset', who: 'stranger', show: follow('/reset', 'Choose a new password') },
  {
    name: 'reset-expired',
    who: 'stranger',
    async show(person) {
      await follow('/reset', 'Choose a new password')(person);
      await person.page.getByLabel('New password').fill(PASSWORD);
      await person.page.getByRole('button', { name: 'Change password' }).click();
      await person.page.getByText('This link is not good any more').waitFor();
      await settled(person);
    },
  },
  { name: 'reset-incomplete', who: 'stranger', show: opened('/reset', 'Something of this link is missing') },
  { name: 'confirm-signed-out', who: 'stranger', show: follow('/confirm', 'Sign in to your account first') },
];

export const SETTINGS_SCREENS: Screen[] = [
  {
    name: 'account-menu',
    who: 'alice',
    async show(person) {
      await opened('/', 'Browse rooms')(person);
      await accountMenu(person).click();
      await person.page.getByRole('menuitem', { name: 'Settings' }).waitFor();
      await settled(person);
    },
  },
  { name: 'settings', who: 'alice', show: opened('/settings', 'Security') },
  { name: 'settings-account', who: 'alice', show: opened(ACCOUNT, 'Change password') },
  { name: 'settings-change-email', who: 'alice', show: pressed(ACCOUNT, 'Change email') },
  {
    name: 'settings-change-password',
    who: 'alice',
    async show(person) {
      await pressed(ACCOUNT, 'Change password')(person);
      await person.page.getByRole('dialog').getByLabel('New password').fill('too short');
      await person.page.getByRole('dialog').getByRole('button', { name: 'Change password' }).click();
      await person.page.locator('[aria-invalid=true]').first().waitFor();
      await settled(person);
    },
  },
  { name: 'settings-security', who: 'alice', show: opened(SECURITY, 'Signed-in devices') },
  { name: 'settings-add-passkey', who: 'alice', show: pressed(SECURITY, 'Add a passkey') },
  {
    name: 'settings-set-up-codes',
    who: 'alice',
    async show(person) {
      await pressed(SECURITY, 'Turn on codes')(person);
      await confirmWith(person, 'Go on');
      await person.page.getByLabel('Six digits').waitFor();
      await settled(person);
    },
  },
  { name: 'settings-appearance', who: 'alice', show: opened('/settings/appearance', 'Theme') },
  { name: 'confirm', who: 'alice', show: follow('/confirm', 'Confirm email') },
];

/** With an authenticator of the test's own; answers the backup codes. */
export const turnOnCodes = async ({ page, ...person }: Person): Promise<{ authenticator: TOTP; backup: string[] }> => {
  await page.goto(SECURITY);
  await page.getByRole('button', { name: 'Turn on codes', exact: true }).click();
  await confirmWith({ page, ...person }, 'Go on');
  const uri = await page.getByRole('link', { name: /The app is on this device/ }).getAttribute('href');
  const authenticator = URI.parse(uri!) as TOTP;
  await page.getByLabel('Six digits').fill(authenticator.generate());
  await page.getByRole('heading', { name: 'Your backup codes' }).waitFor();
  const backup = await page.getByRole('dialog').getByRole('listitem').allInnerTexts();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  return { authenticator, backup };
};

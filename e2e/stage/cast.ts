// The cast: people at their browsers, who do what a person does through what a person sees.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { watchConnections } from './media-facts.ts';

export const PASSWORD = 'lantern orchard violin seven';

export type Person = {
  readonly name: string;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors that the page threw or logged: a story ends with none. */
  readonly errors: string[];
};

/** A browser of their own: nothing shared with the others. */
export const arrive = async (browser: Browser, url: string, name: string, options: BrowserContextOptions = {}): Promise<Person> => {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 }, ...options });
  await context.addInitScript(watchConnections);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`${name}: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    // A server that is killed on purpose is told of by the browser itself.
    const isExpected = /WebSocket connection to|ERR_CONNECTION_REFUSED|Failed to load resource/.test(text);
    if (message.type() === 'error' && !isExpected) errors.push(`${name}: ${text}`);
  });
  return { name, context, page, errors };
};

export const createAccount = async ({ page, name }: Person): Promise<void> => {
  await page.goto('/create-account');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account', exact: true }).click();
  await page.getByRole('button', { name: 'Create room', exact: true }).waitFor();
};

export const createRoom = async ({ page }: Person, name: string, isPrivate = false): Promise<string> => {
  await page.getByRole('button', { name: 'Create room', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  if (isPrivate) await dialog.getByRole('radio', { name: /^Private/ }).check();
  await dialog.getByRole('button', { name: 'Create room', exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return new URL(page.url()).pathname;
};

export const joinRoom = async ({ page }: Person, path: string): Promise<void> => {
  await page.goto(path);
  await page.getByRole('button', { name: 'Join room', exact: true }).click();
  await page.getByLabel('Message', { exact: true }).waitFor();
};

export const say = async ({ page }: Person, text: string): Promise<void> => {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
};

/** A message in the room that is open. */
export const message = ({ page }: Person, text: string) => page.locator('[data-message-text]').filter({ hasText: text });

export const sees = async (person: Person, text: string): Promise<void> => {
  await message(person, text).first().waitFor();
};

export const joinCall = async ({ page }: Person): Promise<void> => {
  await page.getByRole('button', { name: 'Join call', exact: true }).click();
  await page.getByRole('button', { name: 'Join now', exact: true }).click();
  await page.getByRole('button', { name: 'Leave call', exact: true }).waitFor();
};

export const tile = ({ page }: Person, name: string) => page.getByRole('group', { name, exact: true });

/** Asks until the claim holds: for facts that only a question brings to light. */
export const eventually = async (claim: () => Promise<void>, withinMs = 20_000): Promise<void> => {
  await expect.poll(() => claim().then(() => 'holds', String), { timeout: withinMs, interval: 200 }).toBe('holds');
};

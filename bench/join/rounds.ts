// One person sends their camera; another opens the call's page and joins, again and again, over this machine's own loopback or over a link.
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from '../../e2e/stage/browser.ts';
import { openServer } from '../load/server.ts';
import { median, round } from '../load/statistics.ts';
import { openLink, type Weather } from '../link/link.ts';
import { watchJoining, type Noted } from './watch.ts';

const ROOM = '/rooms/lounge/call';
const SENDER = 'Sam';
const WITHIN_MS = 30_000;
/** On the page before the call, while one looks at oneself: everything is ready by then. */
const LOOKING_MS = 2_000;

/** Milliseconds from the click. */
type Took = { answered: number; connected: number; received: number; drawn: number };
export type Times = Took & { rounds: number; slowest: number };

const arrive = async (browser: Browser, url: string, name: string): Promise<BrowserContext> => {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 } });
  const account = { name, email: `${name.toLowerCase()}@example.org`, password: 'lantern orchard violin seven' };
  const { status, text } = await context.request
    .post('/api/accounts/create', { data: account, headers: { origin: url } })
    .then(async (response) => ({ status: response.status(), text: await response.text() }));
  if (status !== 200) throw new Error(`no account for ${name}: ${text}`);
  return context;
};

const joinOnce = async (context: BrowserContext, isWarm: boolean): Promise<Took> => {
  const page = await context.newPage();
  try {
    page.setDefaultTimeout(WITHIN_MS);
    await page.addInitScript(watchJoining, SENDER);
    await page.goto(ROOM, { waitUntil: 'commit' });
    const join = page.locator('button:enabled', { hasText: /^Join now$/ });
    await join.waitFor();
    if (isWarm) await page.waitForTimeout(LOOKING_MS);
    await join.click();
    await page.waitForFunction(() => window.noted?.drawn !== undefined, undefined, { polling: 100 });
    const noted: Noted = await page.evaluate(() => window.noted!);
    const since = (time: number | undefined) => (time ?? Number.NaN) - noted.click!;
    return {
      answered: since(noted.answered),
      connected: since(noted.connected),
      received: since(noted.received),
      drawn: since(noted.drawn),
    };
  } finally {
    await page.close();
  }
};

const middle = (all: Took[]): Times => {
  const of = (name: keyof Took) => round(median(all.map((one) => one[name])));
  return {
    answered: of('answered'),
    connected: of('connected'),
    received: of('received'),
    drawn: of('drawn'),
    rounds: all.length,
    slowest: round(Math.max(...all.map(({ drawn }) => drawn))),
  };
};

export const measureJoining = async (rounds: number, weather: Weather | null): Promise<{ cold: Times; warm: Times }> => {
  const link = weather && (await openLink(weather));
  const server = await openServer({ MEDIA_ADDRESS: link?.address ?? '127.0.0.1' });
  const senders = await openBrowser();
  const near = await arrive(senders, server.url, SENDER);
  const farUrl = link ? `http://${link.address}:${server.port}` : server.url;
  // What the stage's own browser is started with, on the far side.
  const program = process.env['CHROMIUM'] ?? 'chromium';
  if (link) process.env['CHROMIUM'] = link.wrap(program);
  const joiners = await openBrowser(link ? [`--unsafely-treat-insecure-origin-as-secure=${farUrl}`] : []);
  process.env['CHROMIUM'] = program;
  try {
    const sending = await near.newPage();
    await sending.goto(ROOM);
    await sending.getByRole('button', { name: 'Join now', exact: true }).click();
    await sending.getByRole('button', { name: 'Leave call', exact: true }).waitFor();
    const far = await arrive(joiners, farUrl, 'Jo');
    await joinOnce(far, true); // Fills the browser's cache, and lets the sender's encoder settle.
    const all: Record<'cold' | 'warm', Took[]> = { cold: [], warm: [] };
    for (let turn = 0; turn < rounds; turn++) {
      for (const kind of ['cold', 'warm'] as const) all[kind].push(await joinOnce(far, kind === 'warm'));
    }
    return { cold: middle(all.cold), warm: middle(all.warm) };
  } finally {
    await joiners.close();
    await senders.close();
    await server.close();
    link?.close();
  }
};

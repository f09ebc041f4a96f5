// M4: what the browser fetches for each address of the page with an empty cache, and how much of it must be there before the address works: a script
// that is withheld while the page comes to work all the same was fetched ahead, and is not counted. Sizes are of the built files, compressed here.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser } from '../../e2e/stage/browser.ts';

import { against, say } from '../load/command.ts';
import { openServer, ROOT } from '../load/server.ts';
import { round } from '../load/statistics.ts';

const DIST = join(ROOT, 'web/dist');
const AT_ONCE = 3;
const LARGEST = 6;

type Stored = NonNullable<BrowserContextOptions['storageState']>;
type Stop = { name: string; path: string; isSignedIn: boolean; works(page: Page): Promise<void> };

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const joinable = (page: Page) => page.locator('button:enabled', { hasText: /^Join now$/ });

const STOPS: Stop[] = [
  { name: 'sign-in page', path: '/sign-in', isSignedIn: false, works: (page) => button(page, 'Sign in').waitFor() },
  { name: 'room page', path: '/rooms/lounge', isSignedIn: true, works: (page) => page.getByLabel('Message', { exact: true }).waitFor() },
  { name: 'pre-join page', path: '/rooms/lounge/call', isSignedIn: true, works: (page) => joinable(page).waitFor() },
  {
    name: 'in the call',
    path: '/rooms/lounge/call',
    isSignedIn: true,
    async works(page) {
      await joinable(page).click();
      await button(page, 'Leave call').waitFor();
    },
  },
];

type Weight = { files: number; gzipKb: number; brotliKb: number };

const compressed = new Map<string, { gzip: number; brotli: number }>();
const sizeOf = (path: string) => {
  const known = compressed.get(path);
  if (known) return known;
  const bytes = readFileSync(join(DIST, path));
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  const size = { gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes, { params }).length };
  compressed.set(path, size);
  return size;
};
const weigh = (paths: readonly string[]): Weight => {
  const kb = (which: 'gzip' | 'brotli') => round(paths.reduce((sum, path) => sum + sizeOf(path)[which], 0) / 1_000);
  return { files: paths.length, gzipKb: kb('gzip'), brotliKb: kb('brotli') };
};

/** One visit with an empty cache; `withheld` is asked for and never comes. */
const visit = async (browser: Browser, url: string, stop: Stop, stored: Stored, withheld: string | null, withinMs: number) => {
  const context = await browser.newContext({ baseURL: url, ...(stop.isSignedIn && { storageState: stored }) });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(withinMs);
    const fetched = new Map<string, Promise<number>>();
    page.on('requestfinished', (request) => {
      const { pathname } = new URL(request.url());
      if (/\.(js|css)$/.test(pathname)) {
        fetched.set(
          pathname,
          request.sizes().then(
            ({ responseBodySize }) => responseBodySize,
            () => 0, // The visit is over.
          ),
        );
      }
    });
    if (withheld !== null) await context.route(`**${withheld}`, () => {});
    const startedAt = performance.now();
    await page.goto(stop.path, { waitUntil: 'commit' });
    const works = await stop.works(page).then(
      () => true,
      () => false,
    );
    const tookMs = performance.now() - startedAt;
    if (withheld === null) await page.waitForTimeout(1_500); // What is fetched ahead.
    const sent = (await Promise.all(fetched.values())).reduce((sum, bytes) => sum + bytes, 0);
    return { works, tookMs, paths: [...fetched.keys()], sent };
  } finally {
    await context.close();
  }
};

const measureStop = async (browser: Browser, url: string, stop: Stop, stored: Stored) => {
  const whole = await visit(browser, url, stop, stored, null, 30_000);
  if (!whole.works) throw new Error(`the ${stop.name} does not come to work`);
  const scripts = whole.paths.filter((path) => path.endsWith('.js'));
  const patienceMs = Math.max(3_000, whole.tookMs * 4);
  const waiting = [...scripts];
  const needed: string[] = [];
  const withholdNext = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (!(await visit(browser, url, stop, stored, path, patienceMs)).works) needed.push(path);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, withholdNext));
  const figures = {
    neededJs: weigh(needed),
    allJs: weigh(scripts),
    css: weigh(whole.paths.filter((path) => path.endsWith('.css'))),
    sentKb: round(whole.sent / 1_000),
  };
  const { neededJs, allJs, css, sentKb } = figures;
  say(
    `  ${stop.name.padEnd(14)} needs ${String(neededJs.gzipKb).padStart(5)} kB of JavaScript (brotli ${neededJs.brotliKb}, ${neededJs.files} files); ` +
      `fetches ${allJs.gzipKb} kB (${allJs.files} files), CSS ${css.gzipKb} kB; the server sent ${sentKb} kB`,
  );
  const largest = needed.toSorted((a, b) => sizeOf(b).gzip - sizeOf(a).gzip).slice(0, LARGEST);
  say(
    `  ${''.padEnd(14)} of it ${largest.map((path) => `${basename(path).replace(/-[\w-]{8}\.js$/, '')} ${round(sizeOf(path).gzip / 1_000)}`).join(', ')}`,
  );
  return figures;
};

/** Signed in, with what the page itself keeps for its next visit. */
const signIn = async (browser: Browser, url: string): Promise<Stored> => {
  const context = await browser.newContext({ baseURL: url });
  const account = { name: 'Alice', email: 'alice@example.org', password: 'lantern orchard violin seven' };
  await context.request.post('/api/accounts/create', { data: account, headers: { origin: url } });
  const page = await context.newPage();
  await page.goto('/rooms/lounge');
  await page.getByLabel('Message', { exact: true }).waitFor();
  const stored = await context.storageState();
  await context.close();
  return stored;
};

/** Published, of the page where one joins: JavaScript, gzip. */
const OTHERS_KB = { liveKitMeet: 343, elementCall: 726, jitsiMeet: 860, galene: 70 };

export const measureWeight = async () => {
  const house = await openServer();
  const browser = await openBrowser();
  try {
    const stored = await signIn(browser, house.url);
    say('M4: JavaScript by address, gzip, with an empty cache');
    const stops: Record<string, Awaited<ReturnType<typeof measureStop>>> = {};
    for (const stop of STOPS) stops[stop.name] = await measureStop(browser, house.url, stop, stored);
    say(
      `  others, until one can join: ${Object.entries(OTHERS_KB)
        .map(([name, kb]) => `${name} ${kb} kB`)
        .join(', ')}`,
    );
    return {
      stops,
      othersGzipKb: OTHERS_KB,
      preJoinGzipKb: against(stops['pre-join page']!.neededJs.gzipKb, 85, 'at most'),
      inCallGzipKb: against(stops['in the call']!.neededJs.gzipKb, 125, 'at most'),
    };
  } finally {
    await browser.close();
    await house.close();
  }
};

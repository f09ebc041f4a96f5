// axe finds nothing, on any screen, in either theme, on a large window and on a phone.
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './stage/browser.ts';
import { arrive, type Person } from './stage/cast.ts';
import { settled } from './stage/screen.ts';
import { furnish, SCREENS } from './stage/screens.ts';
import { openHouse, type House } from './stage/server.ts';

type Axe = { run(context: Document): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> };

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const THEMES = ['light', 'dark'] as const;

describe('accessibility', () => {
  let house: House;
  let browser: Browser;
  let people: Record<'stranger' | 'guest' | 'alice', Person>;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    const alice = await furnish(browser, house.url);
    // The page's own policy lets no foreign script in, axe's neither: these people's browsers do not enforce it.
    const state = await alice.context.storageState();
    people = {
      stranger: await arrive(browser, house.url, 'Stranger', { bypassCSP: true }),
      guest: await arrive(browser, house.url, 'Gus', { bypassCSP: true }),
      alice: await arrive(browser, house.url, 'Alice', { bypassCSP: true, storageState: state }),
    };
    await alice.context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  it.each(SCREENS)('$name', async ({ who, show }) => {
    const person = people[who];
    const { page, context } = person;
    for (const width of [1440, 360]) {
      await context.setOffline(false);
      await page.setViewportSize({ width, height: 800 });
      await show(person);
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        await settled(person);
        // Once a document: reading it takes longer than looking.
        if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ path: AXE });
        const { violations } = await page.evaluate(() => (window as unknown as { axe: Axe }).axe.run(document));
        const found = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ''}`),
        );
        expect(found, `${width} px, ${colorScheme}`).toEqual([]);
      }
    }
  });
});

// `npm run screenshots`: every screen at three widths and in two themes, into screenshots/. With `--readme`, only the README's picture.
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser } from './stage/browser.ts';
import { arrive } from './stage/cast.ts';
import { furnish, SCREENS } from './stage/screens.ts';
import { openHouse } from './stage/server.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'screenshots');
const isForReadme = process.argv.includes('--readme');
const WIDTHS = isForReadme ? [1440] : [360, 768, 1440];
const THEMES = isForReadme ? (['light'] as const) : (['light', 'dark'] as const);
const HEIGHTS: Record<number, number> = { 360: 740, 768: 1024, 1440: 900 };

await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const house = await openHouse();
const browser = await openBrowser();
try {
  const people = {
    alice: await furnish(browser, house.url),
    stranger: await arrive(browser, house.url, 'Stranger'),
    guest: await arrive(browser, house.url, 'Gus'),
  };
  for (const width of WIDTHS) {
    for (const { name, who, show } of SCREENS) {
      if (isForReadme && name !== 'in-the-call') continue;
      const { page, context } = people[who];
      await page.setViewportSize({ width, height: HEIGHTS[width]! });
      await show(people[who]);
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`) });
      }
      await context.setOffline(false);
      process.stdout.write(`${name} at ${width}\n`);
    }
  }
  if (isForReadme) await copyFile(join(FOLDER, 'in-the-call-1440-light.png'), join(ROOT, 'docs/screenshot.png'));
} finally {
  await browser.close();
  await house.close();
}

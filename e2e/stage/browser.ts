// A real Chromium with a fake camera and a fake microphone that really send.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const KNOWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const openBrowser = (extra: string[] = []): Promise<Browser> => {
  const executablePath = process.env['CHROMIUM'] || KNOWN.find(existsSync);
  if (!executablePath) throw new Error('no Chromium was found: set CHROMIUM to its path');
  return chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Ten pictures a second: three tabs that encode in three sizes have two cores between them.
      '--use-fake-device-for-media-stream=device-count=1,fps=10',
      '--use-fake-ui-for-media-stream',
      // Tabs that are not in front must go on sending and drawing.
      '--disable-background-timer-throttling',
      '--disable-renderer-backgrounding',
      '--disable-backgrounding-occluded-windows',
      '--autoplay-policy=no-user-gesture-required',
      ...extra,
    ],
  });
};

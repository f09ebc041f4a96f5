// The connection of this page. Made when first imported, not started: `web/accounts/accounts.ts` starts it when somebody is signed in.
import { createConnection } from './create-connection.ts';
import type { Connection } from './connection.ts';
import { createTrouble } from './trouble.ts';

export const connection: Connection = createConnection({
  url: () => `${location.origin.replace(/^http/, 'ws')}/socket`,
  isSignedIn: async () => {
    const response = await fetch('/api/accounts/me', { credentials: 'same-origin', cache: 'no-store' });
    const reply = (await response.json()) as { account?: unknown };
    return !response.ok || reply.account !== null;
  },
});

/** Called once by the page: what the browser notices about the network and the window. */
export const watchNetwork = (): void => {
  const nudge = () => connection.nudge();
  addEventListener('online', nudge);
  addEventListener('offline', nudge);
  // A page that was frozen or slept comes back with a socket that may have died meanwhile.
  addEventListener('pageshow', (event) => event.persisted && nudge());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && nudge());
};

export const $trouble = createTrouble(connection);

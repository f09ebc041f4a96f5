// What a link carries behind its `#`: a secret for the page, which no server is told in the address. It is taken out of the address bar before
// anything is asked or drawn, so that it is neither copied along nor shown to whoever looks on. Kept with the browser's entry for this
// address, where a reload finds it again; `forgetLinkSecret` takes it from there once it was used.

const KEY = 'linkSecret';

/** For those who leave the page and come back to it by a link of ours: to sign in, say. */
let taken: { pathname: string; secret: string } | null = null;

const held = (): Record<string, unknown> => {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null ? { ...state } : {};
};

/** Called once by the page, before everything else. `isWanted`: whether the page at this path takes secrets. */
export const takeLinkSecret = (isWanted: (pathname: string) => boolean): void => {
  const take = () => {
    if (location.hash.length < 2 || !isWanted(location.pathname)) return;
    const secret = location.hash.slice(1);
    taken = { pathname: location.pathname, secret };
    history.replaceState({ ...held(), [KEY]: secret }, '', location.pathname + location.search);
  };
  take();
  // The same page, and another link pasted over it: nothing is loaded, so the page begins anew with the new secret.
  addEventListener('hashchange', () => {
    if (location.hash.length < 2 || !isWanted(location.pathname)) return;
    take();
    location.reload();
  });
};

export const linkSecret = (): string | null => {
  const secret = held()[KEY];
  if (typeof secret === 'string') return secret;
  return taken?.pathname === location.pathname ? taken.secret : null;
};

export const forgetLinkSecret = (): void => {
  taken = null;
  const { [KEY]: _, ...rest } = held();
  history.replaceState(rest, '');
};

// The page's addresses: their one list, both ways.
export type Route =
  | { page: 'home' }
  | { page: 'sign-in' }
  | { page: 'create-account' }
  | { page: 'directory' }
  | { page: 'room'; slug: string }
  | { page: 'call'; slug: string }
  | { page: 'missing' };

export const paths = {
  home: '/',
  signIn: '/sign-in',
  createAccount: '/create-account',
  directory: '/rooms',
  room: (slug: string) => `/rooms/${encodeURIComponent(slug)}`,
  call: (slug: string) => `/rooms/${encodeURIComponent(slug)}/call`,
} as const;

export const parseRoute = (pathname: string): Route => {
  const path = pathname.replace(/\/+$/, '') || '/';
  if (path === paths.home) return { page: 'home' };
  if (path === paths.signIn) return { page: 'sign-in' };
  if (path === paths.createAccount) return { page: 'create-account' };
  if (path === paths.directory) return { page: 'directory' };
  const [, slug, isCall] = /^\/rooms\/([^/]+)(\/call)?$/.exec(path) ?? [];
  const decoded = slug === undefined ? undefined : decode(slug);
  if (decoded === undefined) return { page: 'missing' };
  return { page: isCall ? 'call' : 'room', slug: decoded };
};

const decode = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
};

/** The address of a page for those who are signed out, with the way back to where the person wanted to go. */
export const withNext = (path: string, next: string): string => {
  const { page } = parseRoute(next.split(/[?#]/, 1)[0]!);
  return page === 'home' || page === 'sign-in' || page === 'create-account' ? path : `${path}?next=${encodeURIComponent(next)}`;
};

/** Only an address of this page: `next` comes from the address bar, and may have been made by anybody. */
export const nextFrom = (search: string): string => {
  const next = new URLSearchParams(search).get('next') ?? '';
  return /^\/(?![/\\])/.test(next) && parseRoute(next.split(/[?#]/, 1)[0]!).page !== 'missing' ? next : paths.home;
};

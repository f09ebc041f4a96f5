// The page's addresses: their one list, both ways.
export const SETTINGS = ['profile', 'account', 'security', 'appearance'] as const;
export type SettingsPage = (typeof SETTINGS)[number];

/** The first is what `/admin` shows. */
export const ADMIN = ['people', 'rooms', 'invitations', 'sign-up', 'health', 'trail'] as const;
export type AdminPage = (typeof ADMIN)[number];

export type Route =
  | { page: 'home' }
  | { page: 'sign-in' }
  | { page: 'create-account' }
  | { page: 'forgot' }
  | { page: 'reset' }
  | { page: 'confirm' }
  | { page: 'join' }
  /** `of` is null for the list of them, which is a page on a phone alone. */
  | { page: 'settings'; of: SettingsPage | null }
  | { page: 'admin'; of: AdminPage }
  | { page: 'directory' }
  | { page: 'room'; slug: string }
  | { page: 'call'; slug: string }
  | { page: 'missing' };

export const paths = {
  home: '/',
  signIn: '/sign-in',
  createAccount: '/create-account',
  forgot: '/forgot',
  reset: '/reset',
  confirm: '/confirm',
  settings: '/settings',
  settingsOf: (page: SettingsPage) => `/settings/${page}`,
  admin: '/admin',
  adminOf: (page: AdminPage) => `/admin/${page}`,
  join: '/join',
  directory: '/rooms',
  room: (slug: string) => `/rooms/${encodeURIComponent(slug)}`,
  call: (slug: string) => `/rooms/${encodeURIComponent(slug)}/call`,
} as const;

export const parseRoute = (pathname: string): Route => {
  const path = pathname.replace(/\/+$/, '') || '/';
  if (path === paths.home) return { page: 'home' };
  if (path === paths.signIn) return { page: 'sign-in' };
  if (path === paths.createAccount) return { page: 'create-account' };
  if (path === paths.forgot) return { page: 'forgot' };
  if (path === paths.reset) return { page: 'reset' };
  if (path === paths.confirm) return { page: 'confirm' };
  if (path === paths.join) return { page: 'join' };
  if (path === paths.directory) return { page: 'directory' };
  if (path === paths.settings) return { page: 'settings', of: null };
  const of = SETTINGS.find((page) => path === paths.settingsOf(page));
  if (of) return { page: 'settings', of };
  if (path === paths.admin) return { page: 'admin', of: ADMIN[0] };
  const administered = ADMIN.find((page) => path === paths.adminOf(page));
  if (administered) return { page: 'admin', of: administered };
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

/** Whom a page is for. Those of `anybody` are shown as they are, whether somebody is signed in or not. */
export const audienceOf = ({ page }: Route): 'signed-out' | 'signed-in' | 'anybody' => {
  switch (page) {
    case 'sign-in':
    case 'create-account':
    case 'forgot':
      return 'signed-out';
    case 'reset':
    case 'confirm':
    case 'join':
      return 'anybody';
    case 'home':
    case 'settings':
    case 'admin':
    case 'directory':
    case 'room':
    case 'call':
    case 'missing':
      return 'signed-in';
    default:
      return page satisfies never;
  }
};

/** Whether links to this page carry a secret behind their `#`. */
export const takesSecret = (pathname: string): boolean => {
  const { page } = parseRoute(pathname);
  return page === 'reset' || page === 'confirm' || page === 'join';
};

/** The address of a page for those who are signed out, with the way back to where the person wanted to go. */
export const withNext = (path: string, next: string): string => {
  const route = parseRoute(next.split(/[?#]/, 1)[0]!);
  return route.page === 'home' || audienceOf(route) === 'signed-out' ? path : `${path}?next=${encodeURIComponent(next)}`;
};

/** Only an address of this page: `next` comes from the address bar, and may have been made by anybody. */
export const nextFrom = (search: string): string => {
  const next = new URLSearchParams(search).get('next') ?? '';
  return /^\/(?![/\\])/.test(next) && parseRoute(next.split(/[?#]/, 1)[0]!).page !== 'missing' ? next : paths.home;
};

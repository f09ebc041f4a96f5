// Who may import whom, as docs/architecture.md draws it: one entry per room of the house. A pure function of a table of files.

/** Path from the root, with `/`, to text. */
export type Files = ReadonlyMap<string, string>;

export type Import = { from: string; to: string; isType: boolean; line: number };

const STATEMENT = /^[ \t]*(?:import|export)\b(?<clause>[^'"`;]*?\bfrom\s*|\s+)['"](?<target>[^'"]+)['"]/gm;
const DYNAMIC = /(?<typeof>typeof\s+)?\bimport\(\s*['"](?<target>[^'"]+)['"]/g;

const isTypeClause = (clause: string): boolean => {
  if (/^\s+type\s/.test(clause)) return true;
  const names = /^\s*\{(?<names>[^}]*)\}\s*from\s*$/.exec(clause)?.groups?.['names'];
  return (
    names !== undefined && names.trim() !== '' && names.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '))
  );
};

/** `../rooms/rooms.ts` seen from `server/chat/chat.ts` is `server/rooms/rooms.ts`; a package keeps its name. */
const resolve = (from: string, target: string): string => {
  if (!target.startsWith('.')) return target;
  const { pathname } = new URL(target.replace(/\?.*$/, ''), `file:///${from}`);
  return pathname.slice(1);
};

export const importsOf = (path: string, text: string): Import[] => {
  const found = (match: RegExpMatchArray, isType: boolean): Import => ({
    from: path,
    to: resolve(path, match.groups?.['target'] ?? ''),
    isType,
    line: text.slice(0, match.index).split('\n').length,
  });
  return [
    ...[...text.matchAll(STATEMENT)].map((match) => found(match, isTypeClause(match.groups?.['clause'] ?? ''))),
    ...[...text.matchAll(DYNAMIC)].map((match) => found(match, match.groups?.['typeof'] !== undefined)),
  ];
};

export const isSource = (path: string): boolean => /^(protocol|server|web)\/.*\.tsx?$/.test(path);
/** Tests, what is made for them, and the suites that every implementation of a door must pass. */
export const isTest = (path: string): boolean => /\.(test|testing|contract)\.tsx?$|^server\/testing\//.test(path);

export const allImports = (files: Files): Import[] =>
  [...files].filter(([path]) => isSource(path)).flatMap(([path, text]) => importsOf(path, text));

/** `server/chat`, `web/ui`, `protocol`; a file on the top floor is in `server` or `web`. */
const roomOf = (path: string): string => /^(?:server|web)\/[^/]+(?=\/)|^[^/]+/.exec(path)?.[0] ?? '';

const PROTOCOL = 'protocol/';
/** Files of the server that belong to nobody. */
const GROUND = [
  'server/assert.ts',
  'server/caller.ts',
  'server/clock.ts',
  'server/ids.ts',
  'server/limits.ts',
  'server/log.ts',
  'server/sealing.ts',
];
/** They know all of the server, and nothing else does. */
const WIRING = ['server/main.ts', 'server/recover.ts', 'server/open-database.ts', 'server/parlor.ts', 'server/routes.ts'];
const STORED_TYPES = ['type server/storage/schema.ts', 'type server/storage/database.ts', 'type server/cluster/bus.ts'];
/** Rows to people, and how they are looked for: for the queries of every wing that shows them. */
const PEOPLE = ['server/accounts/people.ts', 'server/accounts/searching.ts'];
const WING = [PROTOCOL, ...GROUND, ...STORED_TYPES, ...PEOPLE, 'server/audit/audit.ts'];
const BASE = [PROTOCOL, 'web/ui/', 'web/i18n/', 'web/connection/', 'web/devices/', 'web/routes.ts'];
/** How one wing of the web reaches another. */
const FRONT_DOORS = [
  'web/accounts/accounts.ts',
  'web/accounts/PersonButton.tsx',
  'web/accounts/StatusMark.tsx',
  'web/accounts/BecomeMember.tsx',
  'web/rooms/rooms.ts',
  'web/rooms/may.ts',
  'web/rooms/member-menu.tsx',
  'web/rooms/invitations.ts',
  'web/rooms/invitation-words.ts',
  'web/chat/chat.ts',
  'web/chat/ChatPane.tsx',
  'web/calls/calls.ts',
  'web/calls/CallBar.tsx',
];
const WEB_WING = [...BASE, ...FRONT_DOORS];

/** What a room may import besides itself: folders (ending in `/`), files, and files for their types alone (`type ...`). */
const MAY_IMPORT: Record<string, string[]> = {
  protocol: [],
  server: [PROTOCOL, ...GROUND, 'server/config.ts', 'type server/media/sfu.ts', 'type server/storage/database.ts'],
  'server/storage': [PROTOCOL, ...GROUND],
  'server/cluster': [PROTOCOL, ...GROUND],
  'server/media': [PROTOCOL, ...GROUND],
  'server/gateway': [PROTOCOL, ...GROUND, 'type server/cluster/bus.ts'],
  'server/audit': [PROTOCOL, ...GROUND, ...STORED_TYPES, ...PEOPLE],
  'server/accounts': [...WING, 'server/mail/mailer.ts', 'server/files/files.ts', 'type server/files/encoder.ts'],
  'server/rooms': [...WING, 'server/accounts/accounts.ts'],
  'server/chat': [...WING, 'server/accounts/accounts.ts', 'server/rooms/rooms.ts'],
  'server/calls': [...WING, 'server/accounts/accounts.ts', 'server/rooms/rooms.ts', 'server/media/sfu.ts'],
  'server/admin': [
    ...WING,
    'server/accounts/accounts.ts',
    'server/accounts/house.ts',
    'server/rooms/rooms.ts',
    'server/audit/',
    'type server/mail/mailer.ts',
    'type server/health.ts',
  ],
  /** How mail leaves, and where files lie: doors like the SFU's. */
  'server/mail': [PROTOCOL, ...GROUND, ...STORED_TYPES],
  'server/files': [PROTOCOL, ...GROUND, ...STORED_TYPES],
  web: [PROTOCOL, 'web/'],
  'web/ui': ['web/i18n/', 'protocol/constants.ts'],
  'web/i18n': ['web/ui/', 'protocol/constants.ts', 'protocol/errors.ts'],
  'web/connection': [PROTOCOL, 'web/ui/', 'web/i18n/'],
  'web/devices': [PROTOCOL, 'web/ui/', 'web/i18n/'],
  'web/accounts': WEB_WING,
  'web/rooms': WEB_WING,
  'web/chat': WEB_WING,
  'web/calls': WEB_WING,
  'web/admin': WEB_WING,
  'web/notifications': WEB_WING,
};

const matches = (rule: string, { to, isType }: Import): boolean => {
  const [, needsType, target = ''] = /^(type )?(.*)$/.exec(rule) ?? [];
  if (needsType && !isType) return false;
  return target.endsWith('/') ? to.startsWith(target) : to === target;
};

const mayImport = (entry: Import): boolean => {
  const { from, to } = entry;
  const floor = (path: string) => path.split('/')[0];
  const isOwn = floor(to) === 'protocol' || floor(to) === floor(from);
  if (isTest(from)) return isOwn;
  if (WIRING.includes(from)) return isOwn && !isTest(to);
  const room = roomOf(from);
  if (isTest(to)) return false;
  if (room === roomOf(to) && room.includes('/')) return true;
  if (room === 'protocol') return floor(to) === 'protocol';
  return (MAY_IMPORT[room] ?? []).some((rule) => matches(rule, entry));
};

const isOurs = ({ to }: Import): boolean => /^(protocol|server|web|setup|media-worker|e2e|bench)\//.test(to) || to.startsWith('@parlor/');

export const checkTable = (files: Files): string[] =>
  allImports(files)
    .filter((entry) => isOurs(entry) && !mayImport(entry))
    .map(({ from, to, line, isType }) => `${from}:${line} must not import ${isType ? 'types of ' : ''}${to}`);

/** Packages that one place alone knows. `types`: everybody may import their types. */
const PACKAGES: { name: RegExp; only: RegExp; types?: RegExp }[] = [
  { name: /^mediasoup(\/|$)/, only: /^server\/media\/mediasoup[^/]*$/ },
  { name: /^mediasoup-client(\/|$)/, only: /^web\/calls\// },
  { name: /^(better-auth|@better-auth\/[^/]+)(\/|$)/, only: /^server\/accounts\// },
  { name: /^nodemailer(\/|$)/, only: /^server\/mail\/smtp\.ts$/ },
  { name: /^@simplewebauthn\/server(\/|$)/, only: /^server\/(accounts|testing)\// },
  { name: /^jose(\/|$)/, only: /^server\/accounts\// },
  { name: /^sharp$/, only: /^server\/files\/|\.test\.ts$/ },
  { name: /^zod(\/|$)/, only: /^(protocol|server)\//, types: /^web\// },
  { name: /^node:sqlite$/, only: /^server\/storage\// },
  { name: /^kysely(\/|$)/, only: /^server\/(storage|accounts)\/|^server\/.*\.queries\.ts$/, types: /^server\// },
];

export const checkPackages = (files: Files): string[] => {
  const imports = allImports(files);
  const wrong = imports.filter(({ from, to, isType }) =>
    PACKAGES.some(({ name, only, types }) => name.test(to) && !only.test(from) && !(isType && types?.test(from))),
  );
  const opensSqlite = new Set(imports.filter(({ to, isType }) => to === 'node:sqlite' && !isType).map(({ from }) => from));
  return [
    ...wrong.map(({ from, to, line }) => `${from}:${line} must not import ${to}: another place is its only home`),
    ...(opensSqlite.size > 1 ? [`node:sqlite is imported in ${[...opensSqlite].join(' and ')}: one file alone opens SQLite`] : []),
  ];
};

const valueGraph = (files: Files): Map<string, string[]> => {
  const graph = new Map<string, string[]>();
  for (const { from, to, isType } of allImports(files)) {
    if (!isType) graph.set(from, [...(graph.get(from) ?? []), to]);
  }
  return graph;
};

/** The page carries no schemas: what it imports from the protocol for its value must not lead to the schema library. */
export const checkPageWeight = (files: Files): string[] => {
  const graph = valueGraph(files);
  const reaches = (path: string, seen = new Set<string>()): boolean => {
    if (path === 'zod') return true;
    if (seen.has(path)) return false;
    seen.add(path);
    return (graph.get(path) ?? []).some((next) => reaches(next, seen));
  };
  return allImports(files)
    .filter(({ from, to, isType }) => from.startsWith('web/') && !isTest(from) && !isType && to.startsWith(PROTOCOL) && reaches(to))
    .map(({ from, to, line }) => `${from}:${line} imports ${to}, which brings zod into the page: import its types alone`);
};

export const checkCycles = (files: Files): string[] => {
  const graph = valueGraph(files);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push(`import cycle: ${[...trail.slice(start), path].join(' -> ')}`);
    if (start >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return cycles;
};

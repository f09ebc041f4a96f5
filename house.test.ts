// The floor plan as a test: the rules of docs/architecture.md held against every file of the house. Each rule is also seen to fail here,
// on a few made-up files, so that none of them is asleep.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkAsvs } from './house.asvs.ts';
import { checkCycles, checkPackages, checkPageWeight, checkTable, importsOf, type Files } from './house.imports.ts';
import { checkLength, checkNames, checkNumberedRules, checkPageFetches, checkPlan, checkWording } from './house.rules.ts';

const NOT_OURS = new Set(['.git', '.cache', 'node_modules', 'dist', 'data', 'screenshots']);
const TEXT = /\.(tsx?|mjs|css|html|webmanifest|md|json|yaml|sh|hpp|h)$|file$/i;

const readHouse = (folder: string, prefix = ''): [string, string][] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = prefix + entry.name;
    if (NOT_OURS.has(entry.name)) return [];
    if (entry.isDirectory()) return readHouse(join(folder, entry.name), `${path}/`);
    return [[path, TEXT.test(path) ? readFileSync(join(folder, entry.name), 'utf8') : '']];
  });

type Check = (files: Files) => string[];
const on = (check: Check, files: Record<string, string>): string[] => check(new Map(Object.entries(files)));
const importing = (target: string): string => `import { thing } from '${target}';\n`;
/** Put together here, so that this file does not contain what it forbids. */
const dotted = (...names: string[]): string => names.join('.');
const importingType = (target: string): string => `import type { Thing } from '${target}';\n`;

/** `wrong`: files that break the rule, once each. `right`: files that do not. */
const RULES: { name: string; check: Check; wrong: Record<string, string>[]; right: Record<string, string>[] }[] = [
  {
    name: 'everybody imports only whom they may',
    check: checkTable,
    wrong: [
      { 'protocol/chat.ts': importing('../server/ids.ts') },
      { 'server/gateway/socket.ts': importing('../chat/chat.ts') },
      { 'server/gateway/socket.ts': importing('../cluster/bus.ts') },
      { 'server/storage/sqlite.ts': importing('../media/sfu.ts') },
      { 'server/chat/chat.ts': importing('../calls/calls.ts') },
      { 'server/calls/calls.ts': importing('../media/mediasoup.ts') },
      { 'server/rooms/rooms.ts': importing('../chat/chat.ts') },
      { 'server/chat/chat.ts': importing('../rooms/rooms.queries.ts') },
      { 'server/chat/chat.ts': importing('../main.ts') },
      { 'server/chat/chat.ts': importing('./chat.testing.ts') },
      { 'server/chat/chat.ts': `const page = await import('../../web/main.tsx');` },
      { 'web/chat/chat.test.ts': importing('../../server/chat/chat.ts') },
      { 'web/ui/Button.tsx': importingType('../../protocol/wire.ts') },
      { 'web/chat/ChatPane.tsx': importing('../rooms/room-store.ts') },
      { 'web/devices/devices.ts': importing('../calls/calls.ts') },
    ],
    right: [
      { 'server/main.ts': importing('./chat/chat.queries.ts') },
      { 'server/gateway/socket.ts': importingType('../cluster/bus.ts') },
      { 'server/chat/chat.ts': importing('../rooms/rooms.ts') + importing('./chat.queries.ts') },
      { 'server/calls/calls.ts': importing('../media/sfu.ts') },
      { 'server/chat/chat.test.ts': importing('../main.ts') },
      { 'web/App.tsx': importing('./rooms/room-store.ts') },
      { 'web/rooms/RoomPage.tsx': importing('../chat/ChatPane.tsx') + importing('../ui/Button.tsx') + importing('react') },
    ],
  },
  {
    name: 'a package with one home stays there',
    check: checkPackages,
    wrong: [
      { 'server/calls/calls.ts': importing('mediasoup') },
      { 'server/media/codecs.ts': importingType('mediasoup/types') },
      { 'web/devices/devices.ts': importing('mediasoup-client') },
      { 'server/gateway/session.ts': importing('better-auth/node') },
      { 'web/chat/chat.ts': importing('zod') },
      { 'server/chat/chat.ts': importing('kysely') },
      { 'server/chat/chat.ts': importing('node:sqlite') },
      { 'server/storage/sqlite.ts': importing('node:sqlite'), 'server/storage/copy.ts': importing('node:sqlite') },
    ],
    right: [
      { 'server/media/mediasoup-worker.ts': importing('mediasoup') },
      { 'server/chat/chat.queries.ts': importing('kysely') },
      { 'server/chat/chat.ts': importingType('kysely') },
      { 'web/chat/chat.ts': importingType('zod') },
    ],
  },
  {
    name: 'the page carries no schemas',
    check: checkPageWeight,
    wrong: [{ 'web/chat/chat.ts': importing('../../protocol/wire.ts'), 'protocol/wire.ts': importing('zod') }],
    right: [
      { 'web/chat/chat.ts': importingType('../../protocol/wire.ts'), 'protocol/wire.ts': importing('zod') },
      { 'web/chat/chat.ts': importing('../../protocol/apply.ts'), 'protocol/apply.ts': importingType('./wire.ts') },
    ],
  },
  {
    name: 'imports have no cycles',
    check: checkCycles,
    wrong: [{ 'web/a.ts': importing('./b.ts'), 'web/b.ts': importing('./c.ts'), 'web/c.ts': importing('./a.ts') }],
    right: [{ 'web/a.ts': importing('./b.ts'), 'web/b.ts': importingType('./a.ts') }],
  },
  {
    name: 'no file is longer than 500 lines',
    check: checkLength,
    wrong: [{ 'web/long.css': 'a\n'.repeat(501) }],
    right: [{ 'web/full.css': 'a\n'.repeat(500), 'package-lock.json': '\n'.repeat(9_000) }],
  },
  {
    name: 'names say what is inside',
    check: checkNames,
    wrong: [
      { 'web/chat/utils.ts': '' },
      { 'server/CallManager.ts': '' },
      { 'server/common/ids.ts': '' },
      { 'web/chat/index.ts': '' },
      { 'setup/service.mjs': '' },
    ],
    right: [{ 'web/index.html': '', 'web/calls/tiles.ts': '' }],
  },
  {
    name: 'no enums, and every test runs',
    check: checkWording,
    wrong: [
      { 'web/a.ts': 'export const enum Colour { red }' },
      { 'web/a.test.ts': `${dotted('it', 'only')}('a', () => {});` },
      { 'web/a.test.ts': `${dotted('describe', 'skip')}('a', () => {});` },
    ],
    right: [{ 'web/a.ts': 'const enumerate = 1;' }],
  },
  {
    name: 'the page fetches from its own house alone',
    check: checkPageFetches,
    wrong: [{ 'web/main.css': '@import "https://fonts.example/a.css";' }, { 'web/index.html': '<script src="https://cdn.example/x.js">' }],
    right: [
      { 'web/a.ts': `// see https://w3.org\nconst svg = 'http://www.w3.org/2000/svg';`, 'web/b.ts': 'const to = `https://${host}`;' },
    ],
  },
  {
    name: 'every folder is in the plan',
    check: checkPlan,
    wrong: [{ 'attic/box.ts': '', 'docs/architecture.md': 'server/ docs/' }, { 'README.md': '' }],
    right: [{ 'server/main.ts': '', 'docs/architecture.md': '`server/`, and docs/', '.ci/run': '' }],
  },
  {
    name: 'numbered rules and tests know each other',
    check: checkNumberedRules,
    wrong: [
      { 'docs/protocol.md': '**C1** and' },
      { 'docs/protocol.md': '**C1**', 'server/a.test.ts': `it('C1, C2')` },
      { 'docs/protocol.md': '**C1** **C1**', 'server/a.test.ts': `it('C1')` },
      { 'README.md': '' },
    ],
    right: [{ 'docs/protocol.md': '**C1** once', 'server/a.test.ts': `it('C1: says so', () => H264)` }],
  },
];

const house: Files = new Map(readHouse(import.meta.dirname));

describe.each(RULES)('$name', ({ check, wrong, right }) => {
  it('in this house', () => {
    expect(check(house)).toEqual([]);
  });

  it.each(wrong)('would notice %j', (files) => {
    expect(on(check, files)).toHaveLength(1);
  });

  it.each(right)('lets %j be', (files) => {
    expect(on(check, files)).toEqual([]);
  });
});

describe('docs/asvs.json', () => {
  const rows = JSON.parse(house.get('docs/asvs.json') ?? '[]') as {
    id: string;
    level: number;
    topic: string;
    because?: string;
    test?: string;
    doc?: string;
  }[];
  const withRows = (changed: unknown[]): Files => new Map([...house, ['docs/asvs.json', JSON.stringify(changed)]]);
  const first = rows[0]!;

  it('has every item of levels 1 and 2, each with its test, its page or its reason', () => {
    expect(checkAsvs(house)).toEqual([]);
  });

  it.each([
    ['an item that is missing', rows.slice(1)],
    ['one that stands twice', [...rows, { ...first, level: 3 }]],
    ['an answer that is missing', rows.with(0, { id: first.id, level: 2, topic: 'x' })],
    ['two answers', rows.with(0, { id: first.id, level: 2, topic: 'x', because: 'it is not used', doc: 'docs/security.md: # Security' })],
    ['a test that is not there', rows.with(0, { id: first.id, level: 2, topic: 'x', test: 'server/nowhere.test.ts: anything' })],
    ['a test without words', rows.with(0, { id: first.id, level: 2, topic: 'x', test: 'house.test.ts: ' })],
    ['words that do not stand there', rows.with(0, { id: first.id, level: 2, topic: 'x', test: 'house.test.ts: no such te\u0073t' })],
    ['a reason that is none', rows.with(0, { id: first.id, level: 2, topic: 'x', because: '-' })],
  ])('would notice %s', (_what, changed) => {
    expect(checkAsvs(withRows(changed))).toHaveLength(1);
  });
});

it('reads imports in all their forms', () => {
  const text = [
    `import a from './a.ts';`,
    `import {\n  b,\n  type B,\n} from "../b.ts";`,
    `import { type C } from './c.ts';`,
    `export * from './d.ts';`,
    `import './e.css';`,
    `const f = () => import('./f.tsx');`,
    `type G = typeof import('./g.ts');`,
    `// from './not.ts'`,
  ].join('\n');
  const read = importsOf('web/chat/x.ts', text).map(({ to, isType }) => (isType ? `type ${to}` : to));
  const expected = [
    'web/chat/a.ts',
    'web/b.ts',
    'type web/chat/c.ts',
    'web/chat/d.ts',
    'web/chat/e.css',
    'web/chat/f.tsx',
    'type web/chat/g.ts',
  ];
  expect(read).toEqual(expected);
});

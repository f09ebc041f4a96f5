// The rules of the house that are not about imports: sizes, names, what the page may fetch, and that documents and tests speak of the same
// things. Pure functions of a table of files; house.test.ts runs them.
import { isTest, type Files } from './house.imports.ts';

const MAX_LINES = 500;
const PLAN = 'docs/architecture.md';
const PROTOCOL_RULES = 'docs/protocol.md';

const select = (files: Files, pattern: RegExp): [path: string, text: string][] => [...files].filter(([path]) => pattern.test(path));

const linesWith = (files: Files, pattern: RegExp, what: string, within: RegExp): string[] =>
  select(files, within).flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${what}`] : [])),
  );

export const checkLength = (files: Files): string[] =>
  select(files, /\.(tsx?|css|mjs)$/)
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines: split it by noun before ${MAX_LINES}`);

/** Words that say nothing of what is inside. */
const EMPTY_WORDS = /^(utils?|helpers?|common|misc|managers?|services?)$/i;

export const checkNames = (files: Files): string[] =>
  [...files.keys()].flatMap((path) => {
    const words = path.split(/[/.\-_]|(?<=[a-z])(?=[A-Z])/);
    const empty = words.find((word) => EMPTY_WORDS.test(word));
    return [
      ...(empty ? [`${path} is called "${empty}", which says nothing: name it for what it holds`] : []),
      ...(/(^|\/)index\.tsx?$/.test(path) ? [`${path} is a barrel: import from the file that has it`] : []),
    ];
  });

export const checkWording = (files: Files): string[] => [
  ...linesWith(files, /^\s*(export\s+)?(declare\s+)?(const\s+)?enum\s/, 'has an enum: use a union of literals', /\.tsx?$/),
  ...linesWith(files, /\b(it|test|describe|suite)(\.\w+)*\.(skip|only)\b/, 'skips tests', /\.(test|contract)\.(tsx?|mjs)$/),
];

const withoutComments = (text: string): string => text.replaceAll(/\/\*[^]*?\*\/|<!--[^]*?-->/g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');

/** The page fetches from its own house alone. A name space (SVG) is not fetched. */
export const checkPageFetches = (files: Files): string[] =>
  select(files, /^web\/.*\.(tsx?|css|html|webmanifest)$/)
    .filter(([path]) => !isTest(path))
    .flatMap(([path, text]) => {
      const urls = withoutComments(text).match(/\b(https?|wss?):\/\/[\w[][^\s'"`)]*/g) ?? [];
      return urls
        .filter((url) => !url.startsWith('http://www.w3.org/'))
        .map((url) => `${path} names ${url}: the page talks to its own house alone`);
    });

export const checkPlan = (files: Files): string[] => {
  const plan = files.get(PLAN);
  if (plan === undefined) return [`${PLAN} is missing`];
  const folders = new Set([...files.keys()].filter((path) => path.includes('/')).map((path) => `${path.split('/')[0]}/`));
  return [...folders]
    .filter((folder) => !folder.startsWith('.') && !new RegExp(`(^|[\\s\`(])${folder}`, 'm').test(plan))
    .map((folder) => `${folder} is not in the plan, ${PLAN}`);
};

/** Numbered rules (`**C1**`) bind tests and prose both ways. Two digits: H264 is none. */
export const checkNumberedRules = (files: Files): string[] => {
  const prose = files.get(PROTOCOL_RULES);
  if (prose === undefined) return [`${PROTOCOL_RULES} is missing`];
  const rules = [...prose.matchAll(/\*\*([A-Z]\d{1,2})\*\*/g)].map(([, rule = '']) => rule);
  const twice = rules.filter((rule, index) => rules.indexOf(rule) !== index);
  const families = new Set(rules.map((rule) => rule[0]));
  const cited = new Map<string, string>();
  for (const [path, text] of select(files, /^(protocol|server|web|e2e)\/.*\.(test|contract)\.tsx?$/)) {
    for (const [rule] of text.matchAll(/\b[A-Z]\d{1,2}\b/g)) if (families.has(rule[0])) cited.set(rule, path);
  }
  return [
    ...twice.map((rule) => `${PROTOCOL_RULES} has rule ${rule} twice`),
    ...rules.filter((rule) => !cited.has(rule)).map((rule) => `no test cites rule ${rule} of ${PROTOCOL_RULES}`),
    ...[...cited]
      .filter(([rule]) => !rules.includes(rule))
      .map(([rule, path]) => `${path} cites rule ${rule}, which ${PROTOCOL_RULES} lacks`),
  ];
};

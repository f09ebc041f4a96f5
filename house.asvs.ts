// The list of what OWASP's ASVS 5.0 asks for (docs/asvs.json): every item of levels 1 and 2, each with a test that holds it, a page that says it, or
// a sentence why it does not apply or is otherwise. A pure function of a table of files; house.test.ts runs it.
import type { Files } from './house.imports.ts';

const LIST = 'docs/asvs.json';

/** `test` and `doc`: `path: words that stand in it`. */
type Row = { id: string; level: number; topic: string } & Partial<Record<'test' | 'doc' | 'because', string>>;

/** Items of level 1 and of level 2 in each chapter, as the standard counts them (github.com/OWASP/ASVS, 5.0.0). */
const CHAPTERS: Record<number, [number, number]> = {
  1: [8, 19],
  2: [4, 7],
  3: [8, 11],
  4: [2, 8],
  5: [4, 5],
  6: [13, 22],
  7: [6, 12],
  8: [4, 3],
  9: [4, 3],
  10: [5, 24],
  11: [3, 11],
  12: [3, 6],
  13: [1, 12],
  14: [2, 7],
  15: [3, 10],
  16: [0, 16],
  17: [0, 7],
};

const LEAST_OF_A_SENTENCE = 9;
const LEAST_OF_A_TITLE = 3;

const checkRow = (files: Files, { id, test, doc, because }: Row): string[] => {
  const answers = [test, doc, because].filter((answer) => answer !== undefined);
  if (answers.length !== 1) return [`${id} has ${answers.length} answers: give it one, a test, a doc or a because`];
  if (because !== undefined) return because.length < LEAST_OF_A_SENTENCE ? [`${id} says nothing`] : [];
  const [path = '', ...words] = (test ?? doc ?? '').split(': ');
  const text = files.get(path);
  if (text === undefined) return [`${id} names ${path}, which is not there`];
  if (test !== undefined && !/\.test\.tsx?$/.test(path)) return [`${id} names ${path}, which is no test`];
  const title = words.join(': ');
  return title.length >= LEAST_OF_A_TITLE && text.includes(title) ? [] : [`${id} names "${title}", which does not stand in ${path}`];
};

export const checkAsvs = (files: Files): string[] => {
  const rows = JSON.parse(files.get(LIST) ?? '[]') as Row[];
  const ids = rows.map(({ id }) => id);
  const counts = Object.entries(CHAPTERS).flatMap(([chapter, expected]) =>
    expected.flatMap((count, index) => {
      const found = rows.filter(({ id, level }) => id.startsWith(`${chapter}.`) && level === index + 1).length;
      return found === count ? [] : [`chapter ${chapter} has ${found} items of level ${index + 1} in ${LIST}; the standard has ${count}`];
    }),
  );
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id} stands twice in ${LIST}`),
    ...counts,
    ...rows.flatMap((row) => checkRow(files, row)),
  ];
};

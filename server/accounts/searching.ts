// How people and rooms are looked for by what somebody types: as plain text, whatever its case. Both databases fold the case of ASCII alone
// (PostgreSQL under the "C" collation); other letters are looked for as people write names.
import { sql, type RawBuilder } from 'kysely';

const foldAscii = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

const formsOf = (text: string): string[] => {
  const small = text.toLowerCase();
  const capital = small.replace(/(?<=^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase());
  const forms = [text, small, capital, text.toUpperCase()].map((form) => foldAscii(form.normalize('NFC')));
  return [...new Set(forms)].map((form) => form.replace(/[\\%_]/g, (character) => `\\${character}`));
};

const matches = (column: string, patterns: string[]): RawBuilder<boolean> => {
  // SQLite's `like` has no escape character unless it is told one.
  const each = patterns.map((pattern) => sql`lower(${sql.ref(column)}) like ${pattern} escape '\\'`);
  return sql<boolean>`(${sql.join(each, sql` or `)})`;
};

export const beginsWith = (column: string, text: string): RawBuilder<boolean> =>
  matches(
    column,
    formsOf(text).map((form) => `${form}%`),
  );

export const contains = (column: string, text: string): RawBuilder<boolean> =>
  matches(
    column,
    formsOf(text).map((form) => `%${form}%`),
  );

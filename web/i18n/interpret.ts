// Draws a compiled ICU message. These fifty lines stand in for @lingui/core, whose compiler we use: its run time is 3 kB, keeps a
// registry that we do not need, and decodes `\u0041` in the finished text, which would rewrite what people are called.

/** What @lingui/message-utils makes of a message: text, `[argument]`, or `[argument, kind, cases]`; '#' is the number in a plural. */
export type Token = string | readonly [argument: string, kind?: string, cases?: Cases];
export type Compiled = string | readonly Token[];
type Cases = Readonly<Record<string, readonly Token[] | number | undefined>>;
export type Values = Readonly<Record<string, string | number>>;

export const interpret = (message: Compiled, values: Values, locale: string, count?: number): string => {
  if (typeof message === 'string') return message;
  let text = '';
  for (const token of message) {
    if (typeof token === 'string') {
      text += token === '#' && count !== undefined ? formatNumber(count, locale) : token;
      continue;
    }
    const [argument, kind, cases = {}] = token;
    const value = values[argument] ?? '';
    switch (kind) {
      case 'plural':
      case 'selectordinal': {
        const number = Number(value);
        const offset = Number(cases['offset'] ?? 0);
        const rule = rules(locale, kind === 'plural' ? 'cardinal' : 'ordinal').select(number - offset);
        text += interpret(
          branch(cases, String(number)) ?? branch(cases, rule) ?? branch(cases, 'other') ?? '',
          values,
          locale,
          number - offset,
        );
        break;
      }
      case 'select':
        text += interpret(branch(cases, String(value)) ?? branch(cases, 'other') ?? '', values, locale, count);
        break;
      default:
        text += typeof value === 'number' ? formatNumber(value, locale) : value;
    }
  }
  return text;
};

/** Own keys only: a name such as "constructor" is a value like any other. */
const branch = (cases: Cases, key: string): readonly Token[] | undefined =>
  key !== 'offset' && Object.hasOwn(cases, key) ? (cases[key] as readonly Token[]) : undefined;

const cache = new Map<string, Intl.PluralRules>();
const rules = (locale: string, type: Intl.PluralRuleType): Intl.PluralRules => {
  const key = `${locale} ${type}`;
  let made = cache.get(key);
  if (!made) cache.set(key, (made = new Intl.PluralRules(locale, { type })));
  return made;
};

const formatNumber = (value: number, locale: string): string => value.toLocaleString(locale);

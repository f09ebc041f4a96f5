// Every word that a person reads comes through here. Catalogues are ICU messages, one file a wing under a folder a language.
// English is the only language yet; the next one is a folder beside `en`, a `german.ts` beside each `english*.ts`, and a row in `CATALOGUES`
// (and in what `wordsOf` is given). What is fetched later brings its words along: `settings.ts` shows how.
import english, { type MessageId } from './english.ts';
import { recall, remember } from '../ui/stored.ts';
import { interpret, type Compiled, type Values } from './interpret.ts';

export type { MessageId, Values };

const CATALOGUES: Record<string, Record<MessageId, Compiled>> = { en: english };

/** As each calls itself. */
export const LANGUAGES: readonly { tag: string; name: string }[] = Object.keys(CATALOGUES).map((tag) => ({
  tag,
  name: new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag,
}));

/** What was chosen here, then what the browser asks for. */
const wanted: readonly string[] = [recall('language') ?? [], typeof navigator === 'undefined' ? [] : (navigator.languages ?? [])].flat();

const languageOf = (tag: string): string => tag.split('-', 1)[0] ?? '';

/** The first language asked for that there are words in, with its region (`en-GB`), which dates and numbers follow. */
export const locale: string = wanted.find((tag) => languageOf(tag) in CATALOGUES) ?? 'en';
export const language: string = languageOf(locale);

/** The words of the whole page change, so it begins anew. */
export const chooseLanguage = (tag: string): void => {
  remember('language', tag);
  location.reload();
};

/** A `t` for a page that is fetched later: its own words, and those that are there from the beginning. */
export const wordsOf = <Id extends string>(more: Record<string, Record<Id, Compiled>>) => {
  const words: Record<string, Compiled> = { ...CATALOGUES[language], ...more[language] };
  return (id: Id | MessageId, values: Values = {}): string => interpret(words[id]!, values, locale);
};

export const t = wordsOf({ [language]: {} });

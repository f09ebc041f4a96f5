// Every word that a person reads comes through here. Catalogues are ICU messages, one file a wing under a folder a language.
// English is the only language yet; the next one is a folder beside `en`, a `german.ts` beside `english.ts`, and a row in `CATALOGUES`.
import english, { type MessageId } from './english.ts';
import { interpret, type Compiled, type Values } from './interpret.ts';

export type { MessageId, Values };

const CATALOGUES: Record<string, Record<MessageId, Compiled>> = { en: english };

const wanted: readonly string[] = typeof navigator === 'undefined' ? [] : (navigator.languages ?? []);

const languageOf = (tag: string): string => tag.split('-', 1)[0] ?? '';

/** The first language asked for that there are words in, with its region (`en-GB`), which dates and numbers follow. */
export const locale: string = wanted.find((tag) => languageOf(tag) in CATALOGUES) ?? 'en';
export const language: string = languageOf(locale);
const catalogue = CATALOGUES[language]!;

export const t = (id: MessageId, values: Values = {}): string => interpret(catalogue[id], values, locale);

// Compiles a catalogue. Runs where the page is built (see `web/vite.config.ts`) and in tests, never in the page.
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import type { Compiled } from './interpret.ts';

const compile = (message: string): Compiled => {
  const tokens = compileMessageOrThrow(message) as Exclude<Compiled, string>;
  return tokens.every((token) => typeof token === 'string') ? tokens.join('') : tokens;
};

export const compileAll = <Id extends string>(messages: Record<Id, string>): Record<Id, Compiled> =>
  Object.fromEntries(Object.entries<string>(messages).map(([id, message]) => [id, compile(message)])) as Record<Id, Compiled>;

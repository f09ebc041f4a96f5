// The English catalogue, compiled. In tests it is compiled as it is imported; in the page's bundle this module is replaced by what it
// evaluates to (see `web/vite.config.ts`), so that neither the ICU parser nor the source of the messages is shipped.
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import accounts from './en/accounts.ts';
import calls from './en/calls.ts';
import chat from './en/chat.ts';
import rooms from './en/rooms.ts';
import ui from './en/ui.ts';
import type { Compiled } from './interpret.ts';

const messages = { ...accounts, ...calls, ...chat, ...rooms, ...ui };
export type MessageId = keyof typeof messages;

const compile = (message: string): Compiled => {
  const tokens = compileMessageOrThrow(message) as Exclude<Compiled, string>;
  return tokens.every((token) => typeof token === 'string') ? tokens.join('') : tokens;
};

export default Object.fromEntries(Object.entries<string>(messages).map(([id, message]) => [id, compile(message)])) as Record<
  MessageId,
  Compiled
>;

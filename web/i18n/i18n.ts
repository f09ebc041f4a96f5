// Every word that a person reads comes through here. Catalogues are ICU messages, one file a wing under a folder a language.
// (placeholder until the translation layer is written: plain {name} substitution)
import accounts from './en/accounts.ts';
import calls from './en/calls.ts';
import chat from './en/chat.ts';
import rooms from './en/rooms.ts';
import ui from './en/ui.ts';

const english = { ...accounts, ...calls, ...chat, ...rooms, ...ui };
export type MessageId = keyof typeof english;
export type Values = Record<string, string | number>;

export const t = (id: MessageId, values: Values = {}): string =>
  (english as Record<string, string>)[id]!.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key]));

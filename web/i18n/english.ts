// The English catalogue of what the page begins with, compiled. In tests it is compiled as it is imported; in the page's bundle this module,
// and each `english-*.ts`, is replaced by what it evaluates to (see `web/vite.config.ts`), so that neither the ICU parser nor the source
// of the messages is shipped. Words of pages that are fetched later are in `english-*.ts`, so that they are fetched with them.
import { compileAll } from './compile.ts';
import accounts from './en/accounts.ts';
import calls from './en/calls.ts';
import chat from './en/chat.ts';
import rooms from './en/rooms.ts';
import ui from './en/ui.ts';

const messages = { ...accounts, ...calls, ...chat, ...rooms, ...ui };
export type MessageId = keyof typeof messages;

export default compileAll<MessageId>(messages);

// The English words of coming in by an invitation, compiled like `english.ts`.
import { compileAll } from './compile.ts';
import join from './en/join.ts';

export type JoinMessageId = keyof typeof join;

export default compileAll<JoinMessageId>(join);

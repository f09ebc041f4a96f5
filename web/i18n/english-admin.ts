// The English words of Admin, compiled like `english.ts`.
import { compileAll } from './compile.ts';
import admin from './en/admin.ts';

export type AdminMessageId = keyof typeof admin;

export default compileAll<AdminMessageId>(admin);

// The English words of the second step and of ways back into an account, compiled like `english.ts`.
import { compileAll } from './compile.ts';
import recovery from './en/recovery.ts';

export type RecoveryMessageId = keyof typeof recovery;

export default compileAll<RecoveryMessageId>(recovery);

// The English words of what people say of themselves, compiled like `english.ts`.
import { compileAll } from './compile.ts';
import profile from './en/profile.ts';

export type ProfileMessageId = keyof typeof profile;

export default compileAll<ProfileMessageId>(profile);

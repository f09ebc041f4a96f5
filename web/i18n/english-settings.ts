// The English words of the settings, compiled like `english.ts`.
import { compileAll } from './compile.ts';
import settings from './en/settings.ts';

export type SettingsMessageId = keyof typeof settings;

export default compileAll<SettingsMessageId>(settings);

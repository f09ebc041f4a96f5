// Words of the settings, and all that are there from the beginning. In a chunk with whoever imports it: never import it from what the page begins with.
import english from './english-settings.ts';
import { wordsOf } from './i18n.ts';

export type { SettingsMessageId } from './english-settings.ts';

export const t = wordsOf({ en: english });

// Words of what people say of themselves, and all that are there from the beginning. Never import it from what the page begins with.
import english from './english-profile.ts';
import { wordsOf } from './i18n.ts';

export type { ProfileMessageId } from './english-profile.ts';

export const t = wordsOf({ en: english });

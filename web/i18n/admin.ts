// Words of Admin, and all that are there from the beginning. In a chunk with whoever imports it: never import it from what the page begins with.
import english from './english-admin.ts';
import { wordsOf } from './i18n.ts';

export const t = wordsOf({ en: english });

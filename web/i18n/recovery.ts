// Words of the second step of signing in and of ways back into an account, and all that are there from the beginning. In a chunk with whoever
// imports it: never import it from what the page begins with.
import english from './english-recovery.ts';
import { wordsOf } from './i18n.ts';

export const t = wordsOf({ en: english });

// Words about the people of a room, and all that are there from the beginning. Never import it from what the page begins with.
import english from './english-people.ts';
import { wordsOf } from './i18n.ts';

export const t = wordsOf({ en: english });

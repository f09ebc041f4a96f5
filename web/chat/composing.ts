// What becomes of the text in the composer when it is sent, and how much room is left. Pure.
import { LIMITS } from '../../protocol/constants.ts';

/** Said from here on, so that the limit does not come as a surprise. */
const NEAR = 500;

export type Length = { kind: 'fine' } | { kind: 'near'; left: number } | { kind: 'over'; surplus: number };

/** As it is sent: without blank lines around it, and without what no server takes (NUL, halves of characters). */
export const toMessageText = (draft: string): string =>
  draft
    .replaceAll('\u0000', '')
    .toWellFormed()
    .trimEnd()
    .replace(/^(?:[^\S\n]*\n)+/, '');

export const lengthOf = (text: string): Length => {
  const left = LIMITS.messageText - text.length;
  if (left < 0) return { kind: 'over', surplus: -left };
  return left <= NEAR ? { kind: 'near', left } : { kind: 'fine' };
};

/** A message that goes back for editing comes before what was begun since. */
export const putBack = (draft: string, text: string): string => (draft.trim() === '' ? text : `${text}\n\n${draft}`);

// What counts as an emoji beside a name: one, and nothing that could be read as a word. Without the schema library, so that the page asks the same.

const PARTS = /^[\p{Emoji}\p{Emoji_Component}\p{Extended_Pictographic}]+$/u;
/** A picture, a flag, or a key with a frame; a bare digit is none. */
const PICTURE = /\p{Extended_Pictographic}|^\p{Regional_Indicator}{2}$|^[\d#*]\ufe0f?\u20e3$/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

export const isEmoji = (text: string): boolean => PARTS.test(text) && PICTURE.test(text) && [...graphemes.segment(text)].length === 1;

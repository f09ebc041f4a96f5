import { expect, it } from 'vitest';
import { isEmoji } from './emoji.ts';

it.each(['🌿', '☕', '☕️', '❤️', '👩‍💻', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🇩🇪', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👍🏽', '1️⃣', '#⃣'])('%s is one', (text) => {
  expect(isEmoji(text)).toBe(true);
});

it.each(['', 'a', '1', '#', 'Admin', '🌿🌿', '🌿 ', '🌿a', '🇩', '🇩🇪🇫🇷', '🌿\u0302', '\u200d', '\ufe0f', '✔ verified'])(
  '%j is none',
  (text) => {
    expect(isEmoji(text)).toBe(false);
  },
);

// Speaks what others write while the room is open, for those who do not see it. Not history, and not what one wrote oneself; several at once
// are only counted, so that coming back online does not read out an hour.
import { useEffect, useRef, useState } from 'react';
import type { RoomView } from '../../protocol/rooms.ts';
import { t } from '../i18n/i18n.ts';
import { fullNameOf } from '../i18n/names.ts';

const MOST_SPOKEN = 3;
const MOST_CHARACTERS = 300;
const FORGOTTEN_AFTER_MS = 5_000;

export const Announcer = ({ view }: { view: RoomView }) => {
  const spokenUpTo = useRef(view.seq);
  const timer = useRef(0);
  const [words, setWords] = useState('');
  useEffect(() => {
    const news = view.messages.filter(({ seq, author }) => seq > spokenUpTo.current && author.id !== view.viewerId);
    spokenUpTo.current = view.seq;
    if (news.length === 0) return;
    setWords(
      news.length > MOST_SPOKEN
        ? t('chat.announce.many', { count: news.length })
        : news
            .map(({ author, text }) => t('chat.announce.one', { name: fullNameOf(author), text: text.slice(0, MOST_CHARACTERS) }))
            .join('\n'),
    );
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setWords(''), FORGOTTEN_AFTER_MS);
  }, [view]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div role="log" aria-label={t('chat.news')} aria-live="polite" className="sr-only">
      {words}
    </div>
  );
};

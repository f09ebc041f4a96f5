// The text of a message as it was typed, with its links. Everything in it is somebody else's: it is only ever drawn as text, stays in its box
// whatever characters it is made of, and reads in its own direction without turning what is around it.
import { useMemo, useState } from 'react';
import { t } from '../i18n/i18n.ts';
import { cx } from '../ui/cx.ts';
import { partsOf } from './links.ts';

/** Longer ones are folded, so that one message cannot push the others away. */
const FOLD = { lines: 24, characters: 2_400 };
/** Unfolded by the person: the list takes rows out of the page and back as one scrolls. */
const unfolded = new Set<string>();

export const MessageText = ({ id, text }: { id: string; text: string }) => {
  const parts = useMemo(() => partsOf(text), [text]);
  const isLong = useMemo(() => text.length > FOLD.characters || text.split('\n', FOLD.lines + 1).length > FOLD.lines, [text]);
  const [isOpen, setOpen] = useState(() => unfolded.has(id));
  const toggle = (open: boolean) => {
    if (open) unfolded.add(id);
    else unfolded.delete(id);
    setOpen(open);
  };
  const isFolded = isLong && !isOpen;

  return (
    <>
      <div
        dir="auto"
        data-message-text
        className={cx('message-text', isFolded && 'max-h-[calc(20*1.45em)] [overflow-clip-margin:0px]')}
        // A link that is folded away takes the focus: show where it is.
        onFocus={isFolded ? () => toggle(true) : undefined}
      >
        {parts.map((part, index) =>
          part.kind === 'text' ? (
            part.text
          ) : (
            <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc" className="message-link">
              {part.text}
            </a>
          ),
        )}
      </div>
      {isLong && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => toggle(!isOpen)}
          className="-ml-2 min-h-target rounded-control px-2 text-sm font-medium text-soft transition-feedback hover:bg-hover hover:text-fg"
        >
          {isOpen ? t('chat.text.less') : t('chat.text.more')}
        </button>
      )}
    </>
  );
};

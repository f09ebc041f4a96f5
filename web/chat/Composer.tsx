// Where one writes. What is typed is kept as a draft at every key; what is sent goes into the outbox, online or not, and the field is ready
// for the next. Enter sends where there is a keyboard; on a touch screen it begins a new line, and the button sends.
import { useEffect, useId, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { useStore } from '@nanostores/react';
import SendHorizontal from 'lucide-react/icons/send-horizontal';
import { LIMITS } from '../../protocol/constants.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { t } from '../i18n/i18n.ts';
import { cx } from '../ui/cx.ts';
import type { Chat } from './chat.ts';
import { lengthOf, toMessageText } from './composing.ts';

const MOST_LINES = 8;
/** Safari tells of the Enter that ends a composition after the composition's end, within a few milliseconds. */
const COMPOSED_MS = 20;

export type ComposerProps = { roomId: RoomId; roomName: string; chat: Chat; onSent(): void; isNarrow: boolean };

export const Composer = ({ roomId, roomName, chat, onSent, isNarrow }: ComposerProps) => {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const composedAt = useRef(-COMPOSED_MS);
  const draft = useStore(chat.drafts.draft(roomId));
  const text = toMessageText(draft);
  const length = lengthOf(text);
  const maySend = text !== '' && length.kind !== 'over';
  // Whatever changed, the field is drawn again, and measured again.
  useLayoutEffect(() => fit(field.current!));
  useEffect(() => {
    const element = field.current!;
    const width = new ResizeObserver(() => fit(element));
    width.observe(element.parentElement!);
    return () => width.disconnect();
  }, []);

  const send = () => {
    field.current?.focus();
    if (!maySend) return;
    chat.outbox.post(roomId, text);
    chat.drafts.write(roomId, '');
    onSent();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is being put together from keys, Enter belongs to that. Safari ends it one moment too early: see `composedAt`.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.timeStamp - composedAt.current < COMPOSED_MS) return;
    const isWanted = event.ctrlKey || event.metaKey || !(event.shiftKey || event.altKey || isTouched());
    if (!isWanted) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className={cx('shrink-0 px-3 pb-[max(12px,env(safe-area-inset-bottom))]', !isNarrow && 'pane:px-6 pane:pb-5')}
    >
      <div
        className={cx(
          'flex items-end gap-1 rounded-card border bg-surface p-1 transition-feedback',
          length.kind === 'over' ? 'border-danger' : 'border-edge focus-within:border-ink hover:border-soft focus-within:hover:border-ink',
        )}
      >
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={draft}
          onChange={(event) => chat.drafts.write(roomId, event.target.value)}
          onKeyDown={onKeyDown}
          onCompositionEnd={(event) => (composedAt.current = event.timeStamp)}
          aria-label={t('chat.compose.label')}
          aria-describedby={`${id}length`}
          aria-invalid={length.kind === 'over' || undefined}
          placeholder={t('chat.compose.placeholder', { room: roomName })}
          enterKeyHint={isTouched() ? 'enter' : 'send'}
          // The frame around it shows the focus.
          className="block min-h-target min-w-0 flex-1 resize-none bg-transparent px-3 py-[calc((var(--target)-1.45em)/2)] leading-[1.45] text-fg outline-none placeholder:truncate placeholder:text-soft"
        />
        <button
          type="submit"
          aria-label={t('chat.compose.send')}
          aria-disabled={!maySend}
          data-tip={t('chat.compose.send')}
          data-keys={isTouched() ? undefined : 'Enter'}
          className={cx(
            'inline-flex size-target shrink-0 items-center justify-center rounded-control transition-feedback',
            maySend ? 'bg-ink text-on-ink hover:bg-ink-hover active:scale-[0.96]' : 'cursor-default! text-soft opacity-60',
          )}
        >
          <SendHorizontal aria-hidden className="size-5 rtl:-scale-x-100" />
        </button>
      </div>
      <div id={`${id}length`} role="status" className="px-1 text-sm not-empty:pt-1.5">
        {length.kind === 'near' && <span className="tabular text-soft">{t('chat.compose.left', { count: length.left })}</span>}
        {length.kind === 'over' && (
          <span className="tabular text-danger-text">
            {t('chat.compose.tooLong', { limit: LIMITS.messageText, count: length.surplus })}
          </span>
        )}
      </div>
    </form>
  );
};

const isTouched = (): boolean => matchMedia('(pointer: coarse)').matches;

/** As tall as its text, up to eight lines. Measured, because `field-sizing` is not everywhere yet. */
const fit = (field: HTMLTextAreaElement): void => {
  const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(field);
  const most = MOST_LINES * Number.parseFloat(lineHeight) + Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom);
  field.style.height = '0';
  const needed = field.scrollHeight;
  field.style.overflowY = needed > most ? 'auto' : 'hidden';
  field.style.height = `${Math.min(needed, most)}px`;
};

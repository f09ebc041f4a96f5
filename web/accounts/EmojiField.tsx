// One emoji: chosen from a short good set, or written, which is how every system offers its own whole set.
import { useId, useRef, useState } from 'react';
import SmilePlus from 'lucide-react/icons/smile-plus';
import { LIMITS } from '../../protocol/constants.ts';
import { t } from '../i18n/profile.ts';
import { cx } from '../ui/cx.ts';
import { Field } from '../ui/Field.tsx';
import { place } from '../ui/place.ts';

/** In rows of eight: at work, on the way, well and less so, at home. */
const OFTEN = [
  ...['💬', '📅', '🎧', '💻', '📝', '☎️', '🔕', '⏳'],
  ...['🏠', '🏢', '🚲', '🚆', '🚗', '✈️', '🌴', '🏖️'],
  ...['☕', '🥪', '🍽️', '🎉', '🎂', '🤒', '😴', '🏥'],
  ...['👶', '🐶', '🌿', '📚', '🎮', '🎵', '🏃', '❤️'],
];

type Props = { value: string; error: string | undefined; onChange(emoji: string): void };

export const EmojiField = ({ value, error, onChange }: Props) => {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    panel.current?.hidePopover();
    anchor.current?.focus();
  };
  const choose = (emoji: string) => {
    onChange(emoji);
    close();
  };
  return (
    <div className="flex flex-col gap-1">
      <span id={id} className="text-sm font-medium">
        {t('status.emoji')}
      </span>
      <button
        ref={anchor}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={value === '' ? t('status.emoji.choose') : t('status.emoji.chosen', { emoji: value })}
        aria-describedby={error ? `${id}error` : undefined}
        onClick={() => {
          panel.current!.showPopover();
          place(panel.current!, anchor.current!, 'below');
          panel.current!.querySelector<HTMLElement>('[aria-pressed=true], [aria-pressed]')?.focus();
        }}
        className={cx(
          'inline-flex size-target items-center justify-center rounded-control border bg-surface text-lg transition-feedback hover:bg-hover active:bg-press aria-expanded:bg-press',
          error ? 'border-danger' : 'border-edge hover:border-soft',
        )}
      >
        {value === '' ? <SmilePlus aria-hidden className="size-5 text-soft" /> : <span className="max-w-full truncate">{value}</span>}
      </button>
      <div id={`${id}error`} role="alert" className="w-40 text-sm text-danger-text empty:hidden">
        {error}
      </div>
      <div
        ref={panel}
        popover="auto"
        role="dialog"
        aria-labelledby={id}
        onToggle={(event) => setOpen(event.newState === 'open')}
        className="menu fixed inset-auto m-0 w-83 max-w-[calc(100vw-16px)] rounded-card bg-surface p-3 text-fg shadow-float"
      >
        <div className="grid grid-cols-8">
          {OFTEN.map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-pressed={emoji === value}
              onClick={() => choose(emoji)}
              onKeyDown={(event) => move(event, panel.current!)}
              className="inline-flex aspect-square items-center justify-center rounded-control text-lg transition-feedback hover:bg-hover active:bg-press aria-pressed:bg-press"
            >
              {emoji}
            </button>
          ))}
        </div>
        <div className="mt-3 flex items-end gap-2">
          <Field
            className="min-w-0 flex-1"
            label={t('status.emoji.other')}
            hint={t('status.emoji.hint')}
            value={value}
            maxLength={LIMITS.statusEmoji}
            autoComplete="off"
            onChange={(event) => onChange(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              close();
            }}
          />
        </div>
        {value !== '' && (
          <button
            type="button"
            onClick={() => choose('')}
            className="mt-2 min-h-9 rounded-control px-2 text-sm text-soft transition-feedback hover:bg-hover hover:text-fg"
          >
            {t('status.emoji.none')}
          </button>
        )}
      </div>
    </div>
  );
};

const COLUMNS = 8;

/** Arrows move over the grid. */
const move = (event: { key: string; preventDefault(): void }, panel: HTMLElement): void => {
  const all = [...panel.querySelectorAll<HTMLElement>('[aria-pressed]')];
  const now = all.indexOf(document.activeElement as HTMLElement);
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
  const to = now < 0 || step === undefined ? undefined : all[now + step];
  if (!to) return;
  event.preventDefault();
  to.focus();
};

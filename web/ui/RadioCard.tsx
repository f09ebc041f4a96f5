// One of several ways to have it, each with a sentence on what it means. What belongs to the chosen one alone stands within its card.
import { useId, type ReactNode } from 'react';
import { cx } from './cx.ts';

type Props = { name: string; label: string; text?: ReactNode; isChosen: boolean; onChoose(): void; children?: ReactNode };

export const RadioCard = ({ name, label, text, isChosen, onChoose, children }: Props) => {
  const id = useId();
  return (
    <div
      className={cx(
        'rounded-card border bg-surface transition-feedback has-[input[type=radio]:focus-visible]:outline-2 has-[input[type=radio]:focus-visible]:outline-offset-2 has-[input[type=radio]:focus-visible]:outline-ink',
        isChosen ? 'border-ink' : 'border-line hover:border-edge',
      )}
    >
      <label className="flex min-h-target cursor-pointer items-start gap-3 px-4 py-3">
        <input
          type="radio"
          name={name}
          checked={isChosen}
          aria-labelledby={`${id}label`}
          aria-describedby={text ? id : undefined}
          onChange={onChoose}
          className="mt-0.5 size-4.5 shrink-0 accent-ink outline-none"
        />
        <span className="min-w-0">
          <span id={`${id}label`} className="block font-medium">
            {label}
          </span>
          {text && (
            <span id={id} className="mt-0.5 block text-sm text-soft">
              {text}
            </span>
          )}
        </span>
      </label>
      {children && <div className="px-4 pb-4 empty:hidden pane:pl-11.5">{children}</div>}
    </div>
  );
};

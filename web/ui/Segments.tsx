// A few choices side by side, one of which holds. Radio buttons, so that arrows move; where there is no room for all, they scroll.
import { useId } from 'react';
import { cx } from './cx.ts';

type Props<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange(value: Value): void;
  className?: string;
};

export const Segments = <Value extends string>({ label, value, options, onChange, className }: Props<Value>) => {
  const name = useId();
  return (
    <fieldset className={cx('min-w-0', className)}>
      <legend className="sr-only">{label}</legend>
      <div className="flex w-fit max-w-full overflow-x-auto rounded-control border border-line bg-surface p-0.5 [scrollbar-width:none]">
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              'relative flex min-h-[calc(var(--target)-6px)] shrink-0 cursor-pointer items-center rounded-[6px] px-3 text-sm max-pane:px-2.5 whitespace-nowrap transition-feedback',
              'has-[:focus-visible]:outline-2 has-[:focus-visible]:-outline-offset-2 has-[:focus-visible]:outline-ink',
              option.value === value ? 'bg-press font-medium text-fg' : 'text-soft hover:text-fg',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="absolute inset-0 cursor-pointer appearance-none outline-none"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
};

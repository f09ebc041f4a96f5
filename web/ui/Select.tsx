// The browser's own list of choices, with its label. `Value` may be any text; the words are those of `options`.
import { useId, type ReactNode } from 'react';
import { cx } from './cx.ts';

type Props<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange(value: Value): void;
  hint?: ReactNode;
  disabled?: boolean;
  className?: string;
};

export const Select = <Value extends string>({ label, value, options, onChange, hint, disabled, className }: Props<Value>) => {
  const id = useId();
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        aria-describedby={hint ? `${id}hint` : undefined}
        onChange={({ target }) => onChange(target.value as Value)}
        className="h-target w-full min-w-0 truncate rounded-control border border-edge bg-surface px-2 text-fg transition-feedback hover:border-soft disabled:border-line disabled:text-soft"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
    </div>
  );
};

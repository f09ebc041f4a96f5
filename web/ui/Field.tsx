// A labelled input with its hint and its error. The error is tied to the input and spoken when it comes.
import { useId, type ComponentProps, type ReactNode } from 'react';
import { cx } from './cx.ts';

export type FieldProps = ComponentProps<'input'> & {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Drawn at the end of the input: a button that shows what is typed. */
  trailing?: ReactNode;
  /** What the text in it looks like. */
  inputClassName?: string;
};

export const Field = ({ label, hint, error, trailing, className, inputClassName, ...rest }: FieldProps) => {
  const id = useId();
  const describedBy = [hint ? `${id}hint` : '', error ? `${id}error` : ''].join(' ').trim();
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative flex">
        <input
          {...rest}
          id={id}
          aria-describedby={describedBy || undefined}
          aria-invalid={error ? true : undefined}
          className={cx(
            'h-target w-full rounded-control border bg-surface px-3 text-fg quiet-autofill transition-feedback placeholder:text-soft',
            'focus-visible:outline-offset-0',
            error ? 'border-danger' : 'border-edge hover:border-soft',
            trailing ? 'pr-target' : '',
            inputClassName,
          )}
        />
        {trailing && <div className="absolute inset-y-0 right-0 flex items-center">{trailing}</div>}
      </div>
      {hint && (
        <div id={`${id}hint`} className="text-sm text-soft">
          {hint}
        </div>
      )}
      <div id={`${id}error`} role="alert" className="text-sm text-danger-text empty:hidden">
        {error}
      </div>
    </div>
  );
};

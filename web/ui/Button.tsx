// The button with words. `primary` is the one thing to do here, `quiet` everything beside it, `danger` what cannot be undone.
// While pending it keeps its size, its name and its focus, and does nothing.
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

export type ButtonProps = ComponentProps<'button'> & {
  variant?: 'primary' | 'quiet' | 'danger' | 'plain';
  isPending?: boolean;
  size?: 'normal' | 'large';
};

const VARIANTS = {
  primary: 'bg-ink text-on-ink hover:bg-ink-hover',
  quiet: 'border border-line bg-surface text-fg hover:bg-hover active:bg-press',
  danger: 'bg-danger text-on-danger hover:bg-danger-hover',
  plain: 'text-fg hover:bg-hover active:bg-press',
} as const;

export const Button = ({
  variant = 'quiet',
  isPending = false,
  size = 'normal',
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) => (
  <button
    {...rest}
    type={type}
    aria-disabled={isPending || rest['aria-disabled']}
    aria-busy={isPending || undefined}
    onClick={isPending ? (event) => event.preventDefault() : onClick}
    className={cx(
      'relative inline-flex min-h-target items-center justify-center rounded-control px-4 font-medium whitespace-nowrap select-none transition-feedback active:scale-[0.98]',
      'disabled:cursor-not-allowed disabled:opacity-50 disabled:active:scale-100',
      size === 'large' && 'min-h-12 px-6 text-lg',
      VARIANTS[variant],
      className,
    )}
  >
    <span className={cx('inline-flex items-center justify-center gap-2', isPending && 'opacity-0')}>{children}</span>
    {isPending && <span className="spinner absolute size-4" aria-hidden />}
  </button>
);

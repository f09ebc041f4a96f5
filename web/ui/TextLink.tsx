// A way to another page of ours, within text or alone on a line.
import type { ComponentProps } from 'react';
import { Link } from 'wouter';
import { cx } from './cx.ts';

export const TextLink = ({ className, ...rest }: ComponentProps<typeof Link>) => (
  <Link
    {...rest}
    className={cx(
      'inline-flex min-h-8 items-center rounded-control font-medium text-fg underline underline-offset-4 hover:decoration-2',
      typeof className === 'string' && className,
    )}
  />
);

/** Looks like the button with words, and leads somewhere. */
export const ButtonLink = ({ variant = 'quiet', className, ...rest }: ComponentProps<typeof Link> & { variant?: 'primary' | 'quiet' }) => (
  <Link
    {...rest}
    className={cx(
      'inline-flex min-h-target items-center justify-center gap-2 rounded-control px-4 text-center font-medium transition-feedback active:scale-[0.98]',
      variant === 'primary'
        ? 'bg-ink text-on-ink hover:bg-ink-hover'
        : 'border border-line bg-surface text-fg hover:bg-hover active:bg-press',
      typeof className === 'string' && className,
    )}
  />
);

// A button of one icon. `label` is its accessible name and its tooltip; `keys` the shortcut that the tooltip shows.
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & { label: string; keys?: string };

export const IconButton = ({ label, keys, className, type = 'button', ...rest }: IconButtonProps) => (
  <button
    {...rest}
    type={type}
    aria-label={label}
    data-tip={label}
    data-keys={keys}
    className={cx(
      'inline-flex size-target shrink-0 items-center justify-center rounded-control text-soft transition-feedback hover:bg-hover hover:text-fg active:bg-press',
      'aria-expanded:bg-press aria-expanded:text-fg aria-pressed:bg-press aria-pressed:text-fg disabled:opacity-40 [&_svg]:size-5',
      className,
    )}
  />
);

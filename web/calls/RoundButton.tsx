// A round button of one icon, as they stand in the control bar. `filled` is the state that differs from what one expects: off, or sharing.
import type { ComponentProps } from 'react';
import { cx } from '../ui/cx.ts';

type Props = Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & { label: string; keys?: string; look?: 'plain' | 'filled' };

export const RoundButton = ({ label, keys, look = 'plain', className, ...rest }: Props) => (
  <button
    {...rest}
    type="button"
    aria-label={label}
    data-tip={label}
    data-keys={keys}
    className={cx(
      'relative inline-flex size-11 shrink-0 items-center justify-center rounded-full transition-feedback active:scale-[0.96] pointer-coarse:size-12 [&_svg]:size-5',
      look === 'filled' ? 'bg-ink text-on-ink hover:bg-ink-hover' : 'text-fg hover:bg-hover active:bg-press aria-expanded:bg-press',
      className,
    )}
  />
);

// A round button of one icon, as they stand in the control bar. `filled` is the state that differs from what one expects: off, or sharing.
// With a `reason` it cannot be used, and says why; it can still be reached, so that the reason is heard.
import { useId, type ComponentProps } from 'react';
import { cx } from '../ui/cx.ts';
import { notify } from '../ui/toasts.ts';

type Look = 'plain' | 'filled';
type Props = Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & {
  label: string;
  keys?: string;
  look?: Look;
  reason?: string | undefined;
};

export const roundClass = (look: Look): string =>
  cx(
    'relative inline-flex size-11 shrink-0 items-center justify-center rounded-full transition-feedback active:scale-[0.96] pointer-coarse:size-12 [&_svg]:size-5',
    look === 'filled' ? 'bg-ink text-on-ink hover:bg-ink-hover' : 'text-fg hover:bg-hover active:bg-press aria-expanded:bg-press',
    'aria-disabled:bg-transparent aria-disabled:text-soft aria-disabled:opacity-60',
  );

export const RoundButton = ({ label, keys, look = 'plain', reason, className, onClick, children, ...rest }: Props) => {
  const id = useId();
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      aria-disabled={reason === undefined ? rest['aria-disabled'] : true}
      aria-describedby={reason === undefined ? rest['aria-describedby'] : id}
      data-tip={reason ?? label}
      data-keys={reason === undefined ? keys : undefined}
      // Fingers see no tooltip.
      onClick={reason === undefined ? onClick : () => notify(reason)}
      className={cx(roundClass(look), className)}
    >
      {children}
      {reason !== undefined && (
        <span id={id} hidden>
          {reason}
        </span>
      )}
    </button>
  );
};

// A box to tick, with its words beside it; the whole row is what is clicked.
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

type Props = { label: string; isOn: boolean; onChange(isOn: boolean): void; hint?: ReactNode; disabled?: boolean; className?: string };

export const CheckBox = ({ label, isOn, onChange, hint, disabled = false, className }: Props) => (
  <label
    className={cx(
      'flex min-h-target items-start gap-3 rounded-control py-2 transition-feedback',
      disabled ? 'text-soft' : 'cursor-pointer',
      className,
    )}
  >
    <input
      type="checkbox"
      checked={isOn}
      disabled={disabled}
      onChange={({ target }) => onChange(target.checked)}
      className="mt-0.5 size-4.5 shrink-0 accent-ink"
    />
    <span className="min-w-0">
      <span className="block">{label}</span>
      {hint && <span className="block text-sm text-soft">{hint}</span>}
    </span>
  </label>
);

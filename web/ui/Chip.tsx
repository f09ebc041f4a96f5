// A short word about something, on a quiet ground: a state, not a thing to press.
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

type Props = { look?: 'plain' | 'danger' | 'lamp'; icon?: ReactNode; children: ReactNode };

const LOOKS = { plain: 'bg-press text-soft', danger: 'bg-danger-soft text-danger-text', lamp: 'bg-lamp-soft text-lamp-text' } as const;

export const Chip = ({ look = 'plain', icon, children }: Props) => (
  <span
    className={cx(
      'inline-flex shrink-0 items-center gap-1 rounded-full px-2 text-xs leading-5 font-medium whitespace-nowrap [&_svg]:size-3',
      LOOKS[look],
    )}
  >
    {icon}
    {children}
  </span>
);

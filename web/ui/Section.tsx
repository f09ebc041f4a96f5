// A page of settings in parts: a heading with a sentence, then a card of rows. A row says what it is at the left, and what can be done at the
// right; where there is no room for both, below.
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

type SectionProps = { title: string; text?: ReactNode; isDanger?: boolean; children: ReactNode };

export const Section = ({ title, text, isDanger = false, children }: SectionProps) => (
  <section className="mt-8 first:mt-0">
    <h2 className="text-base">{title}</h2>
    {text && <p className="mt-1 max-w-150 text-sm text-soft">{text}</p>}
    <div className={cx('mt-3 rounded-card border bg-surface', isDanger ? 'border-danger' : 'border-line')}>{children}</div>
  </section>
);

type RowProps = {
  icon?: ReactNode;
  label: ReactNode;
  text?: ReactNode;
  /** What is at the right is small enough to stay there. */
  isTight?: boolean;
  children?: ReactNode;
};

export const Row = ({ icon, label, text, isTight = false, children }: RowProps) => (
  <div
    className={cx(
      'flex min-h-16 items-center gap-x-4 gap-y-2 border-t border-line px-4 py-3 first:border-t-0',
      isTight ? 'pr-2' : 'flex-wrap',
    )}
  >
    {icon && <span className="inline-flex shrink-0 text-soft [&_svg]:size-5">{icon}</span>}
    <div className={cx('flex-1', isTight ? 'min-w-0' : 'min-w-40')}>
      <div className="font-medium [overflow-wrap:anywhere]">{label}</div>
      {text && <div className="text-sm text-soft [overflow-wrap:anywhere]">{text}</div>}
    </div>
    {children && <div className={cx('flex items-center', isTight ? 'shrink-0' : 'flex-wrap gap-2')}>{children}</div>}
  </div>
);

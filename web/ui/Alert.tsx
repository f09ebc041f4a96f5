// What went wrong, where it belongs to no field. Spoken when it comes; nothing is drawn while there is nothing to say.
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export const Alert = ({ children, className }: { children?: ReactNode; className?: string }) => (
  <div
    role="alert"
    className={cx('rounded-control bg-danger-soft px-3 py-2 text-sm text-danger-text [overflow-wrap:anywhere] empty:hidden', className)}
  >
    {children}
  </div>
);

// The shape of what comes, drawn after 150 ms so that what comes sooner does not flicker.
import { cx } from './cx.ts';

export const Skeleton = ({ className }: { className?: string }) => <div className={cx('skeleton', className)} aria-hidden />;

/** Several lines of it, with one word for screen readers. */
export const Skeletons = ({ label, rows, className }: { label: string; rows: number; className?: string }) => (
  <div role="status" aria-label={label} className="flex flex-col gap-3">
    {Array.from({ length: rows }, (_, index) => (
      <Skeleton key={index} className={className ?? 'h-10'} />
    ))}
  </div>
);

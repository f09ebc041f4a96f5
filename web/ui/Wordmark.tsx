// The wordmark: "Parlor", with a lit "o". One word for screen readers.
import { cx } from './cx.ts';

export const Wordmark = ({ className }: { className?: string }) => (
  <span className={cx('inline-block font-semibold tracking-tight', className)}>
    Parl
    <span className="mx-[0.03em] inline-block size-[0.58em] translate-y-[0.035em] rounded-full border-[0.145em] border-lamp" aria-hidden />
    <span className="sr-only">o</span>r
  </span>
);

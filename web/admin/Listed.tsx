// What a list in pages looks like around its items: the shape of what comes, nothing there, what went wrong, and the next page when one gets to
// its end.
import type { ReactNode } from 'react';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/admin.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { OnSight } from '../ui/OnSight.tsx';
import { Skeletons } from '../ui/Skeleton.tsx';
import type { Pages } from './pages.ts';

type Props = {
  list: Pages<unknown> & { more(): void };
  /** Where there is nothing. */
  none: ReactNode;
  /** After the last one. */
  end?: ReactNode;
  /** The height of one. */
  shape?: string;
  children: ReactNode;
};

export const Listed = ({ list: { items, hasMore, isStale, error, more }, none, end, shape = 'h-14', children }: Props) => {
  const isEmpty = items.length === 0;
  return (
    <div aria-busy={isStale && !error} className="flex flex-col gap-3">
      {!isEmpty && <div className={cx('transition-feedback', isStale && !error && 'opacity-60')}>{children}</div>}
      {error ? (
        <Failed error={error} onAgain={more} />
      ) : isStale ? (
        isEmpty && <Skeletons label={t('ui.loading')} rows={8} className={`${shape} rounded-card!`} />
      ) : isEmpty ? (
        none
      ) : hasMore ? (
        <OnSight key={items.length} onSeen={more}>
          <Skeletons label={t('ui.loading')} rows={2} className={`${shape} rounded-card!`} />
        </OnSight>
      ) : (
        end
      )}
    </div>
  );
};

export const Failed = ({ error, onAgain }: { error: unknown; onAgain(): void }) => (
  <div role="alert" className="flex flex-wrap items-center gap-3 rounded-control bg-danger-soft px-3 py-2 text-sm text-danger-text">
    <span className="min-w-50 flex-1">{explain(error)}</span>
    <Button onClick={onAgain}>{t('ui.tryAgain')}</Button>
  </div>
);

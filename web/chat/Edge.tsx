// Where the held stretch of history ends and more is to come: the shape of messages while they load, or why they did not come.
import { t } from '../i18n/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import type { Edge as EdgeState } from './timeline.ts';

export const Edge = ({ state, at, onRetry }: { state: EdgeState; at: 'start' | 'end'; onRetry(): void }) =>
  state === 'failed' ? (
    <div role="status" className="flex h-48 flex-col items-center justify-center gap-2 px-4 text-center text-sm text-soft">
      {at === 'start' ? t('chat.older.failed') : t('chat.newer.failed')}
      <Button onClick={onRetry}>{t('ui.tryAgain')}</Button>
    </div>
  ) : (
    <div className="h-48 overflow-hidden">
      <Ghosts count={3} />
    </div>
  );

const WIDTHS = ['w-3/5', 'w-2/5', 'w-1/2', 'w-1/3', 'w-2/3'];

/** Messages that are not there yet. */
export const Ghosts = ({ count }: { count: number }) => (
  <div aria-hidden className="flex flex-col gap-4 px-(--gutter) py-3">
    {Array.from({ length: count }, (_, index) => (
      <div key={index} className="flex gap-3">
        <Skeleton className="size-9 shrink-0 rounded-full!" />
        <div className="flex flex-1 flex-col gap-2 pt-1">
          <Skeleton className="h-3 w-28" />
          <Skeleton className={`h-3 max-w-[60ch] ${WIDTHS[index % WIDTHS.length]}`} />
        </div>
      </div>
    ))}
  </div>
);

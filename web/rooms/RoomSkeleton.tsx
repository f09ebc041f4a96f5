// A room before anything is known of it.
import { t } from '../i18n/i18n.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { BackToRooms } from './BackToRooms.tsx';

export const RoomSkeleton = () => (
  <div className="flex min-h-0 flex-1 flex-col" role="status" aria-label={t('ui.loading')}>
    <div className="flex min-h-14 items-center gap-2 border-b border-line px-2 pane:min-h-15 pane:px-6">
      <BackToRooms />
      <Skeleton className="h-6 w-40" />
    </div>
    <div className="flex flex-1 flex-col justify-end gap-6 p-6">
      {['w-2/3', 'w-1/2', 'w-3/5'].map((width) => (
        <div key={width} className="flex gap-3">
          <Skeleton className="size-9 rounded-full!" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-4 w-28" />
            <Skeleton className={`h-4 ${width}`} />
          </div>
        </div>
      ))}
    </div>
  </div>
);

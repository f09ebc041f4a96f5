// Floats over the list when there is something to see elsewhere: the newest messages below, or the first unread one above.
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import X from 'lucide-react/icons/x';
import { LIMITS } from '../../protocol/constants.ts';
import { t } from '../i18n/i18n.ts';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';

const PILL =
  'chat-float pointer-events-auto inline-flex min-h-target items-center rounded-full bg-surface text-sm font-medium shadow-float';

/** `unread` counts what lies below: what is above has been on screen. */
export const JumpToEnd = ({ unread, onJump }: { unread: number; onJump(): void }) => (
  <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center px-4">
    {unread > 0 ? (
      <button type="button" onClick={onJump} className={cx(PILL, 'gap-2 px-4 transition-feedback hover:bg-sunken')}>
        <span aria-hidden className="lamp size-2 rounded-full" />
        {unread >= LIMITS.unreadShown ? t('chat.jump.many', { count: LIMITS.unreadShown }) : t('chat.jump.new', { count: unread })}
        <ArrowDown aria-hidden className="size-4" />
      </button>
    ) : (
      <span className={cx(PILL, 'ml-auto')}>
        <IconButton label={t('chat.jump')} className="rounded-full" onClick={onJump}>
          <ArrowDown aria-hidden />
        </IconButton>
      </span>
    )}
  </div>
);

export const JumpToUnread = ({ isPending, onJump, onDismiss }: { isPending: boolean; onJump(): void; onDismiss(): void }) => (
  <div className="pointer-events-none absolute inset-x-0 top-3 flex justify-center px-4">
    <div className={PILL}>
      <button
        type="button"
        aria-disabled={isPending}
        onClick={isPending ? undefined : onJump}
        className="inline-flex min-h-target items-center gap-2 rounded-full pr-2 pl-4 transition-feedback hover:bg-sunken"
      >
        <ArrowUp aria-hidden className="size-4" />
        {t('chat.jump.unread')}
      </button>
      <IconButton label={t('chat.jump.dismiss')} className="rounded-full" onClick={onDismiss}>
        <X aria-hidden />
      </IconButton>
    </div>
  </div>
);

// Draws the notices of `toasts.ts` in a polite live region. Once on the page, in App.
import { useStore } from '@nanostores/react';
import X from 'lucide-react/icons/x';
import { t } from '../i18n/i18n.ts';
import { cx } from './cx.ts';
import { IconButton } from './IconButton.tsx';
import { $notices, dismiss, notify } from './toasts.ts';

export { notify };

export const Notices = () => {
  const notices = useStore($notices);
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-[calc(env(safe-area-inset-bottom)+88px)] z-40 flex flex-col items-center gap-2 px-4"
    >
      {notices.map(({ id, text, kind, action }) => (
        <div
          key={id}
          className={cx(
            'notice pointer-events-auto flex max-w-120 items-center gap-2 rounded-control bg-ink py-1 pr-1 pl-4 text-on-ink shadow-float',
            kind === 'error' && 'border-l-4 border-danger',
          )}
        >
          <span className="py-1.5 text-sm [overflow-wrap:anywhere]">{text}</span>
          {action && (
            <button
              type="button"
              className="min-h-8 shrink-0 rounded-control px-2 text-sm font-semibold underline underline-offset-4 focus-visible:outline-on-ink"
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <IconButton
            label={t('ui.dismiss')}
            className="size-8! text-on-ink! opacity-70 hover:bg-transparent hover:opacity-100 focus-visible:outline-on-ink [&_svg]:size-4!"
            onClick={() => dismiss(id)}
          >
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
    </div>
  );
};

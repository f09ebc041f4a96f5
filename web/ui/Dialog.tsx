// A modal dialog: the browser's own, which traps focus and gives it back. Mounted means open. The page behind is hidden from assistive
// technology as well as inert. `onClose` is told for Escape, the cross and a click outside; `isBusy` holds the dialog until it is done.
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import X from 'lucide-react/icons/x';
import { t } from '../i18n/i18n.ts';
import { cx } from './cx.ts';
import { IconButton } from './IconButton.tsx';

export type DialogProps = { title: string; onClose(): void; children: ReactNode; isBusy?: boolean; className?: string };

let openDialogs = 0;
const hidePage = (): (() => void) => {
  const page = document.getElementById('root');
  if (openDialogs++ === 0) page?.setAttribute('aria-hidden', 'true');
  return () => {
    if (--openDialogs === 0) page?.removeAttribute('aria-hidden');
  };
};

export const Dialog = ({ title, onClose, children, isBusy = false, className }: DialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current!;
    const opener = document.activeElement;
    element.showModal();
    (
      element.querySelector<HTMLElement>('[data-autofocus]') ?? element.querySelector<HTMLElement>('input:not([type=radio], [hidden])')
    )?.focus();
    const showPage = hidePage();
    return () => {
      element.close();
      showPage();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  const close = () => {
    if (!isBusy) onClose();
  };
  return createPortal(
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) close();
      }}
      className={cx('dialog m-auto w-[calc(100%-32px)] max-w-110 overflow-visible rounded-card bg-surface text-fg shadow-float', className)}
    >
      <div className="flex max-h-[calc(100dvh-64px)] flex-col overflow-y-auto p-6">
        <header className="mb-4 flex items-start gap-2">
          <h2 id={titleId} className="flex-1 text-lg [overflow-wrap:anywhere]">
            {title}
          </h2>
          <IconButton label={t('ui.close')} className="-mt-1.5 -mr-2" onClick={close}>
            <X aria-hidden />
          </IconButton>
        </header>
        {children}
      </div>
    </dialog>,
    document.body,
  );
};

/** The row of buttons at a dialog's end. */
export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className="mt-6 flex gap-2 max-pane:flex-col-reverse pane:justify-end">{children}</div>
);

// In a call: the stage fills the window, chat stands beside it or rises over it, the control bar floats. Always dark.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useStore } from '@nanostores/react';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import X from 'lucide-react/icons/x';
import type { RoomSummary } from '../../protocol/rooms.ts';
import { t } from '../i18n/i18n.ts';
import { paths } from '../routes.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { CallPeople } from './CallPeople.tsx';
import { leaveCall, type LiveCall } from './calls.ts';
import { ControlBar, HIDE, type SidePane } from './ControlBar.tsx';
import { StageNotices } from './StageNotices.tsx';
import { StageTiles } from './StageTiles.tsx';
import { useFallbackNotices, useProblemNotices } from './use-device-notices.ts';
import { PANE, useMedia, WIDE } from './use-media.ts';
import { useModerationNotices } from './use-moderation-notices.ts';
import { useStillness } from './use-stillness.ts';

type Props = {
  call: LiveCall;
  summary: RoomSummary;
  slug: string;
  chat: ReactNode;
  notice: ReactNode;
  onInvite: (() => void) | null;
  onOpenRoom(): void;
};

const Stage = ({ call, summary, slug, chat, notice, onInvite, onOpenRoom }: Props) => {
  const stage = useRef<HTMLDivElement>(null);
  const isPane = useMedia(PANE);
  const pane = useSidePane();
  const phase = useStore(call.$phase);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that joined is gone, and focus with it.
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  useStillness(stage);
  useFallbackNotices();
  useProblemNotices();
  useModerationNotices(call);
  return (
    <div className={cx('flex min-h-0 min-w-0 flex-1 overflow-hidden bg-stage', !isPane && 'flex-col')}>
      <div ref={stage} className="stage relative flex min-h-0 min-w-0 flex-1 flex-col">
        <header className="flex h-12 shrink-0 items-center gap-1 px-2">
          <IconButton label={t('calls.back', { room: summary.room.name })} onClick={onOpenRoom}>
            <ArrowLeft aria-hidden />
          </IconButton>
          <h1 ref={heading} tabIndex={-1} className="min-w-0 truncate text-base">
            {summary.room.name}
          </h1>
        </header>
        <div className="relative flex min-h-0 flex-1 flex-col px-2 pb-[calc(76px+env(safe-area-inset-bottom))]">
          <StageTiles call={call} summary={summary} link={new URL(paths.call(slug), location.origin).href} onInvite={onInvite} />
          <StageNotices call={call}>{notice}</StageNotices>
          {phase.kind === 'failed' && <Lost call={call} problem={t(`calls.refused.${phase.problem}`)} />}
        </div>
        <div className="absolute inset-x-0 bottom-[calc(10px+env(safe-area-inset-bottom))] z-20 flex justify-center px-1">
          <ControlBar call={call} summary={summary} open={pane.open} onToggle={pane.toggle} onInvite={onInvite} />
        </div>
      </div>
      {pane.open !== null && (
        <aside
          aria-label={t(`calls.${pane.open}`)}
          className={cx(
            'flex min-h-0 flex-col overflow-hidden bg-bg text-fg',
            isPane ? 'w-85 shrink-0 border-l border-line' : 'call-sheet h-[60%] shrink-0 rounded-t-card',
          )}
        >
          <header className="flex min-h-12 shrink-0 items-center border-b border-line pr-1 pl-4">
            <h2 className="flex-1 text-base">{t(`calls.${pane.open}`)}</h2>
            <IconButton label={t(HIDE[pane.open])} onClick={pane.close}>
              <X aria-hidden />
            </IconButton>
          </header>
          {pane.open === 'chat' ? chat : <CallPeople summary={summary} onInvite={onInvite} />}
        </aside>
      )}
    </div>
  );
};

export default Stage;

const Lost = ({ call, problem }: { call: LiveCall; problem: string }) => (
  <div className="absolute inset-0 z-10 flex items-center justify-center bg-[oklch(12%_0.01_270/70%)] p-4">
    <div
      role="alertdialog"
      aria-label={t('calls.lost.title')}
      className="flex max-w-100 flex-col gap-3 rounded-card bg-surface p-6 shadow-float"
    >
      <h2 className="text-lg">{t('calls.lost.title')}</h2>
      <p className="text-soft">{problem}</p>
      <div className="mt-2 flex flex-wrap justify-end gap-2">
        <Button onClick={leaveCall}>{t('calls.leave')}</Button>
        <Button variant="primary" autoFocus onClick={call.tryAgain}>
          {t('calls.lost.again')}
        </Button>
      </div>
    </div>
  </div>
);

/** Chat is beside the stage on a wide window, from the start; elsewhere it rises when asked for, like the people, and Escape closes it. */
const useSidePane = () => {
  const isWide = useMedia(WIDE);
  const [wish, setWish] = useState<SidePane | 'none' | null>(null);
  const wanted = wish ?? (isWide ? 'chat' : 'none');
  const open = wanted === 'none' ? null : wanted;
  useEffect(() => {
    if (open === null || isWide) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open], :popover-open:not(.tooltip)')) return;
      setWish('none');
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [open, isWide]);
  return { open, toggle: (pane: SidePane) => setWish(open === pane ? 'none' : pane), close: () => setWish('none') };
};

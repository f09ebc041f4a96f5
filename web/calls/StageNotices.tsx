// What one must know while in a call: that it is coming back, that media does not get through and what to look at, that the browser holds
// the sound back, that one's screen is seen. One below the other, over the stage.
import type { ReactNode } from 'react';
import { useStore } from '@nanostores/react';
import ScreenShare from 'lucide-react/icons/screen-share';
import Volume2 from 'lucide-react/icons/volume-2';
import WifiOff from 'lucide-react/icons/wifi-off';
import { t } from '../i18n/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { AskedOnNotice } from './AskedOnNotice.tsx';
import type { LiveCall } from './calls.ts';

/** `children`: what the room has to say. */
export const StageNotices = ({ call, children }: { call: LiveCall; children: ReactNode }) => {
  const phase = useStore(call.$phase);
  const reach = useStore(call.$reach);
  const isBlocked = useStore(call.sound.$isBlocked);
  const screen = useStore(call.screen.$state);
  const port = call.mediaPort();
  return (
    <div className="pointer-events-none absolute inset-x-0 top-0 z-10 flex flex-col items-center gap-2 p-3 *:pointer-events-auto">
      {children}
      <AskedOnNotice className="call-panel flex w-full max-w-140 flex-wrap items-center gap-x-3 gap-y-1 rounded-card bg-surface px-4 py-2 shadow-float" />
      <div role="status" className="contents">
        {phase.kind === 'reconnecting' && (
          <Notice>
            <span className="spinner size-4" aria-hidden />
            {t('calls.reconnecting')}
          </Notice>
        )}
        {phase.kind === 'live' && reach === 'connecting' && (
          <Notice className="after-a-while">
            <span className="spinner size-4" aria-hidden />
            {t('calls.mediaConnecting')}
          </Notice>
        )}
        {phase.kind === 'live' && reach === 'unreachable' && (
          <Notice>
            <WifiOff aria-hidden className="size-5 shrink-0" />
            <span>
              <strong className="font-semibold">{t('calls.unreachable')}</strong>{' '}
              {port === null ? t('calls.unreachableHint') : t('calls.unreachablePort', { port: String(port) })}
            </span>
          </Notice>
        )}
      </div>
      {isBlocked && (
        <Notice>
          {t('calls.soundBlocked')}
          <Button variant="primary" onClick={call.sound.unblock}>
            <Volume2 aria-hidden className="size-5" />
            {t('calls.unblockSound')}
          </Button>
        </Notice>
      )}
      {screen.kind === 'sharing' && (
        <Notice>
          <ScreenShare aria-hidden className="size-5 shrink-0" />
          {t('calls.sharing')}
        </Notice>
      )}
    </div>
  );
};

const Notice = ({ children, className = '' }: { children: ReactNode; className?: string }) => (
  <div className={`call-panel flex max-w-140 items-center gap-3 rounded-card bg-surface px-4 py-2 text-sm shadow-float ${className}`}>
    {children}
  </div>
);

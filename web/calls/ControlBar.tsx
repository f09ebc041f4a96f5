// What one does in a call: microphone, camera, screen, devices, chat, leaving.
import { useStore } from '@nanostores/react';
import MessageSquare from 'lucide-react/icons/message-square';
import PhoneOff from 'lucide-react/icons/phone-off';
import ScreenShare from 'lucide-react/icons/screen-share';
import ScreenShareOff from 'lucide-react/icons/screen-share-off';
import { camera, canShareScreen, microphone } from '../devices/devices.ts';
import { t } from '../i18n/i18n.ts';
import { notify } from '../ui/toasts.ts';
import { leaveCall, type LiveCall } from './calls.ts';
import { DeviceMenu } from './DeviceMenu.tsx';
import { DeviceToggle } from './DeviceToggle.tsx';
import { KEYS } from './keys.ts';
import { RoundButton } from './RoundButton.tsx';

type Props = { call: LiveCall; isChatOpen: boolean; unread: number; onToggleChat(): void };

export const ControlBar = ({ call, isChatOpen, unread, onToggleChat }: Props) => (
  <div
    role="group"
    aria-label={t('calls.controls')}
    className="call-bar flex items-center gap-1 rounded-full bg-surface p-1.5 shadow-float"
  >
    <DeviceToggle capture={microphone} keys={KEYS.microphone} />
    <DeviceToggle capture={camera} keys={KEYS.camera} />
    <DeviceMenu />
    {canShareScreen && <ShareToggle call={call} />}
    <RoundButton
      label={isChatOpen ? t('calls.hideChat') : unread > 0 ? t('calls.showChatUnread', { count: unread }) : t('calls.showChat')}
      className={isChatOpen ? 'bg-press' : ''}
      onClick={onToggleChat}
    >
      <MessageSquare aria-hidden />
      {!isChatOpen && unread > 0 && <span aria-hidden className="lamp absolute top-2 right-2 size-2 rounded-full" />}
    </RoundButton>
    <LeaveButton />
  </div>
);

const ShareToggle = ({ call }: { call: LiveCall }) => {
  const { kind } = useStore(call.screen.$state);
  const isSharing = kind === 'sharing';
  const share = () => call.screen.share().catch(() => notify(t('calls.shareFailed'), { kind: 'error' }));
  return (
    <RoundButton
      label={t(isSharing ? 'calls.stopSharing' : 'calls.shareScreen')}
      look={isSharing ? 'filled' : 'plain'}
      onClick={() => (isSharing ? call.screen.stop() : void share())}
    >
      {isSharing ? <ScreenShareOff aria-hidden /> : <ScreenShare aria-hidden />}
    </RoundButton>
  );
};

export const LeaveButton = () => (
  <button
    type="button"
    aria-label={t('calls.leave')}
    data-tip={t('calls.leave')}
    onClick={leaveCall}
    className="ml-1 inline-flex h-11 shrink-0 items-center justify-center gap-2 rounded-full bg-danger px-4 font-medium whitespace-nowrap text-on-danger transition-feedback hover:bg-danger-hover active:scale-[0.98] pointer-coarse:h-12"
  >
    <PhoneOff aria-hidden className="size-5" />
    <span className="max-pane:hidden">{t('calls.leave')}</span>
  </button>
);

// What one does in a call: microphone, camera, screen, devices, people, chat, leaving.
import { useStore } from '@nanostores/react';
import Ellipsis from 'lucide-react/icons/ellipsis';
import MessageSquare from 'lucide-react/icons/message-square';
import MicOff from 'lucide-react/icons/mic-off';
import PhoneOff from 'lucide-react/icons/phone-off';
import ScreenShare from 'lucide-react/icons/screen-share';
import ScreenShareOff from 'lucide-react/icons/screen-share-off';
import UserRoundPlus from 'lucide-react/icons/user-round-plus';
import Users from 'lucide-react/icons/users';
import type { RoomSummary } from '../../protocol/rooms.ts';
import { camera, canShareScreen, microphone } from '../devices/devices.ts';
import { t } from '../i18n/i18n.ts';
import { may } from '../rooms/may.ts';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { notify } from '../ui/toasts.ts';
import { leaveCall, type LiveCall } from './calls.ts';
import { DeviceMenu } from './DeviceMenu.tsx';
import { DeviceToggle } from './DeviceToggle.tsx';
import { KEYS } from './keys.ts';
import { muteEverybody } from './participant-menu.tsx';
import { RoundButton, roundClass } from './RoundButton.tsx';
import { useSize } from './use-size.ts';

/** What stands beside the stage. */
export type SidePane = 'chat' | 'people';
export const HIDE = { chat: 'calls.hideChat', people: 'calls.hidePeople' } as const;
const SHOW = { chat: 'calls.showChat', people: 'calls.showPeople' } as const;

type Props = {
  call: LiveCall;
  summary: RoomSummary;
  open: SidePane | null;
  onToggle(pane: SidePane): void;
  onInvite: (() => void) | null;
};

/** Less than this, and what is used least goes into the menu. */
const ROOMY_PX = 560;

export const ControlBar = ({ call, summary, open, onToggle, onInvite }: Props) => {
  const { rights, unread, role, room } = summary;
  const [place, area] = useSize<HTMLDivElement>();
  const isRoomy = area === null || area.width >= ROOMY_PX;
  const { kind: sharing } = useStore(call.screen.$state);
  const peopleLabel = t(open === 'people' ? HIDE.people : SHOW.people);
  const more: MenuItem[] = [
    ...(isRoomy ? [] : [{ label: peopleLabel, icon: <Users aria-hidden />, onSelect: () => onToggle('people') }]),
    ...(isRoomy || !canShareScreen || !rights.mayShare
      ? []
      : [
          {
            label: t(sharing === 'sharing' ? 'calls.stopSharing' : 'calls.shareScreen'),
            icon: <ScreenShare aria-hidden />,
            onSelect: () => share(call),
          },
        ]),
    ...(onInvite ? [{ label: t('rooms.invite'), icon: <UserRoundPlus aria-hidden />, onSelect: onInvite }] : []),
    ...(may('calls.mute-all', role)
      ? [{ label: t('calls.muteAll'), icon: <MicOff aria-hidden />, onSelect: () => void muteEverybody(room.id) }]
      : []),
  ];
  const chatLabel = open === 'chat' ? t(HIDE.chat) : unread > 0 ? t('calls.showChatUnread', { count: unread }) : t(SHOW.chat);
  return (
    <div ref={place} className="flex w-full justify-center">
      <div
        role="group"
        aria-label={t('calls.controls')}
        className="call-bar flex items-center gap-1 rounded-full bg-surface p-1.5 shadow-float max-pane:gap-0.5"
      >
        <DeviceToggle capture={microphone} keys={KEYS.microphone} mayTurnOn={rights.maySpeak} />
        <DeviceToggle capture={camera} keys={KEYS.camera} mayTurnOn={rights.maySpeak} />
        <DeviceMenu />
        {canShareScreen && isRoomy && <ShareToggle call={call} mayShare={rights.mayShare} />}
        {isRoomy && (
          <RoundButton label={peopleLabel} className={open === 'people' ? 'bg-press' : ''} onClick={() => onToggle('people')}>
            <Users aria-hidden />
          </RoundButton>
        )}
        <RoundButton label={chatLabel} className={open === 'chat' ? 'bg-press' : ''} onClick={() => onToggle('chat')}>
          <MessageSquare aria-hidden />
          {open !== 'chat' && unread > 0 && <span aria-hidden className="lamp absolute top-2 right-2 size-2 rounded-full" />}
        </RoundButton>
        {more.length > 0 && (
          <Menu label={t('calls.more')} items={more} side="above" className={roundClass('plain')}>
            <Ellipsis aria-hidden />
            <span className="sr-only">{t('calls.more')}</span>
          </Menu>
        )}
        <LeaveButton isNamed={isRoomy} />
      </div>
    </div>
  );
};

const share = (call: LiveCall): void => {
  if (call.screen.$state.get().kind === 'sharing') call.screen.stop();
  else call.screen.share().catch(() => notify(t('calls.shareFailed'), { kind: 'error' }));
};

const ShareToggle = ({ call, mayShare }: { call: LiveCall; mayShare: boolean }) => {
  const { kind } = useStore(call.screen.$state);
  const isSharing = kind === 'sharing';
  return (
    <RoundButton
      label={t(isSharing ? 'calls.stopSharing' : 'calls.shareScreen')}
      look={isSharing ? 'filled' : 'plain'}
      reason={mayShare ? undefined : t('calls.mayNotShare')}
      onClick={() => share(call)}
    >
      {isSharing ? <ScreenShareOff aria-hidden /> : <ScreenShare aria-hidden />}
    </RoundButton>
  );
};

/** `isNamed`: where there is room for its words. */
export const LeaveButton = ({ isNamed = true }: { isNamed?: boolean }) => (
  <button
    type="button"
    aria-label={t('calls.leave')}
    data-tip={t('calls.leave')}
    onClick={leaveCall}
    className="ml-1 inline-flex h-11 shrink-0 items-center justify-center gap-2 rounded-full bg-danger px-4 font-medium whitespace-nowrap text-on-danger transition-feedback hover:bg-danger-hover active:scale-[0.98] pointer-coarse:h-12"
  >
    <PhoneOff aria-hidden className="size-5" />
    {isNamed && <span className="max-pane:hidden">{t('calls.leave')}</span>}
  </button>
);

// The call that one is in while one reads elsewhere: who speaks, microphone and camera, the way back and the way out.
import type { ReactNode } from 'react';
import { useStore } from '@nanostores/react';
import Maximize2 from 'lucide-react/icons/maximize-2';
import { useLocation } from 'wouter';
import type { RoomId } from '../../protocol/wire.ts';
import { camera, microphone } from '../devices/devices.ts';
import { t } from '../i18n/i18n.ts';
import { $summaries } from '../rooms/rooms.ts';
import { paths } from '../routes.ts';
import { fullNameOf } from '../i18n/names.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { AskedOnNotice } from './AskedOnNotice.tsx';
import { $currentCall, type LiveCall } from './calls.ts';
import { LeaveButton } from './ControlBar.tsx';
import { DeviceToggle } from './DeviceToggle.tsx';
import { KEYS, useDeviceKeys } from './keys.ts';
import { liveTrack } from './items.ts';
import { useModerationNotices } from './use-moderation-notices.ts';
import { useShown } from './use-shown.ts';
import { Video } from './Video.tsx';
import './calls.css';

type Props = {
  /** How to go back to the call; without it the bar goes there by itself. */
  onReturn?: ((roomId: RoomId) => void) | undefined;
  /** What must be said of the call's room while one is elsewhere. */
  notice?: ReactNode;
};

const CallBar = ({ onReturn, notice }: Props) => {
  const call = useStore($currentCall);
  return call === null ? null : <Bar call={call} onReturn={onReturn} notice={notice} />;
};

export default CallBar;

const PICTURE = { width: 72, height: 44 };

const Bar = ({ call, onReturn, notice }: Props & { call: LiveCall }) => {
  const [, navigate] = useLocation();
  const summary = useStore($summaries)?.find(({ room }) => room.id === call.roomId);
  const room = summary?.room;
  const phase = useStore(call.$phase);
  const isBlocked = useStore(call.sound.$isBlocked);
  const { face, picture } = useSpeaker(call);
  const trouble = phase.kind === 'live' ? null : t(phase.kind === 'failed' ? 'calls.lost.title' : 'calls.reconnecting');
  const maySpeak = summary?.rights.maySpeak ?? false;
  useDeviceKeys(maySpeak);
  useModerationNotices(call);
  const goBack = () => {
    if (onReturn) onReturn(call.roomId);
    else if (room) navigate(paths.call(room.slug));
  };
  return (
    <section aria-label={t('calls.bar')} className="stage flex shrink-0 flex-col px-3 py-2 pb-[calc(8px+env(safe-area-inset-bottom))]">
      {notice}
      <AskedOnNotice className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-1 pb-1" />
      <div className="flex items-center gap-3">
        <button
          type="button"
          data-tip={t('calls.bar.return')}
          onClick={goBack}
          className="group flex min-w-0 flex-1 items-center gap-3 rounded-control text-left"
        >
          <span className="relative flex shrink-0 items-center justify-center overflow-hidden rounded-control bg-surface" style={PICTURE}>
            {face && <Avatar {...face.participant.account} size={32} />}
            {picture && <Video track={picture} fit="cover" />}
            <span className="absolute right-1 bottom-1 rounded-sm bg-surface p-0.5 opacity-80 group-hover:opacity-100">
              <Maximize2 aria-hidden className="size-3.5" />
            </span>
          </span>
          <span className="sr-only">{t('calls.bar.return')}</span>
          <span className="flex min-w-0 flex-col">
            <span className="truncate font-medium">{room?.name}</span>
            <span className="truncate text-sm text-soft">
              {trouble ?? (face ? fullNameOf(face.participant.account) : t('calls.bar.alone'))}
            </span>
          </span>
        </button>
        <p role="status" className="sr-only">
          {trouble}
        </p>
        {isBlocked && <Button onClick={call.sound.unblock}>{t('calls.unblockSound')}</Button>}
        <div className="flex shrink-0 items-center gap-1">
          <DeviceToggle capture={microphone} keys={KEYS.microphone} mayTurnOn={maySpeak} />
          <DeviceToggle capture={camera} keys={KEYS.camera} mayTurnOn={maySpeak} />
          <LeaveButton />
        </div>
      </div>
    </section>
  );
};

/** Whoever speaks, or spoke last; before anybody did, the first of the others. */
const useSpeaker = (call: LiveCall) => {
  const faces = useStore(call.$faces);
  const recent = useStore(call.speaking.$recent);
  const tracks = useStore(call.$tracks);
  const face = recent.flatMap((id) => faces.find(({ participant }) => participant.id === id) ?? [])[0] ?? faces[0];
  const trackId = face ? liveTrack(face.participant.tracks, 'camera') : null;
  useShown(call, trackId, PICTURE);
  return { face, picture: trackId === null ? undefined : tracks.get(trackId) };
};

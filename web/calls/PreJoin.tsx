// Before a call: one sees oneself, hears nothing, sees who is there, and joins with what the preview shows. One key joins.
import { useEffect } from 'react';
import { useStore } from '@nanostores/react';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import type { RoomSummary } from '../../protocol/rooms.ts';
import { camera, followDevices, microphone, recallSwitches } from '../devices/devices.ts';
import { ownAccount } from '../accounts/accounts.ts';
import { t } from '../i18n/i18n.ts';
import { $summaries } from '../rooms/rooms.ts';
import { Avatar, Faces } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { $currentCall, $entrance, joinCall, warmUp } from './calls.ts';
import { DeviceNotes } from './DeviceNotes.tsx';
import { DevicePickers } from './DevicePickers.tsx';
import { DeviceToggle } from './DeviceToggle.tsx';
import { KEYS } from './keys.ts';
import { peopleIn, tellHere } from './people.ts';
import { useDevice } from './use-device.ts';
import { useFallbackNotices } from './use-device-notices.ts';
import { Video } from './Video.tsx';

export const PreJoin = ({ summary, onOpenRoom }: { summary: RoomSummary; onOpenRoom(): void }) => {
  const { room, call } = summary;
  const entrance = useStore($entrance);
  const current = useStore($currentCall);
  const isJoining = entrance.kind === 'joining' && entrance.roomId === room.id;
  const people = peopleIn(call);
  useEffect(() => {
    followDevices();
    warmUp();
    if ($currentCall.get() === null) recallSwitches();
    const releases = [microphone.hold(), camera.hold()];
    return () => releases.forEach((release) => release());
  }, []);
  useFallbackNotices();

  const listen = () => {
    microphone.putAway();
    camera.putAway();
    joinCall(room.id);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <header className="flex min-h-14 shrink-0 items-center px-2">
        <IconButton label={t('calls.back', { room: room.name })} onClick={onOpenRoom}>
          <ArrowLeft aria-hidden />
        </IconButton>
      </header>
      <div className="m-auto grid w-full max-w-250 grid-cols-1 items-center gap-6 px-4 pb-8 pane:px-8 wide:grid-cols-[minmax(0,1fr)_320px] wide:gap-12 wide:pb-24">
        <Preview />
        <div className="mx-auto flex w-full max-w-150 min-w-0 flex-col gap-5">
          <div className="flex flex-col gap-2">
            <h1 tabIndex={-1} className="text-xl [overflow-wrap:anywhere]">
              {room.name}
            </h1>
            <p className="flex items-center gap-2 text-soft [--ring:var(--bg)]">
              {people.length > 0 && <Faces people={people} size={24} />}
              <span className="min-w-0 [overflow-wrap:anywhere]">{tellHere(people)}</span>
            </p>
          </div>
          <DeviceNotes />
          <DevicePickers />
          <div className="flex flex-col gap-2">
            <Button variant="primary" size="large" autoFocus isPending={isJoining} className="w-full" onClick={() => joinCall(room.id)}>
              {t('calls.join')}
            </Button>
            <Button variant="plain" className="w-full" data-tip={t('calls.listenHint')} disabled={isJoining} onClick={listen}>
              {t('calls.listen')}
            </Button>
            <p role="alert" className="text-sm text-danger-text empty:hidden">
              {entrance.kind === 'refused' && entrance.roomId === room.id && t(`calls.refused.${entrance.problem}`)}
            </p>
            {current !== null && current.roomId !== room.id && <Elsewhere roomId={current.roomId} />}
          </div>
        </div>
      </div>
    </div>
  );
};

const Elsewhere = ({ roomId }: { roomId: string }) => {
  const room = useStore($summaries)?.find((summary) => summary.room.id === roomId)?.room;
  return room ? <p className="text-sm text-soft">{t('calls.elsewhere', { room: room.name })}</p> : null;
};

const Preview = () => {
  const { track, state, isOn } = useDevice(camera);
  const own = ownAccount();
  return (
    <div
      role="group"
      aria-label={t('calls.preview')}
      className="stage relative mx-auto flex aspect-video max-h-[50dvh] w-full max-w-150 items-center justify-center overflow-hidden rounded-card pb-12 wide:max-h-none"
    >
      {own && <Avatar id={own.id} name={own.name} size={88} className="max-pane:scale-75" />}
      {track !== null && <Video track={track} fit="cover" isMirrored />}
      <p role="status" className="absolute inset-x-4 top-4 text-center text-sm text-soft empty:hidden">
        {state.kind === 'asking' && <span className="after-a-while">{t('devices.asking')}</span>}
        {!isOn && state.kind === 'closed' && t('devices.cameraIsOff')}
      </p>
      <div className="absolute bottom-3 flex gap-2 rounded-full bg-surface p-1 shadow-float">
        <DeviceToggle capture={microphone} keys={KEYS.microphone} />
        <DeviceToggle capture={camera} keys={KEYS.camera} />
      </div>
    </div>
  );
};

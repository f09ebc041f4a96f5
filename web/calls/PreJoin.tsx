// Before a call: one sees oneself, hears nothing, sees who is there, and joins with what the preview shows. One key joins.
import { useEffect } from 'react';
import { useStore } from '@nanostores/react';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import Headphones from 'lucide-react/icons/headphones';
import type { RoomSummary } from '../../protocol/rooms.ts';
import { camera, microphone } from '../devices/devices.ts';
import { t } from '../i18n/i18n.ts';
import { $summaries } from '../rooms/rooms.ts';
import { Faces } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { $currentCall, $entrance, joinCall, warmUp } from './calls.ts';
import { DeviceNotes } from './DeviceNotes.tsx';
import { DevicePickers } from './DevicePickers.tsx';
import { peopleIn, tellHere } from './people.ts';
import { Preview, useHeldDevices } from './Preview.tsx';
import { useFallbackNotices } from './use-device-notices.ts';

export const PreJoin = ({ summary, onOpenRoom }: { summary: RoomSummary; onOpenRoom(): void }) => {
  const { room, call, rights } = summary;
  const entrance = useStore($entrance);
  const current = useStore($currentCall);
  const isJoining = entrance.kind === 'joining' && entrance.roomId === room.id;
  const people = peopleIn(call);
  useEffect(() => {
    warmUp();
  }, []);
  useHeldDevices(rights.maySpeak);
  useFallbackNotices();

  const listen = () => {
    microphone.putAway();
    camera.putAway();
    joinCall(room.id);
  };
  const join = () => (rights.maySpeak ? joinCall(room.id) : listen());
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <header className="flex min-h-14 shrink-0 items-center px-2">
        <IconButton label={t('calls.back', { room: room.name })} onClick={onOpenRoom}>
          <ArrowLeft aria-hidden />
        </IconButton>
      </header>
      <div className="m-auto grid w-full max-w-250 grid-cols-1 items-center gap-6 px-4 pb-8 pane:px-8 wide:grid-cols-[minmax(0,1fr)_320px] wide:gap-12 wide:pb-24">
        {rights.maySpeak ? <Preview /> : <ListenOnly />}
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
          {rights.maySpeak && (
            <>
              <DeviceNotes />
              <DevicePickers />
            </>
          )}
          <div className="flex flex-col gap-2">
            <Button variant="primary" size="large" autoFocus isPending={isJoining} className="w-full" onClick={join}>
              {t('calls.join')}
            </Button>
            {rights.maySpeak && (
              <Button variant="plain" className="w-full" data-tip={t('calls.listenHint')} disabled={isJoining} onClick={listen}>
                {t('calls.listen')}
              </Button>
            )}
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

/** Where one's picture would be, for those whom nobody will see or hear. */
const ListenOnly = () => (
  <div className="mx-auto flex aspect-video max-h-[50dvh] w-full max-w-150 flex-col items-center justify-center gap-3 rounded-card bg-sunken p-6 text-center wide:max-h-none">
    <Headphones aria-hidden className="size-8 text-soft" />
    <p className="font-medium">{t('calls.joinToListen')}</p>
    <p className="max-w-80 text-sm text-soft">{t('calls.joinToListenText')}</p>
  </div>
);

// In front of a room that one is not in: waiting to be let in, with oneself in the picture meanwhile; told kindly that it was not to be; or
// put out, and told why. What comes next is said each time.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useStore } from '@nanostores/react';
import DoorClosed from 'lucide-react/icons/door-closed';
import Hourglass from 'lucide-react/icons/hourglass';
import ShieldBan from 'lucide-react/icons/shield-ban';
import type { WaitingFor } from '../../protocol/rooms.ts';
import { ownAccount } from '../accounts/accounts.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/i18n.ts';
import { paths } from '../routes.ts';
import { Alert } from '../ui/Alert.tsx';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ButtonLink } from '../ui/TextLink.tsx';
import type { Doorstep } from './doorstep.ts';
import { $summaries, stopWaiting } from './rooms.ts';

/** `preview`: what can be got ready while one waits. */
export const Doorway = ({ doorstep, preview }: { doorstep: Doorstep; preview: ReactNode }) => {
  switch (doorstep.kind) {
    case 'waiting':
      return <WaitingRoom waiting={doorstep.waiting} preview={preview} />;
    case 'waited':
      return (
        <Told
          icon={<DoorClosed aria-hidden />}
          title={t(`rooms.waited.${doorstep.outcome}.title`, { room: doorstep.name })}
          text={t(`rooms.waited.${doorstep.outcome}.text`)}
        />
      );
    case 'gone':
      return (
        <Told
          icon={doorstep.reason === 'banned' ? <ShieldBan aria-hidden /> : <DoorClosed aria-hidden />}
          title={t(`rooms.gone.${doorstep.reason}.title`, { room: doorstep.name })}
          text={t(`rooms.gone.${doorstep.reason}.text`)}
        />
      );
    default:
      return doorstep satisfies never;
  }
};

const WaitingRoom = ({ waiting: { roomId, name }, preview }: { waiting: WaitingFor; preview: ReactNode }) => {
  const [isStopping, setStopping] = useState(false);
  const [error, setError] = useState('');
  const stop = async () => {
    setStopping(true);
    setError('');
    try {
      await stopWaiting(roomId);
    } catch (refusal) {
      setStopping(false);
      setError(explain(refusal));
    }
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="m-auto flex w-full max-w-150 flex-col gap-6 px-4 py-8 text-center">
        <div className="flex flex-col items-center gap-2">
          <span className="waiting-lamp mb-1 inline-flex size-12 items-center justify-center rounded-full bg-lamp-soft text-lamp-text">
            <Hourglass aria-hidden className="size-6" />
          </span>
          <h1 tabIndex={-1} className="text-xl [overflow-wrap:anywhere]">
            {name}
          </h1>
          <p role="status" className="text-soft">
            {t('rooms.waiting.text')}
          </p>
        </div>
        {preview}
        <div className="flex flex-col items-center gap-3">
          <p className="text-sm text-soft">{t('rooms.waiting.hint')}</p>
          <Alert>{error}</Alert>
          <Button isPending={isStopping} onClick={() => void stop()}>
            {t('rooms.waiting.stop')}
          </Button>
        </div>
      </div>
    </div>
  );
};

const Told = ({ icon, title, text }: { icon: ReactNode; title: string; text: string }) => {
  const place = useRef<HTMLDivElement>(null);
  const hasRooms = (useStore($summaries)?.length ?? 0) > 0;
  const isGuest = ownAccount()?.role === 'guest';
  useEffect(() => {
    // What was here before is gone, and focus with it.
    place.current?.querySelector('h1')?.focus();
  }, []);
  return (
    <div ref={place} className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <Empty
        icon={icon}
        title={title}
        action={(hasRooms || !isGuest) && <ButtonLink href={paths.home}>{t('ui.missing.action')}</ButtonLink>}
      >
        <p>{text}</p>
        {isGuest && !hasRooms && <p className="mt-3">{t('rooms.guest.nowhere.text')}</p>}
      </Empty>
    </div>
  );
};

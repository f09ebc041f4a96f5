// A room's call as the whole window: the screen before it, then the stage. The call itself lives in `calls.ts` and goes on when this page
// is left for another one; only leaving the call ends it.
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useStore } from '@nanostores/react';
import type { RoomId } from '../../protocol/wire.ts';
import { t } from '../i18n/i18n.ts';
import { $summaries } from '../rooms/rooms.ts';
import { $currentCall } from './calls.ts';
import { useDeviceKeys } from './keys.ts';
import { PreJoin } from './PreJoin.tsx';
import './calls.css';

export type CallPageProps = {
  roomId: RoomId;
  slug: string;
  /** The room's chat, shown beside the stage. */
  chat: ReactNode;
  /** What must be said of the room, over the stage. */
  notice: ReactNode;
  /** How people are asked in; null for those who may not. */
  onInvite: (() => void) | null;
  onLeft(): void;
  onOpenRoom(): void;
};

const loadStage = () => import('./Stage.tsx');
const Stage = lazy(loadStage);

const CallPage = ({ roomId, chat, notice, onInvite, onLeft, onOpenRoom, slug }: CallPageProps) => {
  const call = useStore($currentCall);
  const summary = useStore($summaries)?.find(({ room }) => room.id === roomId);
  const isHere = call?.roomId === roomId;
  useDeviceKeys(summary?.rights.maySpeak ?? false);
  useEffect(() => {
    // Needed as soon as one joins; a failure is the lazy component's to tell.
    loadStage().catch(() => {});
  }, []);
  const [wasHere, setWasHere] = useState(isHere);
  if (isHere && !wasHere) setWasHere(true);
  const hasLeft = wasHere && !isHere;
  useEffect(() => {
    if (hasLeft) onLeft();
  }, [hasLeft, onLeft]);

  // Not the screen before a call, which would open the camera once more.
  if (hasLeft) return <div className="stage flex-1" />;
  if (!summary) return <div role="status" aria-label={t('calls.loading')} className="flex-1" />;
  if (!isHere) return <PreJoin summary={summary} onOpenRoom={onOpenRoom} />;
  return (
    <Suspense fallback={<div className="stage flex-1" />}>
      <Stage
        key={roomId}
        call={call}
        summary={summary}
        slug={slug}
        chat={chat}
        notice={notice}
        onInvite={onInvite}
        onOpenRoom={onOpenRoom}
      />
    </Suspense>
  );
};

export default CallPage;

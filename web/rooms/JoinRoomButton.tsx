// Joins a room, and says so where it cannot.
import { useState } from 'react';
import type { Room } from '../../protocol/rooms.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { notify } from '../ui/toasts.ts';
import { joinRoom } from './rooms.ts';

export const JoinRoomButton = ({ room, onJoined, isPrimary = false }: { room: Room; onJoined?: () => void; isPrimary?: boolean }) => {
  const [isPending, setPending] = useState(false);
  const join = async () => {
    setPending(true);
    try {
      await joinRoom(room.id);
      onJoined?.();
    } catch (error) {
      notify(explain(error), { kind: 'error' });
    } finally {
      setPending(false);
    }
  };
  return (
    <Button variant={isPrimary ? 'primary' : 'quiet'} isPending={isPending} aria-describedby={room.id} onClick={() => void join()}>
      {t('rooms.join')}
    </Button>
  );
};

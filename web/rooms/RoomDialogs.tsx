// The dialogs about a room and its people, of which one is open at a time. Goes with the room, or with what it was about.
import { useEffect } from 'react';
import { useStore } from '@nanostores/react';
import type { RoomSummary } from '../../protocol/rooms.ts';
import { nameOf } from '../i18n/names.ts';
import { t } from '../i18n/people.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { notify } from '../ui/toasts.ts';
import { closeAsked, type Asked } from './asked.ts';
import { InviteDialog } from './InviteDialog.tsx';
import { $summaries, ban, removeMember, setRole } from './rooms.ts';

const RoomDialogs = ({ asked }: { asked: Asked }) => {
  const summary = useStore($summaries)?.find(({ room }) => room.id === asked.roomId);
  const isGone = summary === undefined;
  useEffect(() => {
    if (isGone) closeAsked();
  }, [isGone]);
  return summary ? <Shown asked={asked} summary={summary} /> : null;
};

export default RoomDialogs;

const Shown = ({ asked, summary }: { asked: Asked; summary: RoomSummary }) => {
  const { room } = summary;
  if (asked.kind === 'invite') return <InviteDialog summary={summary} onClose={closeAsked} />;
  const { account } = asked;
  const values = { name: nameOf(account), room: room.name };
  const about = (run: () => Promise<unknown>) => ({
    title: t(`people.${asked.kind}.title`, values),
    action: t(`people.${asked.kind}.do`, values),
    run: async () => {
      await run();
      notify(t(`people.${asked.kind}.done`, values));
    },
    onClose: closeAsked,
  });
  switch (asked.kind) {
    case 'remove':
      return (
        <ConfirmDialog
          {...about(() => removeMember(room.id, account.id))}
          text={t(room.visibility === 'public' && account.kind === 'person' ? 'people.remove.fromPublic' : 'people.remove.text', values)}
        />
      );
    case 'ban':
      return <ConfirmDialog {...about(() => ban(room.id, account.id))} text={t('people.ban.text', values)} />;
    case 'hand-over':
      return <ConfirmDialog {...about(() => setRole(room.id, account.id, 'owner'))} text={t('people.hand-over.text', values)} isHarmless />;
    default:
      return asked satisfies never;
  }
};

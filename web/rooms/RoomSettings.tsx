// What may be done to a room: its owner renames and deletes it, its members leave. What cannot be undone asks first, and says what is lost.
import { useState, type ReactNode } from 'react';
import LogOut from 'lucide-react/icons/log-out';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import type { RoomSummary } from '../../protocol/rooms.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { deleteRoom, leaveRoom, renameRoom } from './rooms.ts';
import { useNameForm } from './use-name-form.ts';

type Asked = 'rename' | 'leave' | 'delete';

export const RoomSettings = ({ summary, memberCount }: { summary: RoomSummary; memberCount: number }) => {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const { room, role } = summary;
  return (
    <section className="mt-auto border-t border-line pt-3">
      <h2 className="pb-1 text-xs font-medium text-soft">{t('rooms.panel.settings')}</h2>
      <div className="-mx-2 flex flex-col">
        {role === 'owner' ? (
          <>
            <Action icon={<Pencil aria-hidden />} label={t('rooms.rename')} onClick={() => setAsked('rename')} />
            <Action icon={<Trash aria-hidden />} label={t('rooms.delete')} isDanger onClick={() => setAsked('delete')} />
          </>
        ) : (
          <Action icon={<LogOut aria-hidden />} label={t('rooms.leave')} onClick={() => setAsked('leave')} />
        )}
      </div>
      {asked === 'rename' && <RenameDialog summary={summary} onClose={close} />}
      {asked === 'leave' && (
        <ConfirmDialog
          title={t('rooms.leave.title', { room: room.name })}
          text={t(room.visibility === 'public' ? 'rooms.leave.public' : 'rooms.leave.private')}
          action={t('rooms.leave.do')}
          run={() => leaveRoom(room.id)}
          onClose={close}
        />
      )}
      {asked === 'delete' && (
        <ConfirmDialog
          title={t('rooms.delete.title', { room: room.name })}
          text={t('rooms.delete.text', { count: memberCount })}
          action={t('rooms.delete.do')}
          run={() => deleteRoom(room.id)}
          onClose={close}
        />
      )}
    </section>
  );
};

const Action = ({ icon, label, isDanger = false, onClick }: { icon: ReactNode; label: string; isDanger?: boolean; onClick(): void }) => (
  <Button
    variant="plain"
    className={`justify-start! px-2! font-normal! [&_svg]:size-4 ${isDanger ? 'text-danger-text!' : ''}`}
    onClick={onClick}
  >
    {icon}
    {label}
  </Button>
);

const RenameDialog = ({ summary: { room }, onClose }: { summary: RoomSummary; onClose(): void }) => {
  const { isPending, form, field } = useNameForm(room.name, async (name) => {
    await renameRoom(room.id, name);
    onClose();
  });
  return (
    <Dialog title={t('rooms.rename')} onClose={onClose} isBusy={isPending}>
      <form {...form}>
        <Field {...field} label={t('rooms.name')} />
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('rooms.rename.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

type ConfirmProps = { title: string; text: string; action: string; run: () => Promise<unknown>; onClose(): void };

/** Stays until the server has done it: what was asked for is either done or said not to be. The row's exit closes it by unmounting. */
const ConfirmDialog = ({ title, text, action, run, onClose }: ConfirmProps) => {
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const confirm = async () => {
    setPending(true);
    setError(undefined);
    try {
      await run();
      onClose();
    } catch (refusal) {
      setError(explain(refusal));
      setPending(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose} isBusy={isPending}>
      <p className="text-soft">{text}</p>
      <div role="alert" className="mt-3 rounded-control bg-danger-soft px-3 py-2 text-sm text-danger-text empty:hidden">
        {error}
      </div>
      <DialogActions>
        <Button data-autofocus onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button variant="danger" isPending={isPending} onClick={() => void confirm()}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

// What may be done to a room: renaming it, locking it, leaving it, deleting it. What cannot be undone asks first, and says what is lost.
import { useId, useState, type ReactNode } from 'react';
import LogOut from 'lucide-react/icons/log-out';
import LockKeyhole from 'lucide-react/icons/lock-keyhole';
import LockKeyholeOpen from 'lucide-react/icons/lock-keyhole-open';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import type { RoomSummary } from '../../protocol/rooms.ts';
import { t } from '../i18n/people.ts';
import { attempt } from '../ui/attempt.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { may } from './may.ts';
import { deleteRoom, leaveRoom, renameRoom, setLocked } from './rooms.ts';
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
        {may('rooms.rename', role) && <Action icon={<Pencil aria-hidden />} label={t('rooms.rename')} onClick={() => setAsked('rename')} />}
        {may('rooms.lock', role) && (
          <Action
            icon={room.isLocked ? <LockKeyholeOpen aria-hidden /> : <LockKeyhole aria-hidden />}
            label={t(room.isLocked ? 'people.unlock' : 'people.lock')}
            hint={t(room.isLocked ? 'people.unlock.text' : 'people.lock.text')}
            onClick={() => void attempt(setLocked(room.id, !room.isLocked))}
          />
        )}
        {role !== 'owner' && <Action icon={<LogOut aria-hidden />} label={t('rooms.leave')} onClick={() => setAsked('leave')} />}
        {may('rooms.delete', role) && (
          <Action icon={<Trash aria-hidden />} label={t('rooms.delete')} isDanger onClick={() => setAsked('delete')} />
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

type ActionProps = { icon: ReactNode; label: string; hint?: string; isDanger?: boolean; onClick(): void };

const Action = ({ icon, label, hint, isDanger = false, onClick }: ActionProps) => {
  const id = useId();
  return (
    <>
      <Button
        variant="plain"
        aria-describedby={hint ? id : undefined}
        className={`justify-start! px-2! font-normal! [&_svg]:size-4 ${isDanger ? 'text-danger-text!' : ''}`}
        onClick={onClick}
      >
        {icon}
        {label}
      </Button>
      {hint && (
        <p id={id} className="-mt-1 pr-2 pb-2 pl-8 text-sm text-soft">
          {hint}
        </p>
      )}
    </>
  );
};

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

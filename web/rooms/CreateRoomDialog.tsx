// A new room: its name, and who may come in.
import { useState, type ReactNode } from 'react';
import Globe from 'lucide-react/icons/globe';
import Lock from 'lucide-react/icons/lock';
import type { RoomSummary, Visibility } from '../../protocol/rooms.ts';
import { t } from '../i18n/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { createRoom } from './rooms.ts';
import { useNameForm } from './use-name-form.ts';

const CreateRoomDialog = ({ onClose, onCreated }: { onClose(): void; onCreated(summary: RoomSummary): void }) => {
  const [visibility, setVisibility] = useState<Visibility>('public');
  const { isPending, form, field } = useNameForm('', async (name) => onCreated(await createRoom(name, visibility)));
  return (
    <Dialog title={t('rooms.create')} onClose={onClose} isBusy={isPending}>
      <form {...form}>
        <Field {...field} label={t('rooms.name')} placeholder={t('rooms.namePlaceholder')} />
        <fieldset className="mt-4">
          <legend className="mb-1 text-sm font-medium">{t('rooms.whoMayJoin')}</legend>
          <div className="flex flex-col gap-2">
            <Choice
              icon={<Globe aria-hidden />}
              title={t('rooms.public')}
              text={t('rooms.publicText')}
              isChosen={visibility === 'public'}
              onChoose={() => setVisibility('public')}
            />
            <Choice
              icon={<Lock aria-hidden />}
              title={t('rooms.onlyAdded')}
              text={t('rooms.onlyAddedText')}
              isChosen={visibility === 'private'}
              onChoose={() => setVisibility('private')}
            />
          </div>
        </fieldset>
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('rooms.create')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

export default CreateRoomDialog;

const Choice = ({
  icon,
  title,
  text,
  isChosen,
  onChoose,
}: {
  icon: ReactNode;
  title: string;
  text: string;
  isChosen: boolean;
  onChoose(): void;
}) => (
  <label className="relative flex cursor-pointer items-center gap-3 rounded-control border border-edge px-3 py-2 transition-feedback hover:bg-hover has-checked:border-ink has-checked:ring-1 has-checked:ring-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink">
    {/* Over the whole card, unseen: what is clicked is the control itself. */}
    <input type="radio" name="visibility" className="absolute inset-0 cursor-pointer opacity-0" checked={isChosen} onChange={onChoose} />
    <span className="text-soft [&_svg]:size-5">{icon}</span>
    <span className="flex-1">
      <span className="block font-medium">{title}</span>
      <span className="block text-sm text-soft">{text}</span>
    </span>
  </label>
);

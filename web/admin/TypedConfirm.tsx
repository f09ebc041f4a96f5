// Asks before what nobody here can take back, and has a word written first: a click too many does not do it.
import { useState, type ReactNode } from 'react';
import { t } from '../i18n/admin.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Field } from '../ui/Field.tsx';

type Props = { title: string; text: ReactNode; word: string; action: string; run: () => Promise<unknown>; onClose(): void };

const plain = (text: string): string => text.normalize('NFC').trim().replace(/\s+/gu, ' ').toLocaleLowerCase();

export const TypedConfirm = ({ title, text, word, action, run, onClose }: Props) => {
  const [written, setWritten] = useState('');
  return (
    <ConfirmDialog
      title={title}
      text={
        <>
          <p>{text}</p>
          <Field
            className="mt-4 text-fg"
            label={t('admin.typeToConfirm', { text: word })}
            value={written}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setWritten(event.currentTarget.value)}
          />
        </>
      }
      isHeld={plain(written) !== plain(word)}
      action={action}
      run={run}
      onClose={onClose}
    />
  );
};

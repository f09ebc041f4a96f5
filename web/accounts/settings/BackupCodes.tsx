// The backup codes, shown this once: to copy, to keep as a file, to print.
import { useState } from 'react';
import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import Download from 'lucide-react/icons/download';
import Printer from 'lucide-react/icons/printer';
import { formatDate } from '../../i18n/ago.ts';
import { t } from '../../i18n/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { useCopying } from '../../ui/CopyField.tsx';
import { DialogActions } from '../../ui/Dialog.tsx';

export const BackupCodes = ({ codes, onDone }: { codes: readonly string[]; onDone(): void }) => {
  const [heading] = useState(() => t('settings.backup.file', { place: location.host, day: formatDate(Date.now()) }));
  const { said, copy } = useCopying(codes.join('\n'));
  return (
    <div data-print>
      <p className="text-soft">{t('settings.backup.text')}</p>
      <p className="hidden print:block">{heading}</p>
      <ul className="my-4 grid grid-cols-2 gap-x-6 gap-y-1 rounded-control bg-sunken px-5 py-4 text-center font-mono select-all">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2 print:hidden">
        <Button className="flex-1 px-3" onClick={() => void copy()}>
          {said === 'copied' ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
          {t(said === 'copied' ? 'ui.copied' : 'ui.copy')}
        </Button>
        <Button className="flex-1 px-3" onClick={() => keep(`${heading}\n\n${codes.join('\n')}\n`)}>
          <Download aria-hidden className="size-4" />
          {t('settings.backup.download')}
        </Button>
        <Button className="flex-1 px-3" onClick={() => print()}>
          <Printer aria-hidden className="size-4" />
          {t('settings.backup.print')}
        </Button>
      </div>
      <p role="status" className="sr-only">
        {said === 'copied' && t('ui.copied')}
      </p>
      <DialogActions>
        <Button variant="primary" data-autofocus className="print:hidden" onClick={onDone}>
          {t('settings.backup.done')}
        </Button>
      </DialogActions>
    </div>
  );
};

const keep = (text: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = 'parlor-backup-codes.txt';
  link.click();
  URL.revokeObjectURL(link.href);
};

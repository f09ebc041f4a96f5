// Under a message that the server refused: what happened, that nothing is lost, and what the person can do.
import CircleAlert from 'lucide-react/icons/circle-alert';
import type { RefusalCode } from '../../protocol/errors.ts';
import type { MessageKey } from '../../protocol/wire.ts';
import { t, type MessageId } from '../i18n/i18n.ts';
import { Button } from '../ui/Button.tsx';

export type UnsentActions = { retry(key: MessageKey): void; edit(key: MessageKey): void; remove(key: MessageKey): void };

const WHY: Partial<Record<RefusalCode, MessageId>> = {
  'too-long': 'chat.unsent.too-long',
  'not-found': 'chat.unsent.not-found',
  'not-allowed': 'chat.unsent.not-allowed',
};

export const Unsent = ({ messageKey, code, actions }: { messageKey: MessageKey; code: RefusalCode; actions: UnsentActions }) => (
  <div className="flex flex-wrap items-center gap-x-3 text-sm">
    <p role="status" className="flex items-center gap-1.5 py-1 text-danger-text">
      <CircleAlert aria-hidden className="size-4 shrink-0" />
      <span>
        {t(WHY[code] ?? 'chat.unsent.other')} {t('chat.unsent.kept')}
      </span>
    </p>
    <div className="-ml-3 flex">
      <Button variant="plain" className="px-3" onClick={() => actions.retry(messageKey)}>
        {t('chat.unsent.retry')}
      </Button>
      <Button variant="plain" className="px-3" onClick={() => actions.edit(messageKey)}>
        {t('chat.unsent.edit')}
      </Button>
      <Button variant="plain" className="px-3 text-danger-text!" onClick={() => actions.remove(messageKey)}>
        {t('chat.unsent.delete')}
      </Button>
    </div>
  </div>
);

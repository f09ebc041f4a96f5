// Above a room's first message: what this place is for. In a room where nothing was said it is all there is, and the next step with it.
import MessageSquare from 'lucide-react/icons/message-square';
import { t } from '../i18n/i18n.ts';
import { Button } from '../ui/Button.tsx';

export const Beginning = ({ roomName, isEmpty }: { roomName: string; isEmpty: boolean }) => (
  <div className="flex flex-col items-start gap-1 px-(--gutter) pt-12 pb-4">
    <span className="mb-2 inline-flex size-12 items-center justify-center rounded-full bg-sunken text-soft">
      <MessageSquare aria-hidden className="size-6" />
    </span>
    <p className="text-lg font-semibold [overflow-wrap:anywhere]">
      {isEmpty ? t('chat.empty', { room: roomName }) : t('chat.beginning', { room: roomName })}
    </p>
    <p className="max-w-[60ch] text-pretty text-soft">{isEmpty ? t('chat.empty.text') : t('chat.beginning.text')}</p>
    {isEmpty && (
      <Button className="mt-3" onClick={(event) => composerNear(event.currentTarget)?.focus()}>
        {t('chat.empty.action')}
      </Button>
    )}
  </div>
);

const composerNear = (element: HTMLElement): HTMLTextAreaElement | null =>
  element.closest('[data-chat]')?.querySelector('textarea') ?? null;

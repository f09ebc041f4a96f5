// "Ana asks you to unmute": stays until it is answered, because a passing notice is missed. Nothing goes on unless the person turns it on.
import { useStore } from '@nanostores/react';
import Megaphone from 'lucide-react/icons/megaphone';
import { camera, microphone, turn } from '../devices/devices.ts';
import { nameOf } from '../i18n/names.ts';
import { t } from '../i18n/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { $question, dropQuestion } from './asked-on.ts';

export const AskedOnNotice = ({ className }: { className: string }) => {
  const question = useStore($question);
  return (
    <>
      <p role="status" className="sr-only">
        {question && t(`calls.askedOn.${question.source}`, { name: nameOf(question.by) })}
      </p>
      {question && (
        <section aria-label={t(`calls.askedOn.${question.source}`, { name: nameOf(question.by) })} className={className}>
          <Megaphone aria-hidden className="size-5 shrink-0" />
          <span className="min-w-0 flex-1 basis-40 text-sm [overflow-wrap:anywhere]">
            {t(`calls.askedOn.${question.source}`, { name: nameOf(question.by) })}
          </span>
          <span className="ml-auto flex shrink-0 gap-2">
            <Button variant="plain" className="px-3" onClick={dropQuestion}>
              {t('calls.notNow')}
            </Button>
            <Button variant="primary" className="px-3" onClick={() => turn(question.source === 'microphone' ? microphone : camera, true)}>
              {t(`devices.${question.source}On`)}
            </Button>
          </span>
        </section>
      )}
    </>
  );
};

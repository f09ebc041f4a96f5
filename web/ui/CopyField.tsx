// A text to take along: shown whole on one line that scrolls, selected by a click, copied by the button beside it, which says that it did.
import { useEffect, useId, useRef, useState } from 'react';
import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { t } from '../i18n/i18n.ts';
import { Button } from './Button.tsx';
import { copyText } from './clipboard.ts';

const SAID_MS = 2_500;

type Props = {
  label: string;
  text: string;
  /** The words of the button; "Copy" without it. */
  action?: string;
  isLabelHidden?: boolean;
  /** It was copied just before it is shown; false: it should have been, and the browser does not do that. */
  isCopiedAtFirst?: boolean;
};

export const CopyField = ({ label, text, action = t('ui.copy'), isLabelHidden = false, isCopiedAtFirst }: Props) => {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { said, copy } = useCopying(text, () => input.current?.select(), isCopiedAtFirst);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      <div className="flex gap-2">
        <input
          ref={input}
          id={id}
          readOnly
          value={text}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          className="h-target min-w-0 flex-1 rounded-control border border-line bg-sunken px-3 text-sm text-fg focus-visible:outline-offset-0"
        />
        <Button className="min-w-24 px-3" onClick={() => void copy()}>
          {said === 'copied' ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
          {said === 'copied' ? t('ui.copied') : action}
        </Button>
      </div>
      <p role="status" className="text-sm text-soft empty:hidden">
        {said === 'copied' && <span className="sr-only">{t('ui.copied')}</span>}
        {said === 'selected' && t('ui.copyYourself')}
      </p>
    </div>
  );
};

/** `select`: what is done where the browser does not let a page copy. */
export const useCopying = (text: string, select?: () => void, wasCopied?: boolean) => {
  const [said, setSaid] = useState<'nothing' | 'copied' | 'selected'>(
    wasCopied === undefined ? 'nothing' : wasCopied ? 'copied' : 'selected',
  );
  const timer = useRef(0);
  useEffect(() => {
    timer.current = window.setTimeout(() => setSaid('nothing'), SAID_MS);
    return () => clearTimeout(timer.current);
  }, []);
  const copy = async (): Promise<void> => {
    const isCopied = await copyText(text);
    if (!isCopied) select?.();
    setSaid(isCopied ? 'copied' : 'selected');
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setSaid('nothing'), SAID_MS);
  };
  return { said, copy };
};

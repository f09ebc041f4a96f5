// The mail domains whose people may make an account: written one by one, taken out with a click.
import { useRef, useState } from 'react';
import X from 'lucide-react/icons/x';
import { LIMITS } from '../../protocol/constants.ts';
import { t } from '../i18n/admin.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { addDomain, type DomainProblem } from './domains.ts';

type Props = { domains: readonly string[]; isMissing: boolean; onChange(domains: readonly string[]): void };

export const DomainList = ({ domains, isMissing, onChange }: Props) => {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<DomainProblem | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const add = () => {
    const added = addDomain(domains, text);
    if (typeof added === 'string') setProblem(added);
    else {
      onChange(added);
      setText('');
      setProblem(null);
    }
    field.current?.focus();
  };
  const remove = (domain: string) => {
    onChange(domains.filter((each) => each !== domain));
    // Its button is gone.
    field.current?.focus();
  };
  return (
    <div className="flex flex-col gap-3">
      {domains.length > 0 && (
        <ul aria-label={t('admin.signUp.domains')} className="flex flex-wrap gap-2">
          {domains.map((domain) => (
            <li key={domain} className="flex max-w-full items-center rounded-control bg-press pl-3 text-sm">
              <span className="min-w-0 truncate">{domain}</span>
              <IconButton
                label={t('admin.signUp.domain.remove', { domain })}
                className="size-9! pointer-coarse:size-target! [&_svg]:size-3.5!"
                onClick={() => remove(domain)}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div className="flex items-start gap-2">
        <Field
          ref={field}
          className="min-w-0 flex-1"
          label={t('admin.signUp.domain.add')}
          placeholder={t('admin.signUp.domain.placeholder')}
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={text}
          error={
            problem
              ? t(`admin.signUp.domain.${problem}`, { max: LIMITS.domains })
              : isMissing && text === ''
                ? t('admin.signUp.domain.none')
                : undefined
          }
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            // Not the whole form.
            event.preventDefault();
            add();
          }}
        />
        <Button className="mt-[1.45rem]" onClick={add}>
          {t('admin.signUp.domain.do')}
        </Button>
      </div>
    </div>
  );
};

// What somebody looks for, written into one line without a label above it. Escape empties it.
import { useRef } from 'react';
import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { t } from '../i18n/i18n.ts';
import { cx } from './cx.ts';
import { IconButton } from './IconButton.tsx';

type Props = { label: string; value: string; onChange(value: string): void; maxLength?: number; className?: string };

export const SearchField = ({ label, value, onChange, maxLength, className }: Props) => {
  const input = useRef<HTMLInputElement>(null);
  const empty = () => {
    onChange('');
    input.current?.focus();
  };
  return (
    <div role="search" className={cx('relative flex', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-soft" />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        maxLength={maxLength}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.preventDefault();
          empty();
        }}
        className="h-target w-full rounded-control border border-edge bg-surface pr-target pl-9 text-fg transition-feedback placeholder:text-soft hover:border-soft focus-visible:outline-offset-0"
      />
      {value !== '' && (
        <IconButton label={t('ui.clear')} className="absolute inset-y-0 right-0 [&_svg]:size-4!" onClick={empty}>
          <X aria-hidden />
        </IconButton>
      )}
    </div>
  );
};

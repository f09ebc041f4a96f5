// A field that is filled by choosing from a long list, which what one writes makes short. By the ARIA pattern for a combobox with a list: arrows move,
// Enter chooses, Escape gives back what was chosen before.
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import ChevronDown from 'lucide-react/icons/chevron-down';
import { cx } from './cx.ts';
import { place } from './place.ts';

export type Option<Value> = { value: Value; label: string; hint?: string };

type Props<Value> = {
  label: string;
  hint?: string;
  error?: string | undefined;
  value: Value;
  options: readonly Option<Value>[];
  /** What is shown when nothing fits what was written. */
  none: string;
  onChange(value: Value): void;
  className?: string;
};

const MOST_SHOWN = 500;

const fold = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/** Those whose words begin with what was written come first. */
export const matching = <Value,>(options: readonly Option<Value>[], written: string): readonly Option<Value>[] => {
  const wanted = fold(written.trim());
  if (wanted === '') return options;
  const texts = options.map(({ label, hint = '' }) => ({ label: fold(label), all: fold(`${label} ${hint}`) }));
  const begins = options.filter((_, index) => texts[index]!.label.startsWith(wanted));
  const has = options.filter((_, index) => !texts[index]!.label.startsWith(wanted) && texts[index]!.all.includes(wanted));
  return [...begins, ...has];
};

export const Combobox = <Value extends string | null>({ label, hint, error, value, options, none, onChange, className }: Props<Value>) => {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  /** null while nothing is being looked for: then the field says what is chosen. */
  const [written, setWritten] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const chosen = options.find((option) => option.value === value);
  const isOpen = written !== null;
  const shown = isOpen ? matching(options, written).slice(0, MOST_SHOWN) : [];

  const open = (text: string) => {
    if (!list.current!.matches(':popover-open')) {
      list.current!.style.width = `${input.current!.offsetWidth}px`;
      list.current!.showPopover();
    }
    setWritten(text);
    setAt(
      text === ''
        ? Math.max(
            0,
            options.findIndex((option) => option.value === value),
          )
        : 0,
    );
  };
  // Each time its rows are drawn: above the field it hangs, below it stands.
  useLayoutEffect(() => {
    if (isOpen) place(list.current!, input.current!, 'below');
  });
  const close = () => {
    if (list.current!.matches(':popover-open')) list.current!.hidePopover();
    setWritten(null);
  };
  const choose = (option: Option<Value> | undefined) => {
    if (!option) return;
    onChange(option.value);
    close();
    input.current!.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!isOpen) return open('');
      return setAt((now) => (now + (event.key === 'ArrowDown' ? 1 : shown.length - 1)) % Math.max(1, shown.length));
    }
    if (!isOpen) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      choose(shown[at]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') close();
  };

  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative flex">
        <input
          ref={input}
          id={id}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && shown.length > 0 ? `${id}${at}` : undefined}
          aria-describedby={[hint ? `${id}hint` : '', error ? `${id}error` : ''].join(' ').trim() || undefined}
          aria-invalid={error ? true : undefined}
          autoComplete="off"
          spellCheck={false}
          value={written ?? chosen?.label ?? ''}
          placeholder={isOpen ? chosen?.label : undefined}
          onClick={() => !isOpen && open('')}
          onChange={(event) => open(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={close}
          className={cx(
            'h-target w-full truncate rounded-control border bg-surface pr-target pl-3 text-fg transition-feedback placeholder:text-soft focus-visible:outline-offset-0',
            error ? 'border-danger' : 'border-edge hover:border-soft',
          )}
        />
        <ChevronDown aria-hidden className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-soft" />
      </div>
      {/* `manual`: the field says when it opens and closes. A press in the list leaves the focus in the field. */}
      <div
        ref={list}
        id={`${id}list`}
        popover="manual"
        role="listbox"
        tabIndex={-1}
        aria-label={label}
        onPointerDown={(event) => event.preventDefault()}
        onMouseDown={(event) => event.preventDefault()}
        className="menu fixed inset-auto m-0 max-h-70 overflow-y-auto rounded-card bg-surface p-1 text-fg shadow-float"
      >
        {shown.map((option, index) => (
          <Row
            key={option.value ?? ''}
            id={`${id}${index}`}
            option={option}
            isAt={index === at}
            isChosen={option.value === value}
            onChoose={() => choose(option)}
          />
        ))}
        {isOpen && shown.length === 0 && (
          <div role="option" aria-selected={false} aria-disabled tabIndex={-1} className="px-3 py-2 text-sm text-soft">
            {none}
          </div>
        )}
      </div>
      {hint && (
        <div id={`${id}hint`} className="text-sm text-soft">
          {hint}
        </div>
      )}
      <div id={`${id}error`} role="alert" className="text-sm text-danger-text empty:hidden">
        {error}
      </div>
    </div>
  );
};

type RowProps<Value> = { id: string; option: Option<Value>; isAt: boolean; isChosen: boolean; onChoose(): void };

const Row = <Value,>({ id, option, isAt, isChosen, onChoose }: RowProps<Value>) => (
  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- The field that it belongs to hears the keys.
  <div
    id={id}
    role="option"
    tabIndex={-1}
    aria-selected={isChosen}
    ref={(element) => {
      if (isAt) element?.scrollIntoView({ block: 'nearest' });
    }}
    onClick={onChoose}
    className={cx('flex min-h-9 cursor-pointer items-center gap-3 rounded-control px-3 py-1 text-sm hover:bg-hover', isAt && 'bg-press')}
  >
    <span className={cx('min-w-0 flex-1 truncate', isChosen && 'font-semibold')}>{option.label}</span>
    {option.hint && <span className="shrink-0 text-xs tabular text-soft">{option.hint}</span>}
  </div>
);

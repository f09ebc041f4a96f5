// Six digits from an authenticator. Whoever typed or pasted the last of them has nothing more to do: `onComplete`.
import { useEffect, useEffectEvent, type ComponentProps } from 'react';
import { Field } from '../ui/Field.tsx';

const DIGITS = 6;

type Props = Pick<ComponentProps<typeof Field>, 'name' | 'error' | 'hint' | 'autoFocus'> & {
  label: string;
  value: string;
  onCode(code: string): void;
  onComplete(): void;
  'data-autofocus'?: boolean;
};

export const CodeField = ({ value, onCode, onComplete, ...field }: Props) => {
  const complete = useEffectEvent(onComplete);
  // Once the field shows it: what was pasted may have had a space in it.
  useEffect(() => {
    if (isWholeCode(value)) complete();
  }, [value]);
  return (
    <Field
      {...field}
      value={value}
      onChange={({ currentTarget }) => onCode(currentTarget.value.replaceAll(/\D/g, '').slice(0, DIGITS))}
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9]*"
      spellCheck={false}
      required
      inputClassName="text-lg tracking-[0.4em] tabular"
    />
  );
};

export const isWholeCode = (code: string): boolean => code.length === DIGITS;

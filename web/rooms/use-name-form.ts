// The form of a room's name, for creating and for renaming: checked before it is asked, kept on error, with focus where the error is.
import { useState, type SubmitEvent } from 'react';
import { explain } from '../i18n/explain.ts';
import { checkName } from './checks.ts';

export const useNameForm = (initial: string, submit: (name: string) => Promise<void>) => {
  const [name, setName] = useState(initial);
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const onSubmit = async (form: HTMLFormElement) => {
    const fail = (text: string) => {
      setError(text);
      form.querySelector('input')?.focus();
    };
    const wrong = checkName(name);
    if (wrong) return fail(wrong);
    setPending(true);
    try {
      await submit(name);
    } catch (refusal) {
      fail(explain(refusal));
      setPending(false);
    }
  };
  return {
    isPending,
    form: {
      noValidate: true,
      onSubmit: (event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault();
        if (!isPending) void onSubmit(event.currentTarget);
      },
    },
    field: {
      value: name,
      error,
      autoComplete: 'off',
      required: true,
      onChange: (event: { currentTarget: HTMLInputElement }) => {
        setName(event.currentTarget.value);
        setError(undefined);
      },
    },
  };
};

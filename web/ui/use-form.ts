// A form: what was typed stays whatever happens, what is wrong stands at its field, and focus goes to the first of them. What is sent is what
// stands in the fields, also where a password manager wrote it without telling the page.
import { useRef, useState, type SubmitEvent } from 'react';

/** `form` is what belongs to no field. */
export type FormErrors<Name extends string> = Partial<Record<Name | 'form', string | undefined>>;

type Needs<Name extends string> = {
  initial: Record<Name, string>;
  /** What is wrong before anybody is asked. */
  check: (values: Record<Name, string>) => FormErrors<Name>;
  /** Rejects with what is wrong after all. */
  submit: (values: Record<Name, string>) => Promise<void>;
  explain: (error: unknown) => FormErrors<Name>;
};

export const useForm = <Name extends string>({ initial, check, submit, explain }: Needs<Name>) => {
  const ref = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<FormErrors<Name>>({});
  const [isPending, setPending] = useState(false);

  const fieldOf = (name: string) => ref.current?.elements.namedItem(name) as HTMLInputElement | null;
  const fail = (found: FormErrors<Name>) => {
    setErrors(found);
    const fields = [...(ref.current?.elements ?? [])].filter((element) => element instanceof HTMLInputElement);
    fields.find(({ name }) => found[name as Name])?.focus();
  };
  const set = (name: Name, value: string) => {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors((before) => ({ ...before, [name]: undefined, form: undefined }));
  };
  const send = async () => {
    if (isPending) return;
    const typed = { ...values };
    for (const name of Object.keys(initial)) typed[name as Name] = fieldOf(name)?.value ?? typed[name as Name];
    setValues(typed);
    const found = check(typed);
    if (Object.values(found).some(Boolean)) return fail(found);
    setErrors({});
    setPending(true);
    try {
      await submit(typed);
    } catch (error) {
      fail(explain(error));
    } finally {
      setPending(false);
    }
  };

  return {
    values,
    isPending,
    /** Of the whole form. */
    error: errors.form,
    set,
    send: () => void send(),
    form: {
      ref,
      noValidate: true,
      onSubmit: (event: SubmitEvent) => {
        event.preventDefault();
        void send();
      },
    },
    bind: (name: Name) => ({
      name,
      value: values[name],
      error: errors[name],
      onChange: (event: { currentTarget: HTMLInputElement }) => set(name, event.currentTarget.value),
    }),
  };
};

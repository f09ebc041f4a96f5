// The form of both signed-out pages. What was typed stays whatever happens; errors stand at their field, and focus goes to the first.
import { useEffect, useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { t } from '../i18n/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { errorsFrom, type Errors, type FieldName, type Fields } from './checks.ts';
import { PasswordField } from './PasswordField.tsx';

type Props = {
  kind: 'create' | 'sign-in';
  check: (fields: Fields) => Errors;
  /** Rejects with what the server said. */
  submit: (fields: Fields) => Promise<void>;
  footer: ReactNode;
};

const ORDER: readonly FieldName[] = ['name', 'email', 'password'];

export const AccountForm = ({ kind, check, submit, footer }: Props) => {
  const form = useRef<HTMLFormElement>(null);
  const [fields, setFields] = useState<Fields>({ name: '', email: '', password: '' });
  const [errors, setErrors] = useState<Errors>({});
  const [isPending, setPending] = useState(false);
  const isNew = kind === 'create';

  // There is one thing to do here, so one can begin to write; but a phone's keyboard would cover half of it before it is read.
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) form.current?.querySelector('input')?.focus();
  }, []);
  const fail = (found: Errors) => {
    setErrors(found);
    const first = ORDER.find((name) => found[name]);
    if (first) form.current?.querySelector<HTMLInputElement>(`input[name=${first}]`)?.focus();
  };
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isPending) return;
    const found = check(fields);
    if (Object.keys(found).length > 0) return fail(found);
    setErrors({});
    setPending(true);
    try {
      await submit(fields);
    } catch (error) {
      fail(errorsFrom(error));
    } finally {
      setPending(false);
    }
  };
  const bind = (name: FieldName) => ({
    name,
    value: fields[name],
    error: errors[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
      setErrors((before) => ({ ...before, [name]: undefined, form: undefined }));
    },
  });

  return (
    <form ref={form} noValidate onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-4">
      {isNew && <Field {...bind('name')} label={t('accounts.name')} hint={t('accounts.nameHint')} autoComplete="name" required />}
      <Field
        {...bind('email')}
        label={t('accounts.email')}
        type="email"
        inputMode="email"
        autoComplete={isNew ? 'email' : 'username'}
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <PasswordField {...bind('password')} isNew={isNew} />
      <div role="alert" className="rounded-control bg-danger-soft px-3 py-2 text-sm text-danger-text empty:hidden">
        {errors.form}
      </div>
      <Button type="submit" variant="primary" isPending={isPending} className="w-full">
        {t(isNew ? 'accounts.create' : 'accounts.signIn')}
      </Button>
      {footer}
    </form>
  );
};

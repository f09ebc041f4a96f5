// The form of both signed-out pages. What was typed stays whatever happens; errors stand at their field, and focus goes to the first.
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
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

  const fail = (found: Errors) => {
    setErrors(found);
    const first = ORDER.find((name) => found[name]);
    if (first) form.current?.querySelector<HTMLInputElement>(`input[name=${first}]`)?.focus();
  };
  const onSubmit = async (event: FormEvent) => {
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
      setErrors(({ [name]: _, form: __, ...others }) => others);
    },
  });

  return (
    <form ref={form} noValidate onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-4">
      {isNew && <Field {...bind('name')} label={t('accounts.name')} hint={t('accounts.nameHint')} autoComplete="name" required autoFocus />}
      <Field
        {...bind('email')}
        label={t('accounts.email')}
        type="email"
        inputMode="email"
        autoComplete={isNew ? 'email' : 'username'}
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus={!isNew}
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

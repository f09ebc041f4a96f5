// The address of an account.
import type { ComponentProps } from 'react';
import { t } from '../i18n/i18n.ts';
import { Field } from '../ui/Field.tsx';

type Props = Pick<ComponentProps<typeof Field>, 'name' | 'value' | 'error' | 'onChange' | 'hint' | 'autoComplete'> & { label?: string };

export const EmailField = ({ label = t('accounts.email'), ...field }: Props) => (
  <Field {...field} label={label} type="email" inputMode="email" autoCapitalize="none" spellCheck={false} required />
);

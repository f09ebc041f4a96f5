// The password: what it needs is said before it is wrong, and counted while it is typed. It can be shown; the toggle's name says nothing of
// a password, so that the field is the only thing called that.
import { useState, type ComponentProps } from 'react';
import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import { LIMITS } from '../../protocol/constants.ts';
import { t } from '../i18n/i18n.ts';
import { Field } from '../ui/Field.tsx';
import { IconButton } from '../ui/IconButton.tsx';

type Props = Pick<ComponentProps<typeof Field>, 'name' | 'error' | 'onChange' | 'hint'> & { value: string; isNew: boolean; label?: string };

export const PasswordField = ({ isNew, label = t('accounts.password'), hint, ...field }: Props) => {
  const [isShown, setShown] = useState(false);
  return (
    <Field
      {...field}
      label={label}
      hint={!field.error && (isNew ? <Hint length={field.value.length} /> : hint)}
      type={isShown ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      autoCapitalize="none"
      spellCheck={false}
      required
      trailing={
        <IconButton label={t(isShown ? 'accounts.hide' : 'accounts.show')} aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </IconButton>
      }
    />
  );
};

const Hint = ({ length }: { length: number }) => {
  if (length === 0) return t('accounts.passwordHint', { min: LIMITS.passwordMin });
  const left = LIMITS.passwordMin - length;
  return left > 0 ? (
    <span className="tabular">{t('accounts.passwordToGo', { left })}</span>
  ) : (
    <span className="text-ok">{t('accounts.passwordEnough')}</span>
  );
};

/** For password managers alone: whose password stands in this form. */
export const WhosePassword = ({ email }: { email: string | null }) =>
  email === null ? null : <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />;

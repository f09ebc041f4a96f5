// "Is it still you?": one small dialog before anything that changes how the account is reached or kept. Asks for the password, and remembers
// nothing. An account without one confirms by having signed in a moment ago; if that was too long ago, the way is to sign in again.
// What else is to be asked stands in the same form: see `useConfirming`.
import { useState, type ReactNode } from 'react';
import { useStore } from '@nanostores/react';
import { Refused } from '../../connection/connection.ts';
import { t } from '../../i18n/settings.ts';
import { Alert } from '../../ui/Alert.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { useForm, type FormErrors } from '../../ui/use-form.ts';
import { $me } from '../accounts.ts';
import { checkPassword, errorsAt } from '../checks.ts';
import { PasswordField, WhosePassword } from '../PasswordField.tsx';
import { SignInAgain } from './SignInAgain.tsx';

/** All that is ever asked along with the password; a dialog draws those that it needs. */
type Fields = { name: string; email: string; next: string; password: string };
type Errors = FormErrors<keyof Fields>;

type Needs = {
  hasPassword: boolean;
  initial?: Partial<Fields>;
  check?: (fields: Fields) => Errors;
  /** `password` is null where the account has none. Closes the dialog itself, when it is done. */
  run: (password: string | null, fields: Fields) => Promise<void>;
  /** For what is neither a refusal nor a loss. */
  explain?: (error: unknown) => Errors | undefined;
};

export const useConfirming = ({ hasPassword, initial, check, run, explain }: Needs) => {
  const [isTooLate, setTooLate] = useState(false);
  const form = useForm<keyof Fields>({
    initial: { name: '', email: '', next: '', password: '', ...initial },
    check: (fields) => ({ ...check?.(fields), password: hasPassword ? checkPassword(fields.password) : undefined }),
    async submit(fields) {
      try {
        await run(hasPassword ? fields.password : null, fields);
      } catch (refusal) {
        if (!(refusal instanceof Refused) || refusal.code !== 'confirm-first') throw refusal;
        setTooLate(true);
      }
    },
    explain: (refusal) => explain?.(refusal) ?? explainAt(refusal),
  });
  return { ...form, isTooLate, hasPassword };
};

const explainAt = (error: unknown): Errors =>
  errorsAt<keyof Fields>(['name', 'email', 'next', 'password'], { 'wrong-credentials': { password: t('settings.wrongPassword') } })(error);

export type Confirming = ReturnType<typeof useConfirming>;

type FrameProps = {
  asked: Confirming;
  title: string;
  text?: ReactNode;
  /** The words of the button. */
  action: string;
  isDanger?: boolean;
  onClose(): void;
  /** The fields. */
  children: ReactNode;
};

export const ConfirmingDialog = ({ asked, title, text, action, isDanger = false, onClose, children }: FrameProps) => {
  const me = useStore($me);
  if (asked.isTooLate) return <SignInAgain onClose={onClose} />;
  return (
    <Dialog title={title} onClose={onClose} isBusy={asked.isPending}>
      <form {...asked.form} className="flex flex-col gap-4">
        {text && <div className="text-soft">{text}</div>}
        <WhosePassword email={me.kind === 'signed-in' ? me.account.email : null} />
        {children}
        <Alert>{asked.error}</Alert>
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant={isDanger ? 'danger' : 'primary'} isPending={asked.isPending}>
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

/** Nothing, for an account that has none. `isBesideNew`: a new one stands in the same form. */
export const OwnPassword = ({ asked, isBesideNew = false }: { asked: Confirming; isBesideNew?: boolean }) =>
  asked.hasPassword && (
    <PasswordField
      {...asked.bind('password')}
      isNew={false}
      label={t(isBesideNew ? 'settings.presentPassword' : 'accounts.password')}
      hint={!isBesideNew && t('settings.passwordHint')}
    />
  );

type Props = Omit<FrameProps, 'asked' | 'children'> & { hasPassword: boolean; run: (password: string | null) => Promise<void> };

export const ConfirmPassword = ({ hasPassword, run, ...frame }: Props) => {
  const asked = useConfirming({ hasPassword, run });
  return (
    <ConfirmingDialog {...frame} asked={asked}>
      <OwnPassword asked={asked} />
    </ConfirmingDialog>
  );
};

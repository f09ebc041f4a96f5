// What may be done to an account, each in a dialog that says what happens: another email, another password, an end.
import { useStore } from '@nanostores/react';
import { useLocation } from 'wouter';
import type { OwnAccount } from '../../../protocol/accounts.ts';
import { t } from '../../i18n/settings.ts';
import { paths } from '../../routes.ts';
import { Field } from '../../ui/Field.tsx';
import { notify } from '../../ui/toasts.ts';
import { $house, askAccounts, lookWhoIsHere } from '../accounts.ts';
import { checkEmail, checkNewPassword } from '../checks.ts';
import { EmailField } from '../EmailField.tsx';
import { PasswordField } from '../PasswordField.tsx';
import { ConfirmingDialog, OwnPassword, useConfirming } from './ConfirmPassword.tsx';
import { loadSecurity } from './security.ts';

type Props = { hasPassword: boolean; onClose(): void };

export const ChangeEmail = ({ account, hasPassword, onClose }: Props & { account: OwnAccount }) => {
  const { hasMail } = useStore($house);
  const asked = useConfirming({
    hasPassword,
    check: ({ email }) => ({
      email: checkEmail(email) ?? (email.trim().toLowerCase() === account.email ? t('settings.email.same') : undefined),
    }),
    async run(password, { email }) {
      const { isDone } = await askAccounts('change-email', { password, email });
      await loadSecurity();
      notify(isDone ? t('settings.email.done') : t('settings.email.asked', { email: email.trim() }));
      onClose();
    },
  });
  return (
    <ConfirmingDialog
      asked={asked}
      title={t('settings.email.change')}
      text={t(hasMail ? 'settings.email.how' : 'settings.email.howNoMail', { email: account.email ?? '' })}
      action={t('settings.email.change')}
      onClose={onClose}
    >
      <EmailField {...asked.bind('email')} label={t('settings.email.new')} autoComplete="email" />
      <OwnPassword asked={asked} />
    </ConfirmingDialog>
  );
};

export const ChangePassword = ({ hasPassword, onClose }: Props) => {
  const asked = useConfirming({
    hasPassword,
    check: ({ next }) => ({ next: checkNewPassword(next) }),
    async run(password, { next }) {
      await askAccounts('change-password', { password, next });
      await loadSecurity();
      notify(t('settings.password.done'));
      onClose();
    },
  });
  const words = t(hasPassword ? 'settings.password.change' : 'settings.password.choose');
  return (
    <ConfirmingDialog asked={asked} title={words} text={t('settings.password.how')} action={words} onClose={onClose}>
      <OwnPassword asked={asked} isBesideNew />
      <PasswordField {...asked.bind('next')} isNew label={t('accounts.newPassword')} />
    </ConfirmingDialog>
  );
};

/** With a password, that is the confirmation; without one, the name is typed. */
export const DeleteAccount = ({ account, hasPassword, onClose }: Props & { account: OwnAccount }) => {
  const [, navigate] = useLocation();
  const asked = useConfirming({
    hasPassword,
    check: ({ name }) => ({ name: hasPassword || name.trim() === account.name ? undefined : t('settings.delete.nameWrong') }),
    async run(password) {
      await askAccounts('delete', { password });
      notify(t('settings.delete.done'));
      navigate(paths.home, { replace: true });
      lookWhoIsHere();
    },
  });
  return (
    <ConfirmingDialog
      asked={asked}
      title={t('settings.delete.title')}
      text={
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>{t('settings.delete.gone')}</li>
          <li>{t('settings.delete.stays')}</li>
          <li>{t('settings.delete.final')}</li>
        </ul>
      }
      action={t('settings.delete.do')}
      isDanger
      onClose={onClose}
    >
      {!hasPassword && (
        <Field {...asked.bind('name')} label={t('settings.delete.name', { name: account.name })} autoComplete="off" required />
      )}
      <OwnPassword asked={asked} />
    </ConfirmingDialog>
  );
};

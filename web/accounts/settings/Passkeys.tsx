// Passkeys: signing in with what a device or a password manager keeps, instead of something remembered.
import { useState, type ComponentProps } from 'react';
import Fingerprint from 'lucide-react/icons/fingerprint-pattern';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import type { Passkey, Security } from '../../../protocol/accounts.ts';
import { LIMITS } from '../../../protocol/constants.ts';
import { Refused } from '../../connection/connection.ts';
import { formatDate } from '../../i18n/ago.ts';
import { t } from '../../i18n/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Row, Section } from '../../ui/Section.tsx';
import { notify } from '../../ui/toasts.ts';
import { useForm } from '../../ui/use-form.ts';
import { askAccounts } from '../accounts.ts';
import { errorsAt } from '../checks.ts';
import { addPasskey, hasPasskeys, PasskeyProblem } from '../passkeys.ts';
import { ConfirmingDialog, OwnPassword, useConfirming } from './ConfirmPassword.tsx';
import { deviceName } from './device-name.ts';
import { loadSecurity } from './security.ts';

type Asked = { kind: 'none' } | { kind: 'add' } | { kind: 'rename'; passkey: Passkey } | { kind: 'remove'; passkey: Passkey };

export const Passkeys = ({ security: { passkeys, hasPassword } }: { security: Security }) => {
  const [asked, setAsked] = useState<Asked>({ kind: 'none' });
  const close = () => setAsked({ kind: 'none' });
  const isFull = passkeys.length >= LIMITS.passkeys;
  return (
    <Section title={t('settings.passkeys')} text={t('settings.passkeys.text')}>
      {passkeys.map((passkey) => (
        <Row
          key={passkey.id}
          isTight
          icon={<Fingerprint aria-hidden />}
          label={passkey.name}
          text={t('settings.passkeys.created', { day: formatDate(passkey.createdAt) })}
        >
          <IconButton label={t('settings.passkeys.rename', { name: passkey.name })} onClick={() => setAsked({ kind: 'rename', passkey })}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton label={t('settings.passkeys.remove', { name: passkey.name })} onClick={() => setAsked({ kind: 'remove', passkey })}>
            <Trash aria-hidden />
          </IconButton>
        </Row>
      ))}
      <Row
        label={passkeys.length === 0 && t('settings.passkeys.none')}
        text={hasPasskeys() ? isFull && t('settings.passkeys.full', { max: LIMITS.passkeys }) : t('settings.passkeys.cannot')}
      >
        <Button disabled={!hasPasskeys() || isFull} onClick={() => setAsked({ kind: 'add' })}>
          {t('settings.passkeys.add')}
        </Button>
      </Row>
      {asked.kind === 'add' && <Add hasPassword={hasPassword} onClose={close} />}
      {asked.kind === 'rename' && <Rename passkey={asked.passkey} onClose={close} />}
      {asked.kind === 'remove' && <Remove passkey={asked.passkey} hasPassword={hasPassword} onClose={close} />}
    </Section>
  );
};

const NameField = (field: Pick<ComponentProps<typeof Field>, 'name' | 'value' | 'error' | 'onChange'>) => (
  <Field {...field} label={t('settings.passkeys.name')} hint={t('settings.passkeys.nameHint')} autoComplete="off" required />
);

const checkPasskeyName = (name: string): string | undefined => {
  const { length } = name.trim();
  if (length === 0) return t('settings.passkeys.nameEmpty');
  return length > LIMITS.passkeyName ? t('settings.passkeys.nameLong', { max: LIMITS.passkeyName }) : undefined;
};

const Add = ({ hasPassword, onClose }: { hasPassword: boolean; onClose(): void }) => {
  const asked = useConfirming({
    hasPassword,
    initial: { name: deviceName(navigator.userAgent) },
    check: ({ name }) => ({ name: checkPasskeyName(name) }),
    async run(password, { name }) {
      await addPasskey(name, password);
      await loadSecurity();
      notify(t('settings.passkeys.added'));
      onClose();
    },
    explain(error) {
      if (error instanceof PasskeyProblem) return { form: t(`settings.passkeys.problem.${error.kind}`) };
      if (!(error instanceof Refused)) return undefined;
      if (error.code === 'expired') return { form: t('settings.passkeys.problem.dismissed') };
      return error.code === 'wrong-code' || error.code === 'taken' ? { form: t('settings.passkeys.problem.device') } : undefined;
    },
  });
  return (
    <ConfirmingDialog
      asked={asked}
      title={t('settings.passkeys.add')}
      text={t('settings.passkeys.addText')}
      action={t('settings.goOn')}
      onClose={onClose}
    >
      <NameField {...asked.bind('name')} />
      <OwnPassword asked={asked} />
    </ConfirmingDialog>
  );
};

const Remove = ({ passkey, hasPassword, onClose }: { passkey: Passkey; hasPassword: boolean; onClose(): void }) => {
  const asked = useConfirming({
    hasPassword,
    async run(password) {
      await askAccounts('passkey-remove', { id: passkey.id, password });
      await loadSecurity();
      onClose();
    },
    explain: (error) => (error instanceof Refused && error.code === 'not-allowed' ? { form: t('settings.passkeys.last') } : undefined),
  });
  return (
    <ConfirmingDialog
      asked={asked}
      title={t('settings.passkeys.removeTitle', { name: passkey.name })}
      text={t('settings.passkeys.removeText')}
      action={t('settings.passkeys.removeDo')}
      isDanger
      onClose={onClose}
    >
      <OwnPassword asked={asked} />
    </ConfirmingDialog>
  );
};

const Rename = ({ passkey, onClose }: { passkey: Passkey; onClose(): void }) => {
  const { form, bind, isPending, error } = useForm({
    initial: { name: passkey.name },
    check: ({ name }) => ({ name: checkPasskeyName(name) }),
    async submit({ name }) {
      await askAccounts('passkey-rename', { id: passkey.id, name });
      await loadSecurity();
      onClose();
    },
    explain: errorsAt(['name']),
  });
  return (
    <Dialog title={t('settings.passkeys.renameTitle')} onClose={onClose} isBusy={isPending}>
      <form {...form}>
        <NameField {...bind('name')} />
        <p role="alert" className="mt-3 text-sm text-danger-text empty:hidden">
          {error}
        </p>
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('settings.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

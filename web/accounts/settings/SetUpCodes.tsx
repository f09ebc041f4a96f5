// Turning codes on: the app is shown the secret, as a picture or to be typed, and proves with a code that it has it. Only then is anything
// asked of anybody.
import type { ReactNode } from 'react';
import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { t } from '../../i18n/settings.ts';
import { Alert } from '../../ui/Alert.tsx';
import { Button } from '../../ui/Button.tsx';
import { useCopying } from '../../ui/CopyField.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { QrCode } from '../../ui/QrCode.tsx';
import { useForm } from '../../ui/use-form.ts';
import { askAccounts } from '../accounts.ts';
import { errorsAt } from '../checks.ts';
import { CodeField, isWholeCode } from '../CodeField.tsx';
import { loadSecurity } from './security.ts';
import { inGroups, secretOf } from './totp-uri.ts';

type Props = { uri: string; onDone(codes: readonly string[]): void; onClose(): void };

const SetUpCodes = ({ uri, onDone, onClose }: Props) => {
  const { form, bind, set, send, values, isPending, error } = useForm({
    initial: { code: '' },
    check: ({ code }) => ({ code: isWholeCode(code) ? undefined : t('settings.codes.empty') }),
    async submit({ code }) {
      const { codes } = await askAccounts('totp-confirm', { code });
      void loadSecurity();
      onDone(codes);
    },
    explain(refusal) {
      set('code', '');
      return errorsAt(['code'], {
        'wrong-code': { code: t('settings.codes.wrong') },
        expired: { form: t('settings.codes.expired') },
      })(refusal);
    },
  });
  return (
    <Dialog title={t('settings.codes.setUp')} onClose={onClose} isBusy={isPending}>
      <form {...form} className="flex flex-col gap-5">
        <Step number={1} text={t('settings.codes.step1')}>
          <QrCode text={uri} label={t('settings.codes.qr')} className="mx-auto my-1 w-48" />
          <Key secret={secretOf(uri)} />
          <a
            href={uri}
            className="inline-flex min-h-8 items-center self-start rounded-control text-sm font-medium underline underline-offset-4 hover:decoration-2"
          >
            {t('settings.codes.here')}
          </a>
        </Step>
        <Step number={2} text={t('settings.codes.step2')}>
          <CodeField
            name="code"
            label={t('settings.codes.code')}
            value={values.code}
            error={bind('code').error}
            onCode={(code) => set('code', code)}
            onComplete={send}
          />
          <Alert>{error}</Alert>
        </Step>
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('settings.codes.confirm')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

export default SetUpCodes;

const Key = ({ secret }: { secret: string }) => {
  const { said, copy } = useCopying(secret);
  return (
    <div className="flex items-center gap-1 rounded-control bg-sunken py-1 pr-1 pl-3">
      <p className="min-w-0 flex-1 py-1 font-mono text-sm select-all">
        <span className="sr-only">{t('settings.codes.secret')} </span>
        {inGroups(secret)}
      </p>
      <IconButton label={t(said === 'copied' ? 'ui.copied' : 'settings.codes.copy')} onClick={() => void copy()}>
        {said === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
      </IconButton>
    </div>
  );
};

const Step = ({ number, text, children }: { number: number; text: string; children: ReactNode }) => (
  <div className="flex flex-col gap-2">
    <p className="flex gap-2">
      <span className="inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-press text-sm font-semibold" aria-hidden>
        {number}
      </span>
      {text}
    </p>
    {children}
  </div>
);

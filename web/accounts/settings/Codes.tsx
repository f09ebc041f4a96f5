// The second factor: whether it is on, and the ways to turn it on and off and to have new backup codes.
import { lazy, Suspense, useState } from 'react';
import LifeBuoy from 'lucide-react/icons/life-buoy';
import Smartphone from 'lucide-react/icons/smartphone';
import type { Security } from '../../../protocol/accounts.ts';
import { t } from '../../i18n/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Row, Section } from '../../ui/Section.tsx';
import { notify } from '../../ui/toasts.ts';
import { askAccounts } from '../accounts.ts';
import { BackupCodes } from './BackupCodes.tsx';
import { ConfirmPassword } from './ConfirmPassword.tsx';
import { loadSecurity } from './security.ts';

/** With the QR code's encoder. */
const loadSetUp = () => import('./SetUpCodes.tsx');
const SetUpCodes = lazy(loadSetUp);

type Step =
  | { kind: 'none' }
  | { kind: 'begin' }
  | { kind: 'set-up'; uri: string }
  | { kind: 'renew' }
  | { kind: 'codes'; codes: readonly string[] }
  | { kind: 'end' };

const FEW = 3;

export const Codes = ({ security: { hasCodes, hasPassword, backupCodes } }: { security: Security }) => {
  const [step, setStep] = useState<Step>({ kind: 'none' });
  const close = () => setStep({ kind: 'none' });
  return (
    <Section title={t('settings.codes')} text={t('settings.codes.text')}>
      <Row
        icon={<Smartphone aria-hidden />}
        label={t(hasCodes ? 'settings.codes.on' : 'settings.codes.off')}
        text={t(hasCodes ? 'settings.codes.onText' : hasPassword ? 'settings.codes.offText' : 'settings.codes.noPassword')}
      >
        {hasCodes ? (
          <Button onClick={() => setStep({ kind: 'end' })}>{t('settings.codes.end')}</Button>
        ) : (
          <Button disabled={!hasPassword} onClick={() => setStep({ kind: 'begin' })}>
            {t('settings.codes.begin')}
          </Button>
        )}
      </Row>
      {hasCodes && (
        <Row
          icon={<LifeBuoy aria-hidden />}
          label={t('settings.backup')}
          text={
            <span className={backupCodes <= FEW ? 'text-danger-text' : undefined}>{t('settings.backup.left', { count: backupCodes })}</span>
          }
        >
          <Button onClick={() => setStep({ kind: 'renew' })}>{t('settings.backup.renew')}</Button>
        </Row>
      )}
      <Steps step={step} hasPassword={hasPassword} onStep={setStep} onClose={close} />
    </Section>
  );
};

type StepsProps = { step: Step; hasPassword: boolean; onStep(step: Step): void; onClose(): void };

const Steps = ({ step, hasPassword, onStep, onClose }: StepsProps) => {
  switch (step.kind) {
    case 'none':
      return null;
    case 'begin':
      return (
        <ConfirmPassword
          title={t('settings.codes.begin')}
          text={t('settings.codes.beginText')}
          action={t('settings.goOn')}
          hasPassword={hasPassword}
          run={async (password) => {
            const [{ uri }] = await Promise.all([askAccounts('totp-begin', { password }), loadSetUp()]);
            onStep({ kind: 'set-up', uri });
          }}
          onClose={onClose}
        />
      );
    case 'set-up':
      return (
        <Suspense>
          <SetUpCodes uri={step.uri} onDone={(codes) => onStep({ kind: 'codes', codes })} onClose={onClose} />
        </Suspense>
      );
    case 'renew':
      return (
        <ConfirmPassword
          title={t('settings.backup.renew')}
          text={t('settings.backup.renewText')}
          action={t('settings.backup.renewDo')}
          hasPassword={hasPassword}
          run={async (password) => {
            const { codes } = await askAccounts('backup-codes', { password });
            void loadSecurity();
            onStep({ kind: 'codes', codes });
          }}
          onClose={onClose}
        />
      );
    case 'codes':
      return (
        <Dialog title={t('settings.backup.title')} onClose={onClose}>
          <BackupCodes codes={step.codes} onDone={onClose} />
        </Dialog>
      );
    case 'end':
      return (
        <ConfirmPassword
          title={t('settings.codes.end')}
          text={t('settings.codes.endText')}
          action={t('settings.codes.end')}
          isDanger
          hasPassword={hasPassword}
          run={async (password) => {
            await askAccounts('totp-end', { password });
            await loadSecurity();
            notify(t('settings.codes.ended'));
            onClose();
          }}
          onClose={onClose}
        />
      );
    default:
      return step satisfies never;
  }
};

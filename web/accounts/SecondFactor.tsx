// The second step of signing in: six digits from an authenticator, or one of the codes that were kept for when it is lost.
import { useEffect, useState } from 'react';
import { Refused } from '../connection/connection.ts';
import { t } from '../i18n/recovery.ts';
import { Alert } from '../ui/Alert.tsx';
import { Button } from '../ui/Button.tsx';
import { Column } from '../ui/Column.tsx';
import { Field } from '../ui/Field.tsx';
import { notify } from '../ui/toasts.ts';
import { useForm } from '../ui/use-form.ts';
import { secondFactor, stepBack } from './accounts.ts';
import { errorsAt } from './checks.ts';
import { CodeField, isWholeCode } from './CodeField.tsx';

type Kind = 'totp' | 'backup';

const SecondFactor = () => {
  const [kind, setKind] = useState<Kind>('totp');
  return (
    <Column title={t(`recovery.factor.${kind}.title`)} text={t(`recovery.factor.${kind}.text`)}>
      <CodeForm key={kind} kind={kind} />
      <div className="mt-4 flex flex-col items-start gap-1 text-sm">
        <Switch onClick={() => setKind(kind === 'totp' ? 'backup' : 'totp')}>{t(`recovery.factor.${kind}.other`)}</Switch>
        <Switch onClick={stepBack}>{t('recovery.factor.back')}</Switch>
      </div>
    </Column>
  );
};

export default SecondFactor;

const CodeForm = ({ kind }: { kind: Kind }) => {
  const { form, bind, set, send, isPending, error, values } = useForm({
    initial: { code: '' },
    check: ({ code }) => ({
      code: (kind === 'totp' ? isWholeCode(code) : code.trim() !== '') ? undefined : t(`recovery.factor.${kind}.empty`),
    }),
    submit: ({ code }) => tooLate(() => secondFactor({ kind, code })),
    explain(refusal) {
      // Whoever mistyped types anew.
      if (kind === 'totp') set('code', '');
      return errorsAt(['code'], { 'wrong-code': { code: t(`recovery.factor.${kind}.wrong`) } })(refusal);
    },
  });
  // Asked for by what was done just now, also on a phone.
  useEffect(() => form.ref.current?.querySelector('input')?.focus(), [form.ref]);
  return (
    <form {...form} className="flex flex-col gap-4">
      {kind === 'totp' ? (
        <CodeField
          name="code"
          label={t('recovery.factor.totp.code')}
          value={values.code}
          error={bind('code').error}
          onCode={(code) => set('code', code)}
          onComplete={send}
        />
      ) : (
        <Field
          {...bind('code')}
          label={t('recovery.factor.backup.code')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          inputClassName="tabular"
        />
      )}
      <Alert>{error}</Alert>
      <Button type="submit" variant="primary" isPending={isPending} className="w-full">
        {t('recovery.factor.go')}
      </Button>
    </form>
  );
};

/** The password's word holds for ten minutes; then it begins anew. */
const tooLate = async (run: () => Promise<void>): Promise<void> => {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Refused) || (error.code !== 'signed-out' && error.code !== 'expired')) throw error;
    notify(t('recovery.factor.tooLate'), { kind: 'error' });
    stepBack();
  }
};

const Switch = ({ onClick, children }: { onClick(): void; children: string }) => (
  <button
    type="button"
    onClick={onClick}
    className="inline-flex min-h-8 items-center rounded-control font-medium underline underline-offset-4 hover:decoration-2"
  >
    {children}
  </button>
);

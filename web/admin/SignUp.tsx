// Who may make an account, and how much may be kept. Saved when asked to, and taken back with one click.
import { useState } from 'react';
import { useStore } from '@nanostores/react';
import type { HouseSettings } from '../../protocol/admin.ts';
import { $house } from '../accounts/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { t } from '../i18n/admin.ts';
import { formatBytes } from '../i18n/bytes.ts';
import { explain } from '../i18n/explain.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { RadioCard } from '../ui/RadioCard.tsx';
import { Section } from '../ui/Section.tsx';
import { Select } from '../ui/Select.tsx';
import { Skeletons } from '../ui/Skeleton.tsx';
import { notify } from '../ui/toasts.ts';
import { DomainList } from './DomainList.tsx';
import { Failed } from './Listed.tsx';
import { BOUNDS, draftOf, isSame, POLICIES, problemsOf, settingsOf, type Draft, type Limit } from './settings-draft.ts';
import { UNITS } from './units.ts';
import { useFresh } from './use-fresh.ts';

const fetchSettings = () => connection.ask('admin.settings', {});
const change = (settings: HouseSettings) => connection.ask('admin.change-settings', { settings });

const SignUp = () => {
  const { answer, error, again } = useFresh(fetchSettings, null);
  if (answer) return <Form saved={answer.settings} onSaved={again} />;
  if (error) return <Failed error={error} onAgain={again} />;
  return <Skeletons label={t('ui.loading')} rows={4} className="h-20 rounded-card!" />;
};

export default SignUp;

/** `saved` may change while somebody writes: what they wrote stays, and is compared with what is saved now. */
const Form = ({ saved, onSaved }: { saved: HouseSettings; onSaved(): void }) => {
  const [written, setWritten] = useState<Draft | null>(null);
  const [isPending, setPending] = useState(false);
  const draft = written ?? draftOf(saved);
  const problems = problemsOf(draft);
  const settings = settingsOf(draft);
  const isChanged = written !== null && (settings === null || !isSame(settings, saved));
  const write = (part: Partial<Draft>) => setWritten({ ...draft, ...part });

  const takeBack = async () => {
    try {
      await change(saved);
      setWritten(null);
      onSaved();
      notify(t('admin.settings.takenBack'));
    } catch (refusal) {
      notify(explain(refusal), { kind: 'error' });
    }
  };
  const save = async () => {
    if (settings === null) return;
    setPending(true);
    try {
      await change(settings);
      onSaved();
      notify(t('admin.settings.saved'), { action: { label: t('admin.settings.takeBack'), run: () => void takeBack() } });
    } catch (refusal) {
      notify(explain(refusal), { kind: 'error' });
    } finally {
      setPending(false);
    }
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Policies draft={draft} hasNoDomain={problems.domains === 'none'} onWrite={write} />
      <Section title={t('admin.limits.title')} text={t('admin.limits.text')}>
        <div className="flex flex-col gap-5 p-4">
          {(['upload', 'stored'] as const).map((limit) => (
            <LimitField key={limit} limit={limit} draft={draft} problem={problems[limit]} onWrite={write} />
          ))}
        </div>
      </Section>
      {/* Comes with the first change, and stays in sight. */}
      <div role="status" className="sticky bottom-0 mt-6">
        {isChanged && (
          <div className="flex flex-wrap items-center gap-2 rounded-card bg-surface py-2 pr-2 pl-4 shadow-float">
            <span className="min-w-30 flex-1 text-sm text-soft">{t('admin.settings.changed')}</span>
            <Button disabled={isPending} onClick={() => setWritten(null)}>
              {t('admin.settings.undo')}
            </Button>
            <Button type="submit" variant="primary" disabled={settings === null} isPending={isPending}>
              {t('admin.settings.save')}
            </Button>
          </div>
        )}
      </div>
    </form>
  );
};

type PartProps = { draft: Draft; onWrite(part: Partial<Draft>): void };

const Policies = ({ draft, hasNoDomain, onWrite }: PartProps & { hasNoDomain: boolean }) => {
  const hasMail = useStore($house)?.hasMail ?? true;
  return (
    <fieldset>
      <legend className="mb-3 font-semibold">{t('admin.signUp.title')}</legend>
      <div className="flex flex-col gap-2">
        {POLICIES.map((policy) => (
          <RadioCard
            key={policy}
            name="policy"
            label={t(`admin.signUp.${policy}`)}
            text={t(`admin.signUp.${policy}Text`)}
            isChosen={draft.policy === policy}
            onChoose={() => onWrite({ policy })}
          >
            {policy === 'domain' && draft.policy === 'domain' && (
              <div className="mt-3 flex flex-col gap-3">
                {!hasMail && (
                  <p className="rounded-control bg-danger-soft px-3 py-2 text-sm text-danger-text">{t('admin.signUp.domainNoMail')}</p>
                )}
                <DomainList domains={draft.domains} isMissing={hasNoDomain} onChange={(domains) => onWrite({ domains })} />
              </div>
            )}
          </RadioCard>
        ))}
      </div>
    </fieldset>
  );
};

type LimitProps = PartProps & { limit: Limit; problem: 'wrong' | 'over-stored' | undefined };

const LimitField = ({ limit, draft, problem, onWrite }: LimitProps) => {
  const written = draft[limit];
  const { min, max } = BOUNDS[limit];
  const bounds = t('admin.limits.wrong', { min: formatBytes(min), max: formatBytes(max) });
  return (
    <div className="flex max-w-90 items-start gap-2">
      <Field
        className="min-w-0 flex-1"
        label={t(`admin.limits.${limit}`)}
        inputMode="decimal"
        autoComplete="off"
        value={written.number}
        hint={problem ? undefined : bounds}
        error={problem === 'over-stored' ? t('admin.limits.uploadOverStored') : problem ? bounds : undefined}
        onChange={(event) => onWrite({ [limit]: { ...written, number: event.currentTarget.value } })}
      />
      <Select
        className="w-24"
        label={t('admin.limits.unit')}
        value={written.unit}
        options={UNITS.map((unit) => ({ value: unit, label: unit }))}
        onChange={(unit) => onWrite({ [limit]: { ...written, unit } })}
      />
    </div>
  );
};

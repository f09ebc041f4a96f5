// Name, pronouns, a line about oneself and the time zone, saved together. What is written and not saved is kept while one looks elsewhere, and said.
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useStore } from '@nanostores/react';
import { useLocation } from 'wouter';
import type { OwnAccount } from '../../../protocol/accounts.ts';
import { LIMITS } from '../../../protocol/constants.ts';
import { connection } from '../../connection/app-connection.ts';
import { Refused } from '../../connection/connection.ts';
import { explain } from '../../i18n/explain.ts';
import { t } from '../../i18n/profile.ts';
import { paths } from '../../routes.ts';
import { Alert } from '../../ui/Alert.tsx';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Section } from '../../ui/Section.tsx';
import { notify } from '../../ui/toasts.ts';
import {
  $draft,
  check,
  draftFor,
  errorsIn,
  isDirty,
  keepDraft,
  rebase,
  savedOf,
  withField,
  type FieldErrors,
  type ProfileFields,
} from './profile-draft.ts';
import { TimeZoneField } from './TimeZoneField.tsx';

/** Characters left are said when few are. */
const FEW = 20;

const MOST = { name: LIMITS.accountName, pronouns: LIMITS.pronouns, about: LIMITS.about } as const;

export const AboutSection = ({ account }: { account: OwnAccount }) => {
  const { id } = account;
  const saved = savedOf(account);
  const draft = rebase(saved, draftFor(id, useStore($draft)));
  const fields: ProfileFields = { ...saved, ...draft };
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<string>();
  const [isPending, setPending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const hasChanges = isDirty(draft);
  useGuard(hasChanges);

  const set = <Name extends keyof ProfileFields>(name: Name, value: ProfileFields[Name]) => {
    keepDraft(id, withField(saved, draft, name, value));
    setErrors((before) => ({ ...before, [name]: undefined }));
    setFailure(undefined);
  };
  const fail = (found: FieldErrors) => {
    setErrors(found);
    const first = (['name', 'pronouns', 'about', 'timeZone'] as const).find((name) => found[name]);
    if (first) form.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
  };
  const save = async () => {
    if (isPending || !hasChanges) return;
    const found = check(fields);
    if (Object.values(found).some(Boolean)) return fail(found);
    setPending(true);
    try {
      const { me } = await connection.ask('accounts.change-profile', fields);
      // As it was taken: without spaces at its ends.
      keepDraft(id, {});
      setErrors({});
      notify(t('profile.saved', { name: me.name }));
    } catch (error) {
      const at = error instanceof Refused ? errorsIn(error) : null;
      if (at) fail(at);
      else setFailure(explain(error));
    } finally {
      setPending(false);
    }
  };
  const text = (name: 'name' | 'pronouns' | 'about') => {
    const left = MOST[name] - fields[name].length;
    const error = errors[name];
    return {
      name,
      label: t(`profile.${name}`),
      value: fields[name],
      error: error && t(`profile.error.${error}`, { max: MOST[name] }),
      hint: left <= FEW ? t('profile.left', { count: Math.max(0, left) }) : t(`profile.${name}.hint`),
      maxLength: MOST[name],
      onChange: (event: { currentTarget: HTMLInputElement }) => set(name, event.currentTarget.value),
    };
  };
  return (
    <Section title={t('profile.about.title')} text={t('profile.about.text')}>
      <form
        ref={form}
        noValidate
        className="flex flex-col gap-4 p-4"
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field {...text('name')} autoComplete="name" required />
        <Field {...text('pronouns')} autoComplete="off" placeholder={t('profile.pronouns.placeholder')} />
        <Field {...text('about')} autoComplete="off" placeholder={t('profile.about.placeholder')} />
        <TimeZoneField
          value={fields.timeZone}
          error={errors.timeZone && t(`profile.error.${errors.timeZone}`, {})}
          onChange={(timeZone) => set('timeZone', timeZone)}
        />
        <Alert>{failure}</Alert>
        <div className="flex items-center gap-2 max-pane:flex-col-reverse max-pane:items-stretch pane:justify-end">
          <p role="status" className="mr-auto text-sm text-soft max-pane:mx-auto">
            {hasChanges && t('profile.unsaved')}
          </p>
          {hasChanges && !isPending && (
            <Button
              onClick={() => {
                keepDraft(id, {});
                setErrors({});
                setFailure(undefined);
              }}
            >
              {t('profile.discard')}
            </Button>
          )}
          <Button type="submit" variant="primary" disabled={!hasChanges} isPending={isPending}>
            {t('profile.save')}
          </Button>
        </div>
      </form>
    </Section>
  );
};

/** What is not saved: the browser asks before it leaves the page; elsewhere in the page it is kept, and said with the way back. */
const useGuard = (hasChanges: boolean): void => {
  const [, navigate] = useLocation();
  const latest = useRef({ hasChanges, navigate });
  useEffect(() => {
    latest.current = { hasChanges, navigate };
  });
  useEffect(() => {
    if (!hasChanges) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', hold);
    return () => removeEventListener('beforeunload', hold);
  }, [hasChanges]);
  useEffect(
    () => () => {
      const { hasChanges: isLeft, navigate: go } = latest.current;
      if (isLeft) notify(t('profile.kept'), { action: { label: t('profile.goBack'), run: () => go(paths.settingsOf('profile')) } });
    },
    [],
  );
};

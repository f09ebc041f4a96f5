// What an invitation allows, to be chosen: who comes, how, and what they may do, read, and for how long.
import { useEffect, useId, useRef, type ReactNode } from 'react';
import type { Role, Visibility } from '../../protocol/rooms.ts';
import { t } from '../i18n/people.ts';
import { CheckBox } from '../ui/CheckBox.tsx';
import { Field } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { HISTORIES, isOpenAnyway, LIFETIMES, rolesToGive, USES, withRole, type Draft, type Lifetime, type Uses } from './invitations.ts';

type Props = { draft: Draft; visibility: Visibility; ownRole: Role; isDateWrong: boolean; onChange(draft: Draft): void };

const LIFETIME_CHOICES = [...(Object.keys(LIFETIMES) as (keyof typeof LIFETIMES)[]), 'date'] as const satisfies Lifetime[];
const USE_CHOICES = Object.keys(USES) as Uses[];

export const InviteEditor = ({ draft, visibility, ownRole, isDateWrong, onChange }: Props) => {
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isDateWrong) form.current?.querySelector<HTMLInputElement>('input[type=date]')?.focus();
  }, [isDateWrong]);
  const isOpen = isOpenAnyway(visibility, draft.role);
  const change = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  return (
    <div ref={form} className="mt-4 flex flex-col gap-4 border-t border-line pt-4">
      <Choices legend={t('invite.role')}>
        {rolesToGive(ownRole).map((role) => (
          <Choice
            key={role}
            title={t(`invite.role.${role}`)}
            text={t(`invite.role.${role}.text`)}
            isChosen={draft.role === role}
            onChoose={() => onChange(withRole(draft, role))}
          />
        ))}
      </Choices>
      {isOpen ? <p className="text-sm text-soft">{t('invite.openAnyway')}</p> : <Limits draft={draft} onChange={change} />}
      <div className="grid gap-4 pane:grid-cols-2">
        <Select
          label={t('invite.lifetime')}
          value={draft.lifetime}
          options={LIFETIME_CHOICES.map((value) => ({ value, label: t(`invite.lifetime.${value}`) }))}
          onChange={(lifetime) => change({ lifetime })}
        />
        <Select
          label={t('invite.uses')}
          value={draft.uses}
          options={USE_CHOICES.map((value) => ({ value, label: t(`invite.uses.${value}`) }))}
          onChange={(uses) => change({ uses })}
        />
      </div>
      {draft.lifetime === 'date' && (
        <Field
          type="date"
          label={t('invite.date')}
          value={draft.date}
          error={isDateWrong ? t('invite.date.wrong') : undefined}
          required
          onChange={(event) => change({ date: event.currentTarget.value })}
        />
      )}
    </div>
  );
};

/** What those who come by it may do, where it is the invitation that says so. */
const Limits = ({ draft, onChange }: { draft: Draft; onChange(part: Partial<Draft>): void }) => (
  <>
    <Choices legend={t('invite.entry')} isRow>
      {(['direct', 'lobby'] as const).map((entry) => (
        <Choice key={entry} title={t(`invite.entry.${entry}`)} isChosen={draft.entry === entry} onChoose={() => onChange({ entry })} />
      ))}
    </Choices>
    {draft.role !== 'moderator' && (
      <fieldset>
        <legend className="text-sm font-medium">{t('invite.rights')}</legend>
        <CheckBox label={t('invite.maySpeak')} isOn={draft.maySpeak} onChange={(maySpeak) => onChange({ maySpeak })} />
        <CheckBox label={t('invite.mayShare')} isOn={draft.mayShare} onChange={(mayShare) => onChange({ mayShare })} />
      </fieldset>
    )}
    <Select
      label={t('invite.history')}
      value={draft.history}
      options={HISTORIES.map((value) => ({ value, label: t(`invite.history.${value}`) }))}
      onChange={(history) => onChange({ history })}
    />
  </>
);

const Choices = ({ legend, isRow = false, children }: { legend: string; isRow?: boolean; children: ReactNode }) => (
  <fieldset>
    <legend className="mb-1 text-sm font-medium">{legend}</legend>
    <div className={isRow ? 'grid gap-2 pane:grid-cols-2' : 'flex flex-col gap-2'}>{children}</div>
  </fieldset>
);

const Choice = ({ title, text, isChosen, onChoose }: { title: string; text?: string; isChosen: boolean; onChoose(): void }) => {
  const id = useId();
  return (
    <label className="relative flex min-h-target cursor-pointer items-center rounded-control border border-edge px-3 py-2 transition-feedback hover:bg-hover has-checked:border-ink has-checked:ring-1 has-checked:ring-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink">
      {/* Over the whole card, unseen: what is clicked is the control itself. */}
      <input
        type="radio"
        aria-labelledby={id}
        aria-describedby={text ? `${id}text` : undefined}
        className="absolute inset-0 cursor-pointer opacity-0"
        checked={isChosen}
        onChange={onChoose}
      />
      <span>
        <span id={id} className="block font-medium">
          {title}
        </span>
        {text && (
          <span id={`${id}text`} className="block text-sm text-soft">
            {text}
          </span>
        )}
      </span>
    </label>
  );
};

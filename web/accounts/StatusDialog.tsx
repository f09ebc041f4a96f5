// Saying what one is up to: an emoji, a few words, and until when. What is usual is offered; everything can be written.
import { useState } from 'react';
import { useStore } from '@nanostores/react';
import type { Status } from '../../protocol/accounts.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { isEmoji } from '../../protocol/emoji.ts';
import { connection } from '../connection/app-connection.ts';
import { explain } from '../i18n/explain.ts';
import { locale } from '../i18n/i18n.ts';
import { t } from '../i18n/profile.ts';
import { Alert } from '../ui/Alert.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { notify } from '../ui/toasts.ts';
import { $me } from './accounts.ts';
import { EmojiField } from './EmojiField.tsx';
import { useStatus } from './StatusMark.tsx';
import { firstDayIn, fromLocalInput, LASTINGS, toLocalInput, untilOf, type Lasting } from './statuses.ts';

/** What people often are up to, and for how long. */
const USUAL = [
  { id: 'meeting', emoji: '📅', lasting: 'hour' },
  { id: 'lunch', emoji: '🥪', lasting: 'hour' },
  { id: 'focus', emoji: '🎧', lasting: 'half-hour' },
  { id: 'commuting', emoji: '🚲', lasting: 'half-hour' },
  { id: 'sick', emoji: '🤒', lasting: 'today' },
  { id: 'holiday', emoji: '🌴', lasting: 'week' },
] as const satisfies { id: string; emoji: string; lasting: Lasting }[];

type Draft = { emoji: string; text: string; lasting: Lasting; moment: string };

const HOUR_MS = 60 * 60_000;

const draftOf = (status: Status | null, nowMs: number): Draft => ({
  emoji: status?.emoji ?? '',
  text: status?.text ?? '',
  lasting: status?.until == null ? 'ever' : 'custom',
  moment: toLocalInput(status?.until ?? nowMs + 2 * HOUR_MS),
});

type Checked = { status: Status } | { error: 'nothing' | 'emoji' | 'long' | 'moment' };

const check = ({ emoji, text, lasting, moment }: Draft, nowMs: number): Checked => {
  const said = { emoji: emoji.trim(), text: text.trim() };
  if (said.emoji === '' && said.text === '') return { error: 'nothing' };
  if (said.emoji !== '' && !isEmoji(said.emoji)) return { error: 'emoji' };
  if (said.text.length > LIMITS.statusText) return { error: 'long' };
  const until = lasting === 'custom' ? fromLocalInput(moment) : untilOf(lasting, nowMs, firstDayIn(locale));
  if (lasting === 'custom' && (until === null || until <= nowMs)) return { error: 'moment' };
  return { status: { ...said, until } };
};

export const setStatus = (status: Status | null) => connection.ask('accounts.set-status', { status });

const StatusDialog = ({ onClose }: { onClose(): void }) => {
  const me = useStore($me);
  const present = useStatus(me.kind === 'signed-in' ? me.account.profile.status : null);
  const [draft, setDraft] = useState(() => draftOf(present, Date.now()));
  const [wrong, setWrong] = useState<(Checked & { error: string })['error'] | null>(null);
  const [failure, setFailure] = useState<string>();
  const [pending, setPending] = useState<'save' | 'clear' | null>(null);
  const change = (part: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...part }));
    setWrong(null);
    setFailure(undefined);
  };
  const send = async (what: 'save' | 'clear', status: Status | null) => {
    setPending(what);
    setFailure(undefined);
    try {
      await setStatus(status);
      notify(t(status ? 'status.done' : 'status.cleared'));
      onClose();
    } catch (error) {
      setFailure(explain(error));
      setPending(null);
    }
  };
  const save = () => {
    if (pending) return;
    const checked = check(draft, Date.now());
    if ('error' in checked) setWrong(checked.error);
    else void send('save', checked.status);
  };
  return (
    <Dialog title={t('status.title')} onClose={onClose} isBusy={pending !== null}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div className="flex items-start gap-2">
          <EmojiField
            value={draft.emoji}
            error={wrong === 'emoji' ? t('status.error.emoji') : undefined}
            onChange={(emoji) => change({ emoji })}
          />
          <Field
            data-autofocus
            className="min-w-0 flex-1"
            label={t('status.text')}
            placeholder={t('status.placeholder')}
            value={draft.text}
            maxLength={LIMITS.statusText}
            autoComplete="off"
            error={
              wrong === 'nothing'
                ? t('status.error.nothing')
                : wrong === 'long'
                  ? t('status.error.long', { max: LIMITS.statusText })
                  : undefined
            }
            onChange={(event) => change({ text: event.currentTarget.value })}
          />
        </div>
        <Usual draft={draft} onChoose={change} />
        <Until draft={draft} error={wrong === 'moment' ? t('status.error.moment') : undefined} onChange={change} />
        <Alert className="mt-3">{failure}</Alert>
        <DialogActions>
          {present && (
            <Button variant="plain" className="pane:mr-auto" isPending={pending === 'clear'} onClick={() => void send('clear', null)}>
              {t('status.clear')}
            </Button>
          )}
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary" isPending={pending === 'save'}>
            {t('status.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

export default StatusDialog;

type Choosing = { draft: Draft; onChoose(part: Partial<Draft>): void };

const Usual = ({ draft, onChoose }: Choosing) => (
  <div role="group" aria-label={t('status.usual')} className="mt-4 grid grid-cols-2 gap-2">
    {USUAL.map(({ id, emoji, lasting }) => {
      const text = t(`status.usual.${id}`);
      const isChosen = draft.text === text && draft.emoji === emoji;
      return (
        <button
          key={id}
          type="button"
          aria-pressed={isChosen}
          onClick={() => onChoose({ emoji, text, lasting })}
          className={cx(
            'flex min-h-target items-center gap-2 rounded-control border px-3 text-left text-sm transition-feedback hover:bg-hover active:bg-press',
            isChosen ? 'border-ink bg-press' : 'border-line',
          )}
        >
          <span aria-hidden className="text-base">
            {emoji}
          </span>
          <span className="min-w-0 leading-tight">{text}</span>
        </button>
      );
    })}
  </div>
);

const Until = ({ draft, error, onChange }: { draft: Draft; error: string | undefined; onChange(part: Partial<Draft>): void }) => {
  const [opened] = useState(() => toLocalInput(Date.now()));
  return (
    <div className="mt-4 flex flex-wrap items-start gap-2">
      <Select
        className="min-w-40 flex-1"
        label={t('status.until')}
        value={draft.lasting}
        options={LASTINGS.map((value) => ({ value, label: t(`status.until.${value}`) }))}
        onChange={(lasting) => onChange({ lasting })}
      />
      {draft.lasting === 'custom' && (
        <Field
          type="datetime-local"
          className="basis-full"
          label={t('status.moment')}
          value={draft.moment}
          min={opened}
          error={error}
          onChange={(event) => onChange({ moment: event.currentTarget.value })}
        />
      )}
    </div>
  );
};

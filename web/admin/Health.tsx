// How the house is: what runs, what is down and what to do then, and how much there is. Looks again every few seconds.
import type { ReactNode } from 'react';
import CircleAlert from 'lucide-react/icons/circle-alert';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import type { HouseState } from '../../protocol/admin.ts';
import { connection } from '../connection/app-connection.ts';
import { t } from '../i18n/admin.ts';
import { formatAgo } from '../i18n/ago.ts';
import { formatBytes } from '../i18n/bytes.ts';
import { formatMoment, formatNumber } from '../i18n/format.ts';
import { cx } from '../ui/cx.ts';
import { Section } from '../ui/Section.tsx';
import { Skeletons } from '../ui/Skeleton.tsx';
import { isWell, PARTS, verdictOf, type Part, type Verdict } from './health.ts';
import { Failed } from './Listed.tsx';
import { useFresh } from './use-fresh.ts';
import { useNow } from './use-now.ts';

const EVERY_MS = 10_000;

type Counted = 'sessions' | 'calls' | 'people' | 'guests' | 'rooms' | 'messages';

const fetchState = async () => ({ ...(await connection.ask('admin.state', {})), at: Date.now() });

const Health = () => {
  const { answer, error, again } = useFresh(fetchState, EVERY_MS);
  const now = useNow(EVERY_MS);
  if (!answer) {
    return error ? <Failed error={error} onAgain={again} /> : <Skeletons label={t('ui.loading')} rows={4} className="h-20 rounded-card!" />;
  }
  const { state, at } = answer;
  const well = isWell(state);
  const facts = (names: readonly Counted[]): [label: string, value: string][] =>
    names.map((name) => [t(`admin.health.${name}`), formatNumber(state[name])]);
  return (
    <div>
      <div
        role="status"
        className={cx(
          'mb-6 flex items-center gap-3 rounded-card border px-4 py-3',
          well ? 'border-line bg-surface' : 'border-danger bg-danger-soft',
        )}
      >
        <Look verdict={well ? 'ok' : 'bad'} />
        <div className="min-w-0">
          <p className="font-semibold">{t(well ? 'admin.health.well' : 'admin.health.down')}</p>
          {error ? <p className="text-sm text-danger-text">{t('admin.health.noAnswer', { when: formatAgo(at, now) })}</p> : null}
        </div>
      </div>
      <Section title={t('admin.health.parlor', { version: state.version })} text={<Runtime state={state} now={now} />}>
        {PARTS.map((part) => (
          <Checked key={part} part={part} state={state} />
        ))}
      </Section>
      <Section title={t('admin.health.now')}>
        <Facts facts={facts(['sessions', 'calls'])} />
      </Section>
      {state.database.isUp && (
        <Section title={t('admin.health.holds')}>
          <Facts facts={[...facts(['people', 'guests', 'rooms', 'messages']), [t('admin.health.files'), formatBytes(state.storedBytes)]]} />
        </Section>
      )}
    </div>
  );
};

export default Health;

const Runtime = ({ state: { node, startedAt }, now }: { state: HouseState; now: number }) => (
  <span data-tip={formatMoment(startedAt)}>
    {t('admin.health.runtime', { node: node.replace(/^v/, ''), when: formatAgo(startedAt, now) })}
  </span>
);

const LOOKS: Record<Verdict, { icon: ReactNode; className: string }> = {
  ok: { icon: <CircleCheck aria-hidden />, className: 'text-ok' },
  bad: { icon: <CircleAlert aria-hidden />, className: 'text-danger-text' },
  off: { icon: <CircleDashed aria-hidden />, className: 'text-soft' },
};

const Look = ({ verdict }: { verdict: Verdict }) => (
  <span className={cx('inline-flex shrink-0 [&_svg]:size-5', LOOKS[verdict].className)}>{LOOKS[verdict].icon}</span>
);

const Checked = ({ part, state }: { part: Part; state: HouseState }) => {
  const verdict = verdictOf(part, state);
  return (
    <div className="flex gap-3 border-t border-line px-4 py-3 first:border-t-0">
      <span className="mt-0.5">
        <Look verdict={verdict} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 font-medium">
          {part === 'database' ? t('admin.health.database', { kind: state.database.kind }) : t(`admin.health.${part}`)}
          <span className={cx('text-sm font-normal', LOOKS[verdict].className)}>{t(`admin.health.${verdict}`)}</span>
        </p>
        <p className="text-sm text-soft [overflow-wrap:anywhere]">{textOf(part, verdict, state)}</p>
      </div>
    </div>
  );
};

const textOf = (part: Part, verdict: Verdict, { database, media, mail }: HouseState): string => {
  switch (part) {
    case 'database':
      return verdict === 'ok' ? t('admin.health.databaseOk', { size: formatBytes(database.bytes) }) : t('admin.health.databaseDown');
    case 'media': {
      const { workers, alive, address } = media;
      if (verdict === 'bad') return t('admin.health.mediaDown', { workers, alive });
      return address === null ? t('admin.health.mediaAnywhere', { workers }) : t('admin.health.mediaOk', { workers, address });
    }
    case 'mail': {
      const { waiting, lastError } = mail;
      if (verdict === 'off') return t('admin.health.mailOff');
      return verdict === 'ok' ? t('admin.health.mailOk', { waiting }) : t('admin.health.mailDown', { waiting, error: lastError ?? '' });
    }
    default:
      return part satisfies never;
  }
};

const Facts = ({ facts }: { facts: readonly [label: string, value: string][] }) => (
  <dl className="grid grid-cols-[repeat(auto-fill,minmax(110px,1fr))] gap-x-4 gap-y-3 p-4">
    {facts.map(([label, value]) => (
      <div key={label}>
        <dt className="text-sm text-soft">{label}</dt>
        <dd className="text-lg font-semibold tabular">{value}</dd>
      </div>
    ))}
  </dl>
);

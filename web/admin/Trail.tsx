// What was done by those who may do it to others: newest first, by day, the older ones as one gets to them.
import ScrollText from 'lucide-react/icons/scroll-text';
import TerminalSquare from 'lucide-react/icons/square-terminal';
import type { AuditEntry } from '../../protocol/admin.ts';
import { connection } from '../connection/app-connection.ts';
import { t } from '../i18n/admin.ts';
import { formatDay, formatMoment, formatTime, isSameDay } from '../i18n/format.ts';
import { Empty } from '../ui/Empty.tsx';
import { Face } from './Face.tsx';
import { Listed } from './Listed.tsx';
import type { FetchPage } from './pages.ts';
import { linesOf, sentenceOf } from './trail-words.tsx';
import { usePages } from './use-pages.ts';

const fetchTrail: FetchPage<AuditEntry> = async (after) => {
  const { entries, hasMore } = await connection.ask('admin.audit', { before: after?.id });
  return { items: entries, hasMore };
};

/** Those of one day together; both stay in their order. */
const byDay = (entries: readonly AuditEntry[]): AuditEntry[][] => {
  const days: AuditEntry[][] = [];
  for (const entry of entries) {
    const day = days.at(-1);
    if (day && isSameDay(day[0]!.at, entry.at)) day.push(entry);
    else days.push([entry]);
  }
  return days;
};

const Trail = () => {
  const list = usePages(fetchTrail);
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-150 text-soft">{t('admin.trail.text')}</p>
      <Listed
        list={list}
        shape="h-10"
        none={
          <Empty icon={<ScrollText aria-hidden />} isPart title={t('admin.trail.none.title')}>
            {t('admin.trail.none.text')}
          </Empty>
        }
        end={<p className="py-4 text-center text-sm text-soft">{t('admin.trail.end')}</p>}
      >
        {byDay(list.items).map((day) => (
          <section key={day[0]!.id}>
            <h2 className="sticky top-0 z-10 border-b border-line bg-bg py-2 text-xs font-medium text-soft">{formatDay(day[0]!.at)}</h2>
            <ol>
              {day.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </ol>
          </section>
        ))}
      </Listed>
    </div>
  );
};

export default Trail;

const Entry = ({ entry }: { entry: AuditEntry }) => (
  <li className="flex gap-3 py-2.5 text-sm">
    {entry.actor ? (
      <Face account={entry.actor} size={28} />
    ) : (
      <span aria-hidden className="inline-flex size-7 shrink-0 items-center justify-center rounded-full bg-press text-soft">
        <TerminalSquare className="size-4" />
      </span>
    )}
    <div className="min-w-0 flex-1 pt-1">
      <p className="[overflow-wrap:anywhere]">{sentenceOf(entry)}</p>
      {linesOf(entry).map((line) => (
        <p key={line} className="text-soft [overflow-wrap:anywhere]">
          {line}
        </p>
      ))}
    </div>
    <time dateTime={new Date(entry.at).toISOString()} data-tip={formatMoment(entry.at)} className="shrink-0 pt-1 tabular text-soft">
      {formatTime(entry.at)}
    </time>
  </li>
);

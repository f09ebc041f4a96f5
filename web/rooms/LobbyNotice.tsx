// Somebody waits to be let in: said where the room or its call is shown, to those who decide it. One by one, or all.
import { useState } from 'react';
import ChevronDown from 'lucide-react/icons/chevron-down';
import type { RoomSummary, Waiting } from '../../protocol/rooms.ts';
import { t } from '../i18n/i18n.ts';
import { nameOf } from '../i18n/names.ts';
import { Avatar, Faces } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { tellLobby, useDeciding, type Deciding } from './lobby.ts';

type Props = {
  summary: RoomSummary;
  /** `bar` lies across the room; `floating` over the stage of a call; `inline` within the bar of a call that is elsewhere. */
  look: 'bar' | 'floating' | 'inline';
};

export const LobbyNotice = ({ summary: { room, lobby }, look }: Props) => {
  const [isWhole, setWhole] = useState(false);
  const deciding = useDeciding(room.id);
  const ids = lobby.map(({ account }) => account.id);
  const isOne = lobby.length === 1;
  return (
    <>
      {/* Stays, so that whoever comes is spoken of. */}
      <p role="status" className="sr-only">
        {lobby.length > 0 && tellLobby(lobby)}
      </p>
      {lobby.length > 0 && (
        <section
          aria-label={t('rooms.lobby.title')}
          className={cx(
            'flex flex-col text-fg',
            look === 'bar' && 'border-b border-line bg-lamp-soft px-4 pane:px-6',
            look === 'floating' && 'call-panel w-full max-w-140 rounded-card bg-surface px-4 shadow-float',
            look === 'inline' && 'w-full px-1',
          )}
        >
          <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <span className="lamp size-2 shrink-0 rounded-full" aria-hidden />
            <Faces people={lobby.map(({ account }) => account)} max={3} size={24} />
            <span className="min-w-0 flex-1 basis-40 text-sm [overflow-wrap:anywhere]">
              <strong className="font-semibold">{tellLobby(lobby)}</strong>
              {isOne && lobby[0]?.account.kind === 'guest' && <span className="ml-1.5 text-soft">{t('rooms.role.guest')}</span>}
            </span>
            <span className="ml-auto flex shrink-0 gap-2">
              {isOne ? (
                <Decision waiting={lobby[0]!} deciding={deciding} />
              ) : (
                <>
                  <Button variant="plain" className="px-3" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
                    {t(isWhole ? 'rooms.lobby.hide' : 'rooms.lobby.show')}
                    <ChevronDown aria-hidden className={cx('size-4 transition-transform duration-(--feedback)', isWhole && 'rotate-180')} />
                  </Button>
                  <Button variant="primary" className="px-3" onClick={() => deciding.decide('let-in', ids)}>
                    {t('rooms.lobby.letAllIn')}
                  </Button>
                </>
              )}
            </span>
          </div>
          {isWhole && !isOne && (
            <div className="pb-2">
              <WaitingList lobby={lobby} deciding={deciding} className="max-h-[40dvh] overflow-y-auto" />
              <Button variant="plain" className="-ml-3 px-3 text-danger-text!" onClick={() => deciding.decide('turn-away', ids)}>
                {t('rooms.lobby.turnAllAway')}
              </Button>
            </div>
          )}
        </section>
      )}
    </>
  );
};

export const WaitingList = ({ lobby, deciding, className }: { lobby: readonly Waiting[]; deciding: Deciding; className?: string }) => (
  <ul className={className}>
    {lobby.map((waiting) => (
      <li key={waiting.account.id} className="flex min-h-12 items-center gap-3 py-0.5">
        <Avatar {...waiting.account} size={28} />
        <span className="min-w-0 flex-1">
          <span className="block truncate">{nameOf(waiting.account)}</span>
          {waiting.account.kind === 'guest' && <span className="block text-xs text-soft">{t('rooms.role.guest')}</span>}
        </span>
        <Decision waiting={waiting} deciding={deciding} isNamed />
      </li>
    ))}
  </ul>
);

const Decision = ({ waiting: { account }, deciding, isNamed = false }: { waiting: Waiting; deciding: Deciding; isNamed?: boolean }) => {
  const isPending = deciding.isPending(account.id);
  const values = { name: nameOf(account) };
  return (
    <span className="flex shrink-0 gap-2">
      <Button
        className="px-3"
        aria-disabled={isPending}
        aria-label={isNamed ? t('rooms.lobby.turnAwayNamed', values) : undefined}
        onClick={() => deciding.decide('turn-away', [account.id])}
      >
        {t('rooms.lobby.turnAway')}
      </Button>
      <Button
        variant="primary"
        className="px-3"
        isPending={isPending}
        aria-label={isNamed ? t('rooms.lobby.letInNamed', values) : undefined}
        onClick={() => deciding.decide('let-in', [account.id])}
      >
        {t('rooms.lobby.letIn')}
      </Button>
    </span>
  );
};

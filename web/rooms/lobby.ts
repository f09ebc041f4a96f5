// Who waits to be let in, for those who decide it: the words, and letting in or turning away once at a time each.
import { useState } from 'react';
import type { Waiting } from '../../protocol/rooms.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { nameOf } from '../i18n/names.ts';
import { attempt } from '../ui/attempt.ts';
import { letIn, turnAway } from './rooms.ts';

const NAMED = 2;

/** "Bob waits to come in". */
export const tellLobby = (lobby: readonly Waiting[]): string => {
  const named = lobby.slice(0, lobby.length > NAMED + 1 ? NAMED : NAMED + 1).map(({ account }) => nameOf(account));
  const others = lobby.length - named.length;
  const names = formatList(others > 0 ? [...named, t('rooms.others', { count: others })] : named);
  return t('rooms.lobby.wait', { names, count: lobby.length });
};

export type Deciding = {
  /** What was decided of them is under way. */
  isPending(accountId: AccountId): boolean;
  decide(how: 'let-in' | 'turn-away', accountIds: readonly AccountId[]): void;
};

/** The event that takes them out of the lobby is what ends it; a no gives them back. */
export const useDeciding = (roomId: RoomId): Deciding => {
  const [pending, setPending] = useState<ReadonlySet<AccountId>>(new Set());
  const decide: Deciding['decide'] = (how, accountIds) => {
    const ids = accountIds.filter((id) => !pending.has(id));
    if (ids.length === 0) return;
    setPending((before) => new Set([...before, ...ids]));
    void attempt(how === 'let-in' ? letIn(roomId, ids) : turnAway(roomId, ids)).then(() =>
      setPending((before) => new Set([...before].filter((id) => !ids.includes(id)))),
    );
  };
  return { isPending: (id) => pending.has(id), decide };
};

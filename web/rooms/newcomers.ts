// Who has come to wait since the last look: what is worth a word, and said once. Pure.
import type { RoomSummary, Waiting } from '../../protocol/rooms.ts';

export type Newcomers = { summary: RoomSummary; waiting: readonly Waiting[] };

const keyOf = (summary: RoomSummary, { account, askedAt }: Waiting): string => `${summary.room.id} ${account.id} ${askedAt}`;

/** Everybody who waits, by who, where and since when: somebody who was turned away and asks again is new. */
export const waitingKeys = (summaries: readonly RoomSummary[]): Set<string> =>
  new Set(summaries.flatMap((summary) => summary.lobby.map((waiting) => keyOf(summary, waiting))));

export const newcomersIn = (summaries: readonly RoomSummary[], known: ReadonlySet<string>): Newcomers[] =>
  summaries.flatMap((summary) => {
    const waiting = summary.lobby.filter((one) => !known.has(keyOf(summary, one)));
    return waiting.length > 0 ? [{ summary, waiting }] : [];
  });

// What moderators have turned off in one call, until its owner's page has followed: it may not have been told, because its socket was lost at that moment,
// and would go on from its own wishes, in this seat or in the next. Kept by track, and found again by whose it was and what it sent.
import type { Account } from '../../protocol/accounts.ts';
import type { TrackSource } from '../../protocol/calls.ts';
import type { AccountId, TrackId } from '../../protocol/wire.ts';

type Mark = { accountId: AccountId; source: TrackSource; by: Account };

export type TurnedOff = ReturnType<typeof createTurnedOff>;

export const createTurnedOff = () => {
  const marks = new Map<TrackId, Mark>();
  return {
    mark: (trackId: TrackId, mark: Mark) => void marks.set(trackId, mark),

    /** By whom, of a track that is there. */
    by: (trackId: TrackId): Account | undefined => marks.get(trackId)?.by,

    /** The owner's page has spoken of the track, and so knows what became of it. */
    settle: (trackId: TrackId) => void marks.delete(trackId),

    /** By whom, of what the account published before; forgotten with the answer, which is acted on. */
    take(accountId: AccountId, source: TrackSource): Account | undefined {
      const found = [...marks].findLast(([, mark]) => mark.accountId === accountId && mark.source === source);
      for (const [trackId, mark] of marks) if (mark.accountId === accountId && mark.source === source) marks.delete(trackId);
      return found?.[1].by;
    },
  };
};
